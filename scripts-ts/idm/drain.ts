import { drain, type DrainReport } from '../sync/drain';
import { dropLeftOver } from './in-hand';
import { sharedStrings } from './jvm';
import { log } from './openidm';
import { runAllOn } from './pool';
import { portsOf } from './ports';
import { type Settings, syncSettings } from './settings';
import { describe } from './trouble';

/** No entry is taken up after this time; the run ends with the deliveries that are under way then. */
const BUDGET_SECONDS = 50;

/** The last run of the schedule in this JVM: `at` is when it began; the report comes with its end. */
export type LastDrain = { at: string } & Partial<DrainReport>;

export function drainNow(settings: Settings, which: 'due' | 'undelivered'): DrainReport {
  // Only of the schedule's: an operator who drains by hand is no sign that it lives.
  const note = (last: LastDrain): void => {
    if (which === 'due') lastRuns().put(which, JSON.stringify(last));
  };
  const at = new Date().toISOString();
  note({ at });
  dropLeftOver();
  const report = drain(portsOf(settings), syncSettings(settings), runAllOn(settings), {
    which,
    budgetSeconds: BUDGET_SECONDS,
    onBroken: (id, caught) => log().error(`idcs-password-sync: the entry ${id} can't be handled: ${describe(caught)}`),
  });
  note({ at, ...report });
  return report;
}

/** null where the schedule has not run in this JVM: in a cluster another node may run it. */
export function lastDrain(): LastDrain | null {
  const text = lastRuns().get('due');
  return text === null ? null : (JSON.parse(text) as LastDrain);
}

function lastRuns() {
  return sharedStrings('last drain', 2);
}
