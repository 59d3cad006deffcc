import { customerFiles } from '../conf/merge';
import { contentOf, digestOf } from './content';
import type { Change, Content } from './model';

/** What the target holds before a change; undefined where there is no file. */
export function beforeOf(change: Change): Content | undefined {
  return change.kind === 'create' ? undefined : change.before;
}

/** What the target holds after a change; undefined where there is no file any more. */
export function afterOf(change: Change): Content | undefined {
  return change.kind === 'delete' ? undefined : change.after;
}

/** The change that leads from one state of a file to another; undefined when they are the same. */
export function changeBetween(path: string, before: Buffer | undefined, after: Buffer | undefined): Change | undefined {
  const owner = customerFiles.includes(path) ? 'customer' : 'bundle';
  if (before === undefined) {
    return after === undefined ? undefined : { kind: 'create', path, owner, after: contentOf(after) };
  }
  if (after === undefined) return { kind: 'delete', path, owner, before: contentOf(before) };
  if (before.equals(after)) return undefined;
  return { kind: 'update', path, owner, before: contentOf(before), after: contentOf(after) };
}

/** The changes that take these back, in the order in which they do no harm. */
export function inverse(changes: readonly Change[]): Change[] {
  return changes.map(inverseOf).reverse();
}

function inverseOf(change: Change): Change {
  const { path, owner } = change;
  switch (change.kind) {
    case 'create':
      return { kind: 'delete', path, owner, before: change.after };
    case 'update':
      return { kind: 'update', path, owner, before: change.after, after: change.before };
    case 'delete':
      return { kind: 'create', path, owner, after: change.before };
  }
}

/** Whether a file is in this state. */
export function isIn(state: Content | undefined, bytes: Buffer | undefined): boolean {
  return state === undefined ? bytes === undefined : bytes !== undefined && digestOf(bytes) === state.sha256;
}

/**
 * The order in which changes are made while IDM may be running: what something refers to is there before it, and goes
 * after it. The hooks come when all they need is in place, and the schedule last.
 */
export function inOrder(changes: readonly Change[]): Change[] {
  const place = ({ kind, path }: Change) => (kind === 'delete' ? order.length + 1 - rank(path) : rank(path));
  return [...changes].sort((a, b) => place(a) - place(b) || (a.path < b.path ? -1 : 1));
}

const order = [/^script\//, /^conf\/custom-/, /^conf\/(?!managed\.|schedule-)/, /^conf\/managed\./, /^conf\/schedule-/];

function rank(path: string): number {
  return order.findIndex((pattern) => pattern.test(path));
}
