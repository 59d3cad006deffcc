import { drain, type DrainReport } from '../sync/drain';
import { dropLeftOver } from './in-hand';
import { log } from './openidm';
import { runAllOn } from './pool';
import { portsOf } from './ports';
import { type Settings, syncSettings } from './settings';
import { describe } from './trouble';

/** No entry is taken up after this time; the run ends with the deliveries that are under way then. */
const BUDGET_SECONDS = 50;

export function drainNow(settings: Settings, which: 'due' | 'undelivered'): DrainReport {
  dropLeftOver();
  return drain(portsOf(settings), syncSettings(settings), runAllOn(settings), {
    which,
    budgetSeconds: BUDGET_SECONDS,
    onBroken: (id, caught) => log().error(`idcs-password-sync: the entry ${id} can't be handled: ${describe(caught)}`),
  });
}
