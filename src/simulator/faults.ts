import { isOperation, operations, type Operation } from './operations';
import { isObject } from './json';

/** What may go wrong; fault-effects.ts says what each does. */
export const faultKinds = [
  'down',
  'slow',
  'slow-answer',
  'unauthorized-json',
  'unauthorized-html',
  'forbidden',
  'throttled',
  'unavailable',
  'html-error',
  'truncated',
  'empty',
  'html-page',
  'trickled',
  'commit-then-drop',
  'delayed-commit',
  'drop',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  kind: FaultKind;
  /** Which requests it meets. Default "any". */
  operation?: Operation | 'any';
  /** Only requests that are about this user, by path, filter or body. Default: all. */
  userName?: string;
  /** How many requests it meets before it goes. Default: all, until the faults are replaced. */
  times?: number;
  /**
   * How long it waits: `slow` and `delayed-commit` before they process the request, every other kind before it answers or
   * drops the connection; `trickled` takes that long for the body. Default 1000 for these and slow-answer, else 0.
   */
  delayMs?: number;
}

/** The faults that are in force. A request meets the first that fits it, and no other. */
export class FaultList {
  private faults: Fault[] = [];

  /** Whether it matters whom a request for this is about. */
  asksForUser(operation: Operation): boolean {
    return this.faults.some((fault) => fault.userName !== undefined && isFor(fault, operation));
  }

  /** The fault that this request meets, one of its times used up. */
  take(operation: Operation, userName?: string): Fault | undefined {
    const fault = this.faults.find((one) => isFor(one, operation) && isAbout(one, userName));
    if (fault?.times === undefined) return fault;
    fault.times--;
    if (fault.times === 0) this.faults = this.faults.filter((one) => one !== fault);
    return fault;
  }

  /** What is left, `times` counted down. */
  list(): Fault[] {
    return this.faults.map((fault) => ({ ...fault }));
  }

  replace(faults: Fault[]): void {
    this.faults = faults.map((fault) => ({ ...fault }));
  }
}

function isFor(fault: Fault, operation: Operation): boolean {
  return [undefined, 'any', operation].includes(fault.operation);
}

function isAbout({ userName: wanted }: Fault, userName: string | undefined): boolean {
  return wanted === undefined || wanted.toLowerCase() === userName?.toLowerCase();
}

/** A list of faults from outside; throws a plain Error that says what is wrong with it. */
export function faultsFrom(value: unknown): Fault[] {
  if (!Array.isArray(value))
    throw new Error('Faults are a list: [{"kind": ..., "operation": ..., "times": ..., "delayMs": ...}].');
  return value.map(faultFrom);
}

function faultFrom(value: unknown): Fault {
  if (!isObject(value)) throw new Error('A fault is an object.');
  const { kind, operation, userName, times, delayMs, ...rest } = value;
  const known = faultKinds.find((one) => one === kind);
  if (!known) throw new Error(`There is no fault kind ${JSON.stringify(kind)}; there are ${faultKinds.join(', ')}.`);
  if (operation !== undefined && operation !== 'any' && !isOperation(operation))
    throw new Error(`There is no operation ${JSON.stringify(operation)}; there are any, ${operations.join(', ')}.`);
  if (userName !== undefined && (typeof userName !== 'string' || userName === ''))
    throw new Error('"userName" must be a string, and not empty.');
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) throw new Error(`A fault has no "${unknown}".`);
  return {
    kind: known,
    ...(operation !== undefined && { operation }),
    ...(userName !== undefined && { userName }),
    ...(times !== undefined && { times: wholeNumber('times', times, 1) }),
    ...(delayMs !== undefined && { delayMs: wholeNumber('delayMs', delayMs, 0) }),
  };
}

function wholeNumber(name: string, value: unknown, least: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least)
    throw new Error(`"${name}" must be a whole number from ${least}.`);
  return value;
}
