import { settingsFile } from '../bundle/manifest';
import type { Bundle } from '../bundle/read';
import { customerFiles, type Additions } from '../conf/merge';
import { storesWhatHooksSee } from '../conf/merge/managed';
import { parseJson } from '../environment/json-text';

/**
 * What stands in an installation after a deployment, of the files that are the bundle's alone: its scripts and own
 * configuration, and nothing that is merged into a file of the customer's. The plan and the doctor both ask here, or the one
 * would call wrong what the other leaves as it is.
 *
 * Throws a KnownFailure where managed.json is none.
 *
 * @param managedText  managed.json of that installation
 */
export function ownFiles(
  { files }: Pick<Bundle, 'files'>,
  managedText: string,
  { managedObjects, passwordProperty }: Additions,
): Map<string, Buffer> {
  const own = files.filter(({ path }) => /^(conf|script)\//.test(path) && !customerFiles.includes(path));
  const managed = parseJson(managedText, 'conf/managed.json');
  const isSafe = storesWhatHooksSee(managed, managedObjects, passwordProperty);
  return new Map(
    own.map(({ path, content }) => [
      path,
      Buffer.from(path === settingsFile && !isSafe ? withoutFastPath(content) : content),
    ]),
  );
}

/**
 * The fast path sends the password that a hook saw: it is off where a script of this customer's could store something
 * else, which the build may not have been shown.
 */
function withoutFastPath(text: string): string {
  const settings = JSON.parse(text) as { delivery: { fastPath: boolean } };
  settings.delivery.fastPath = false;
  return `${JSON.stringify(settings, null, 2)}\n`;
}
