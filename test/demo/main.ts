/** `npm run demo`: shows, on a real IDM and a simulated Oracle, what becomes of a password. */
import { parseArgs } from 'node:util';
import { Demo, StepFailure } from './demo';
import { keepRunning } from './keep';
import { narrator } from './narrator';

const USAGE = `Usage: npm run demo [-- --keep]

Shows a password arriving at Oracle, an outage, the queue, the recovery and the metrics, then ends.

  --keep   leave IDM and the simulator running and print how to play with them; Ctrl-C ends both
  --help   this text

The IDM is the core of OpenIDM 7.0.1, or a copy of the full server that OPENIDM_HOME names.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { keep: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const tell = narrator(process.stdout);
  const demo = new Demo(tell);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void demo.stop().finally(() => process.exit(values.keep ? 0 : 130));
    });
  }
  try {
    const installation = await demo.run();
    if (values.keep) await keepRunning(installation);
    else tell.end();
    return 0;
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    tell.failed(error.step, error.message);
    return 1;
  } finally {
    await demo.stop();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: Error & { code?: string }) => {
    const isUsage = error.code?.startsWith('ERR_PARSE_ARGS') ?? false;
    process.stderr.write(isUsage ? `${error.message}\n\n${USAGE}` : `${error.stack}\n`);
    process.exitCode = isUsage ? 2 : 1;
  },
);
