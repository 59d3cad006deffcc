import { readHistory } from '../../deploy/rest/history';
import { restTarget } from '../../deploy/rest/target';
import type { CheckUp } from './check-up';
import { rememberedFiles, saysTheSame } from './expected-files';
import { interrupted } from './interrupted-step';
import { failed, passed, skipped, type Outcome } from '../step';

/** What a deployment over REST has put into the configuration is there as it was put. */
export async function compareDeployed(checkUp: CheckUp): Promise<Outcome> {
  const { client } = checkUp.order.server!;
  const history = await readHistory(client);
  if (history.underway || history.made.length > 0) checkUp.overRest = true;
  if (history.underway) return interrupted(history.underway, ` --url ${client.base}`);
  const expected = rememberedFiles(history);
  if (expected === undefined) return skipped('nothing was deployed over REST');
  const target = restTarget(client);
  const others: string[] = [];
  for (const [path, content] of expected.files) {
    const present = await target.read(path);
    if (present === undefined) others.push(`${path} (missing)`);
    else if (!present.equals(content) && !saysTheSame(present, content)) others.push(path);
  }
  const what = `${expected.files.size} ${expected.files.size === 1 ? 'configuration' : 'configurations'}, compared with ${expected.from}`;
  if (others.length === 0) return passed(what);
  const mend =
    'Deploy that bundle again (pwsync apply). What was changed at IDM belongs into the environment file, and comes by a build.';
  return failed(`${what}; not as deployed: ${others.join(', ')}`, mend);
}
