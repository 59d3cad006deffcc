/** What must never happen, by name. */
export type Invariant =
  | 'nothing lost'
  | 'nothing wrong'
  | 'nothing leaks'
  | 'no false alarm'
  | 'nobody waits for Oracle'
  | 'a hook never fails a change'
  | 'a 412 never escapes a hook'
  | 'one send at a time'
  | 'sends are bounded'
  | 'everything comes to rest'
  | 'the protocol is deterministic'
  | 'the protocol does not break'
  | 'as the scenario says';

export class Violation extends Error {
  constructor(
    readonly invariant: Invariant,
    readonly detail: string,
    readonly trace: readonly string[] = [],
  ) {
    super(`${invariant}: ${detail}`);
  }
}
