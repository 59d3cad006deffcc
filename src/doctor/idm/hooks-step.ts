import { chainingOf } from '../../conf/merge/chain';
import { hookNames, hookStatement, scriptFolder, type HookName } from '../../conf/merge/hooks';
import { mergeManaged } from '../../conf/merge/managed';
import { found, type CheckUp } from './check-up';
import { failed, passed, warning, type Outcome } from '../step';

type ManagedObject = Record<string, unknown>;

/**
 * Every hook of every managed object that is synchronised runs ours, and none of another; the passwords are kept so that it
 * can work.
 */
export function checkHooks(checkUp: CheckUp): Outcome {
  const { files } = found(checkUp, 'installed');
  const { managedObjects, user, delivery } = found(checkUp, 'settings');
  const json = files.config('conf/managed.json');
  if (json === undefined)
    return failed('conf/managed.json is missing', 'Name the project folder of IDM with --project.');
  // It tells all that makes hooking impossible, and throws it.
  mergeManaged(json, managedObjects, user.password, delivery.mode);

  const objects = (json.value as { objects: ManagedObject[] }).objects;
  const missing = managedObjects.flatMap((name) => {
    const object = objects.find((each) => each.name === name)!;
    return hookNames.filter((hook) => !runsOurs(object, hook)).map((hook) => ({ name, hook }));
  });
  if (missing.length > 0) {
    const what = `do not run ours: ${missing.map(({ name, hook }) => `${name}.${hook}`).join(', ')}`;
    const mend =
      'Deploy again (pwsync apply chains ours to yours), or add it to conf/managed.json by hand: ' +
      `${hookStatement(missing[0]!.hook)}; of each.`;
    return failed(`hooks that ${what}`, mend);
  }
  const wanted = `${hookNames.join(', ')} of ${managedObjects.join(', ')}`;
  const leftOver = objects.flatMap((object) =>
    managedObjects.includes(String(object.name))
      ? []
      : hookNames.filter((hook) => runsOurs(object, hook)).map((hook) => `${String(object.name)}.${hook}`),
  );
  if (leftOver.length === 0) return passed(wanted);
  const what = `left over: ${leftOver.join(', ')}, of an object that the settings do not name: its passwords are sent as well`;
  const mend =
    `Take ours out of each of these hooks in conf/managed.json (the statement ${hookStatement('onUpdate')}; or the whole hook where ` +
    `its file is one of ${scriptFolder}), or name the object under managedObjects of the environment, build and deploy.`;
  return warning(`${wanted}; ${what}`, mend);
}

function runsOurs(object: ManagedObject, hook: HookName): boolean {
  return object[hook] !== undefined && chainingOf(object[hook], hook).kind === 'ours';
}
