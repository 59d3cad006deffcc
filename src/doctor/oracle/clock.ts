import { failed, passed, warning, type Outcome } from '../step';

/** Clocks of servers agree within seconds; more is worth a word. */
const WARNING_SECONDS = 10;
/** A signed assertion lives that long; beyond it none is good. */
const GREATEST_SECONDS = 300;

/**
 * Oracle's clock against ours, by the Date header of an answer.
 *
 * @param sentAt,receivedAt  our clock around the request, in milliseconds since 1970
 */
export function judgeClock(date: string | null, sentAt: number, receivedAt: number): Outcome {
  const oracles = Date.parse(date ?? '');
  const mend = 'Set the clock of this machine, and of each IDM node, by NTP: timedatectl tells whether it is.';
  if (Number.isNaN(oracles)) {
    return warning(
      "the answer has no Date header, so that Oracle's clock is not known",
      'A proxy on the way may have taken it off.',
    );
  }
  // The header tells whole seconds, so that half a second is added on the average.
  const ahead = Math.round((oracles + 500 - (sentAt + receivedAt) / 2) / 1000);
  const difference = Math.abs(ahead);
  if (difference <= 1) return passed("agrees with Oracle's");
  const what = `Oracle's clock is ${difference} s ${ahead > 0 ? 'ahead of' : 'behind'} this machine's`;
  if (difference > GREATEST_SECONDS)
    return failed(`${what}: a signed assertion would be refused, and times in records mislead`, mend);
  return difference > WARNING_SECONDS ? warning(what, mend) : passed(what);
}
