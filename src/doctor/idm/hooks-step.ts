import { chainingOf } from '../../conf/merge/chain';
import { hookNames, hookStatement } from '../../conf/merge/hooks';
import { mergeManaged } from '../../conf/merge/managed';
import { found, type CheckUp } from './check-up';
import { failed, passed, type Outcome } from '../step';

/** Every hook of every managed object that is synchronised runs ours, and the passwords are kept so that it can work. */
export function checkHooks(checkUp: CheckUp): Outcome {
  const { files } = found(checkUp, 'installed');
  const { managedObjects, user, delivery } = found(checkUp, 'settings');
  const json = files.config('conf/managed.json');
  if (json === undefined)
    return failed('conf/managed.json is missing', 'Name the project folder of IDM with --project.');
  // It tells all that makes hooking impossible, and throws it.
  mergeManaged(json, managedObjects, user.password, delivery.mode);

  const objects = (json.value as { objects: Record<string, unknown>[] }).objects;
  const missing = managedObjects.flatMap((name) => {
    const object = objects.find((each) => each.name === name)!;
    return hookNames
      .filter((hook) => object[hook] === undefined || chainingOf(object[hook], hook).kind !== 'ours')
      .map((hook) => ({ name, hook }));
  });
  if (missing.length > 0) {
    const what = `do not run ours: ${missing.map(({ name, hook }) => `${name}.${hook}`).join(', ')}`;
    const mend =
      'Deploy again (pwsync apply chains ours to yours), or add it to conf/managed.json by hand: ' +
      `${hookStatement(missing[0]!.hook)}; of each.`;
    return failed(`hooks that ${what}`, mend);
  }
  return passed(`${hookNames.join(', ')} of ${managedObjects.join(', ')}`);
}
