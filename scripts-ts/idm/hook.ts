/** What IDM binds into a hook of a managed object, and how our hooks behave: they never fail a change. */
import type { Before, Note, Notes } from '../sync/change';
import type { UserRef } from '../sync/ports';
import { countHookFailure } from './metrics';
import { type IdmValue, log } from './openidm';
import { type Settings, readSettings } from './settings';
import { describe } from './trouble';
import { storedPassword } from './vault';

declare const resourceName: { toString(): string };
declare const request: { additionalParameters: { [name: string]: unknown }; newResourceId?: unknown };
declare const object: IdmValue | null;
declare const newObject: IdmValue | null;
declare const oldObject: IdmValue | null;

/**
 * Under this name onUpdate leaves a note for postUpdate. The underscore is IDM's rule: any other name could be set by
 * the caller of a request.
 */
const NOTE = '_idcsPasswordSync';

/**
 * Runs a hook. Lenient: whatever breaks is logged and counted, and the change of the user goes on.
 *
 * @param broken  what else to do then
 */
export function lenient(name: string, run: (settings: Settings) => void, broken: () => void = () => undefined): void {
  try {
    run(readSettings());
  } catch (caught) {
    const told = `idcs-password-sync: ${name} could not do its work, the change goes on: ${describe(caught)}`;
    // Each by itself: what breaks one of them must not keep the others from running.
    for (const step of [() => log().error(told), broken, countHookFailure]) {
      try {
        step();
      } catch (_again) {
        // Nothing is left to tell it to; the change goes on all the same.
      }
    }
  }
}

/** The managed object's name, from `managed/user` or `managed/user/ID`. */
export function objectName(): string {
  return String(String(resourceName).split('/')[1]);
}

export function userRef(id: unknown): UserRef {
  return { object: objectName(), id: String(id) };
}

/** The id that the creator of a user chose, or null where IDM will give one. */
export function givenId(): string | null {
  const id = request.newResourceId;
  return id === null || id === undefined || String(id) === '' ? null : String(id);
}

/** The object as the hook sees it: in onUpdate the new one, in onCreate the one to be stored. */
export const bound = {
  object: (): IdmValue => object as IdmValue,
  newObject: (): IdmValue => newObject as IdmValue,
  oldObject: (): IdmValue => oldObject as IdmValue,
};

export function text(value: unknown): string | null {
  return typeof value === 'string' || value instanceof String ? String(value) : null;
}

/** What stood in the place of the password before the change. */
export function before(passwordProperty: string): Before {
  const value = bound.oldObject()[passwordProperty];
  const clear = text(value);
  if (clear !== null) return { kind: 'clear', password: clear };
  return value === null || value === undefined
    ? { kind: 'nothing' }
    : { kind: 'hashed', stored: storedPassword(value) };
}

export function notes(): Notes {
  return { earlier: readNote(), leave: (note) => (request.additionalParameters[NOTE] = JSON.stringify(note)) };
}

export function readNote(): Note | null {
  const note = text(request.additionalParameters[NOTE]);
  return note === null ? null : (JSON.parse(note) as Note);
}

/** So early that not even the settings could be read: the post hook has the user looked at. */
export function leaveNoNote(): void {
  if (readNote() === null) notes().leave({ kind: 'unknown' });
}

/** The revision of an object that IDM bound, where it has one. */
export function revisionOf(value: IdmValue | null): string | null {
  const revision = value === null ? null : value._rev;
  return revision === null || revision === undefined ? null : String(revision);
}
