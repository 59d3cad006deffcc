import { html, type Answer } from './answer';
import type { Fault, FaultKind } from './faults';
import type { Operation } from './operations';
import { forbidden, throttled, unauthorized, unavailable } from './refusals';

/** How a request runs: what it waits for, whether it is processed, and what becomes of the answer. */
export interface Effect {
  /** Whether the body is read before anything else. */
  reads: boolean;
  /** Whether the connection is cut before anything is done. */
  cutsFirst: boolean;
  processes: boolean;
  waitsBefore: number;
  waitsAfter: number;
  /** How long the body of the answer takes, its headers sent at once. */
  tricklesFor: number;
  /** What goes out, given what processing came to (absent when nothing was processed); undefined drops the connection. */
  answer(processed: Answer | undefined, operation: Operation): Answer | undefined;
}

type Kind = Pick<Effect, 'processes' | 'answer'> & { reads?: false; cutsFirst?: true };

const undisturbed: Kind = { processes: true, answer: (processed) => processed };
const answersOnly = (answer: (operation: Operation) => Answer): Kind => ({
  processes: false,
  answer: (_, operation) => answer(operation),
});

const kinds: Record<FaultKind, Kind> = {
  down: { reads: false, processes: false, answer: () => undefined },
  drop: { processes: false, answer: () => undefined },
  'commit-then-drop': { processes: true, answer: () => undefined },
  'delayed-commit': { cutsFirst: true, processes: true, answer: () => undefined },
  slow: undisturbed,
  'slow-answer': undisturbed,
  'unauthorized-json': answersOnly((operation) => unauthorized('json', operation)),
  'unauthorized-html': answersOnly((operation) => unauthorized('html', operation)),
  forbidden: answersOnly(forbidden),
  throttled: answersOnly(throttled),
  unavailable: answersOnly(unavailable),
  trickled: undisturbed,
  'html-page': answersOnly(() => html(200, 'Welcome')),
  'html-error': answersOnly(() => html(502, '502 Bad Gateway')),
  truncated: { processes: true, answer: (processed) => processed && shortened(processed, 0.5) },
  empty: { processes: true, answer: (processed) => processed && shortened(processed, 0) },
};

/** The kinds that are nothing without a delay. */
const slowKinds: (FaultKind | undefined)[] = ['slow', 'slow-answer', 'delayed-commit', 'trickled'];

/** What a fault makes of a request; without a fault, nothing. */
export function effectOf(fault: Fault | undefined): Effect {
  const kind = fault?.kind;
  const { reads = true, cutsFirst = false, processes, answer } = kind ? kinds[kind] : undisturbed;
  const delay = fault?.delayMs ?? (slowKinds.includes(kind) ? 1000 : 0);
  const isBefore = kind === 'slow' || kind === 'delayed-commit';
  return {
    reads,
    cutsFirst,
    processes,
    answer,
    waitsBefore: isBefore ? delay : 0,
    waitsAfter: isBefore || kind === 'trickled' ? 0 : delay,
    tricklesFor: kind === 'trickled' ? delay : 0,
  };
}

/** An answer whose body lost its end, as HTTP complete. A success goes out as 200; a refusal keeps its status. */
function shortened(answer: Answer, part: number): Answer {
  const status = answer.status < 300 ? 200 : answer.status;
  return { ...answer, status, body: answer.body.slice(0, Math.floor(answer.body.length * part)) };
}
