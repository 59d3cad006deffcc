import { html, type Answer } from './answer';
import type { Fault, FaultKind } from './faults';
import type { Operation } from './operations';
import { forbidden, throttled, unauthorized, unavailable } from './refusals';

/** How a request runs: what it waits for, whether it is processed, and what becomes of the answer. */
export interface Effect {
  /** Whether the body is read before anything else. */
  reads: boolean;
  processes: boolean;
  waitsBefore: number;
  waitsAfter: number;
  /** What goes out, given what processing came to (absent when nothing was processed); undefined drops the connection. */
  answer(processed: Answer | undefined, operation: Operation): Answer | undefined;
}

type Kind = Pick<Effect, 'processes' | 'answer'> & { reads?: false };

const undisturbed: Kind = { processes: true, answer: (processed) => processed };
const answersOnly = (answer: (operation: Operation) => Answer): Kind => ({
  processes: false,
  answer: (_, operation) => answer(operation),
});

const kinds: Record<FaultKind, Kind> = {
  down: { reads: false, processes: false, answer: () => undefined },
  drop: { processes: false, answer: () => undefined },
  'commit-then-drop': { processes: true, answer: () => undefined },
  slow: undisturbed,
  'slow-answer': undisturbed,
  'unauthorized-json': answersOnly((operation) => unauthorized('json', operation)),
  'unauthorized-html': answersOnly((operation) => unauthorized('html', operation)),
  forbidden: answersOnly(forbidden),
  throttled: answersOnly(throttled),
  unavailable: answersOnly(unavailable),
  'html-error': answersOnly(() => html(502, '502 Bad Gateway')),
  truncated: { processes: true, answer: (processed) => processed && shortened(processed, 0.5) },
  empty: { processes: true, answer: (processed) => processed && shortened(processed, 0) },
};

/** What a fault makes of a request; without a fault, nothing. */
export function effectOf(fault: Fault | undefined): Effect {
  const { reads = true, processes, answer } = fault ? kinds[fault.kind] : undisturbed;
  const isSlow = fault?.kind === 'slow' || fault?.kind === 'slow-answer';
  const delay = fault?.delayMs ?? (isSlow ? 1000 : 0);
  const before = fault?.kind === 'slow';
  return { reads, processes, answer, waitsBefore: before ? delay : 0, waitsAfter: before ? 0 : delay };
}

/** An answer whose body lost its end, as HTTP complete. A success goes out as 200; a refusal keeps its status. */
function shortened(answer: Answer, part: number): Answer {
  const status = answer.status < 300 ? 200 : answer.status;
  return { ...answer, status, body: answer.body.slice(0, Math.floor(answer.body.length * part)) };
}
