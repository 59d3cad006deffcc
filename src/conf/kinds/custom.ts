import { error, warning, type Remark } from '../finding';
import type { ConfFile, Context, Kind } from '../kind';
import { managedNames } from '../systems';
import { unknownName } from '../unknown';
import { isMap, listOf, mapOf } from '../values';

/** custom-NAME.json: any object, for scripts to read at config/custom/NAME. Ours is known. */
export const custom: Kind = {
  service: 'custom',
  files: 'several',
  secrets: [{ at: ['idcs', 'clientSecret'], encryptedByIdm: false }],
  check,
};

export const settingsId = 'custom/idcsPasswordSync';

function* check({ value, id }: ConfFile, context: Context): Generator<Remark> {
  if (id.id !== settingsId) return;
  for (const key of ['idcs', 'delivery', 'outbox', 'user']) {
    if (!isMap(value[key]))
      yield error(
        'missing-key',
        [key],
        `the key "${key}" is missing`,
        'Build the bundle again: pwsync build writes this file.',
      );
  }
  const names = managedNames(context);
  for (const [index, object] of listOf(value.managedObjects).entries()) {
    if (!names || names.includes(String(object))) continue;
    const what = `there is no managed object "${String(object)}"`;
    yield unknownName(String(object), names, ['managedObjects', index], { code: 'no-such-object', what, closed: true });
  }
  const { path } = mapOf(value.outbox);
  if (typeof path === 'string' && !/^(repo|managed)\/./.test(path)) {
    yield warning(
      'wrong-value',
      ['outbox', 'path'],
      `"${path}" is neither below repo/ nor below managed/`,
      'Write "repo/passwordsync/outbox".',
    );
  }
}
