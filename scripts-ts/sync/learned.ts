/** What a worker knows beyond the record it reads: of its own sends, since its last write went through. */
import {
  common,
  type Delivering,
  type Held,
  type KnownSet,
  type OutboxRecord,
  type Refusal,
  type SendMark,
} from './record';

export type Learned =
  /** Nothing was sent under the own mark, or surely to no effect: the mark says nothing, and may be sent under. */
  | { kind: 'unsent' }
  /** Something was, and nobody knows what became of it. */
  | { kind: 'outstanding'; mark: SendMark | null }
  | { kind: 'delivered'; mark: SendMark; held: Held; lastKnownSet?: KnownSet }
  | { kind: 'refused'; refused: Refusal };

/** The record with what its worker knows better. */
export function withLearned(record: Delivering, learned: Learned, owner: string): Delivering {
  switch (learned.kind) {
    case 'unsent':
      return record;
    case 'outstanding':
      // As it is known since the answer failed to come, and not as it was written before.
      return learned.mark === null ? record : withMark(record, learned.mark);
    case 'refused':
      return { ...withoutMark(record, owner), refused: learned.refused };
    case 'delivered': {
      const { refused: _refused, ...rest } = withoutMark(record, owner);
      return { ...rest, held: learned.held, ...(learned.lastKnownSet && { lastKnownSet: learned.lastKnownSet }) };
    }
  }
}

/** The marks that Oracle has to be asked about: everybody else's, and the own one unless nothing was sent under it. */
export function standing({ marks }: OutboxRecord, learned: Learned, owner: string): SendMark[] {
  return learned.kind === 'unsent' ? marks.filter((mark) => mark.owner !== owner) : marks;
}

function withMark<Kind extends OutboxRecord>(record: Kind, mark: SendMark): Kind {
  return { ...record, marks: record.marks.filter((other) => other.owner !== mark.owner).concat([mark]) };
}

export function withoutMark<Kind extends OutboxRecord>(record: Kind, owner: string): Kind {
  return { ...record, marks: record.marks.filter((mark) => mark.owner !== owner) };
}

/** The mark of a send that others have to know of when this worker finds that its lease is lost. */
export function effectOf(learned: Learned): SendMark | null {
  return learned.kind === 'outstanding' || learned.kind === 'delivered' ? learned.mark : null;
}

/** The record of somebody else's, or closed, after a send of ours that may have changed what Oracle holds. */
export function reopened(record: OutboxRecord, mark: SendMark, now: Date): OutboxRecord {
  const marked = withMark(record, mark);
  if (marked.state === 'delivering') return marked;
  return { ...common(marked), state: 'pending', due: now.toISOString() };
}
