import { settingsFile } from '../../bundle/manifest';
import { hookNames, scriptFolder } from '../../conf/merge/hooks';
import { readHistory } from '../../deploy/folder/history-file';
import type { Settings } from '../../../scripts-ts/idm/settings-file';
import { found, type CheckUp, type Installed } from './check-up';
import { differences, expectedOf, rememberedFiles, type Expected } from './expected-files';
import type { ProjectFiles } from './project-files';
import { failed, passed, skipped, warning, type Outcome } from '../step';

/** The settings of the scripts are there, and say what the scripts need. */
export function readSettings(checkUp: CheckUp): Outcome {
  const { files } = found(checkUp, 'installed');
  const json = files.json(settingsFile);
  if (json === undefined) {
    return failed(
      `${settingsFile} is missing: the bundle is not deployed here`,
      'Deploy it: pwsync apply, or docs/deployment.md.',
    );
  }
  const settings = json.value as Partial<Settings> | null;
  const lacking = (['version', 'managedObjects', 'idcs', 'user', 'delivery', 'outbox'] as const).filter(
    (key) => settings?.[key] === undefined,
  );
  if (lacking.length > 0) {
    return failed(
      `${settingsFile} says nothing of ${lacking.join(', ')}`,
      'Build the bundle anew, and deploy conf and script together.',
    );
  }
  const whole = settings as Settings;
  checkUp.settings = whole;
  const { environment, version, managedObjects, delivery } = whole;
  const objects = managedObjects.map((name) => `managed/${name}`).join(', ');
  return passed(`environment ${environment}, version ${version}, ${objects}, delivery ${delivery.mode}`);
}

/** The files are those of one bundle, byte for byte. */
export function compareFiles(checkUp: CheckUp): Outcome {
  const installed = found(checkUp, 'installed');
  const { bundle, server } = checkUp.order;
  if (found(checkUp, 'settings').scripts === 'inline') {
    return skipped(`the scripts stand in the configuration, deployed over REST${server ? '' : '; --url compares it'}`);
  }
  const expected = bundle ? expectedOf(bundle, installed.files) : rememberedFiles(readHistory(installed.files.folder));
  return expected ? judge(expected, installed) : judgeVersions(installed.files, checkUp.settings?.version);
}

function judge(expected: Expected, { files }: Installed): Outcome {
  const { missing, edited, leftOver } = differences(expected, files);
  const known = `${expected.files.size} files of version ${expected.version}, compared with ${expected.from}`;
  const told = [
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(edited.length > 0 ? [`not as deployed: ${edited.join(', ')}`] : []),
    ...(leftOver.length > 0 ? [`left over: ${leftOver.join(', ')}`] : []),
  ].join('; ');
  if (missing.length + edited.length > 0) {
    const mend =
      'Deploy that bundle again (pwsync apply). What was changed here belongs into the environment file, and comes by a build.';
    return failed(`${known}; ${told}`, mend);
  }
  if (leftOver.length === 0) return passed(known);
  return warning(
    `${known}; ${told}`,
    'Remove what is left over, of an older version or of an editor: nothing names it.',
  );
}

/** The scripts that hooks, schedule and endpoint load. */
const loaded = [...hookNames, 'strictUpdate', 'deliver', 'drain', 'endpoint'].map(
  (name) => `script/${scriptFolder}/${name}.js`,
);

/** Where nobody remembers what was deployed, the versions have to agree. */
function judgeVersions(files: ProjectFiles, version: string | undefined): Outcome {
  const missing = loaded.filter((name) => files.bytes(name) === undefined);
  if (missing.length > 0) {
    return failed(`missing: ${missing.join(', ')}`, 'Deploy the bundle again: the whole folder script, with conf.');
  }
  const strangers = loaded.filter((name) => versionIn(files.bytes(name)!) !== version);
  if (strangers.length > 0) {
    const what = `the settings are of version ${version ?? 'unknown'}, and other scripts are here: ${strangers.join(', ')}`;
    return failed(what, 'Deploy conf and script of one bundle together.');
  }
  return warning(
    `${loaded.length} scripts of version ${version}, and no record of a deployment that their content could be compared with`,
    'Name the bundle that was copied with --bundle FOLDER; pwsync apply keeps a record.',
  );
}

function versionIn(script: Buffer): string | undefined {
  return /^\/\* forgerock-idcs-password-sync (\S+),/.exec(script.toString('latin1'))?.[1];
}
