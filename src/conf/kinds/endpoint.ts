import { warning, type Remark } from '../finding';
import type { ConfFile, Kind } from '../kind';
import { hasReference } from '../values';

/** endpoint-NAME.json: one script, as AbstractScriptedService of OpenIDM's openidm-script reads it; other keys are its globals. */
export const endpoint: Kind = {
  service: 'endpoint',
  files: 'several',
  schema: { type: 'object', properties: { context: { type: 'string' } } },
  scripts: () => [[]],
  check,
};

function* check({ value, id }: ConfFile): Generator<Remark> {
  const { context } = value;
  if (typeof context !== 'string' || hasReference(context) || /^\/?endpoint\/[^/]/.test(context)) return;
  yield warning(
    'wrong-value',
    ['context'],
    `"${context}" is not below endpoint/`,
    `Write "endpoint/${id.alias}", or leave it out.`,
  );
}
