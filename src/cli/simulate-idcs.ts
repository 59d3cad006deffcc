import { Command, InvalidArgumentError } from 'commander';
import { KnownFailure } from '../environment/problem';
import { defaultClientId, defaultClientSecret, startSimulator, type Simulator } from '../simulator';

const defaultPort = 8765;

interface Options {
  port: number;
  clientId: string;
  clientSecretEnv?: string;
  json?: boolean;
}

/**
 * `pwsync simulate-idcs`: an Oracle IDCS on this machine until SIGINT or SIGTERM. Exit codes: 0 when ended by a signal,
 * 1 when the port can not be had, 2 for wrong usage.
 */
export function simulateIdcsCommand(): Command {
  return new Command('simulate-idcs')
    .description('Runs an Oracle IDCS on this machine, for trials and tests: loopback only, all state in memory')
    .option('--port <number>', 'where it listens; 0 takes a free port', portFrom, defaultPort)
    .option('--client-id <id>', 'id of the confidential application', defaultClientId)
    .option(
      '--client-secret-env <name>',
      `environment variable with the client secret (default secret: "${defaultClientSecret}", good for the simulator only)`,
    )
    .option('--json', 'print one line of JSON when ready, and nothing else')
    .action(simulate);
}

async function simulate(options: Options): Promise<void> {
  const { port, clientId } = options;
  const simulator = await started({ port, clientId, clientSecret: secretFor(options) });
  const end = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  process.stdout.write(options.json ? jsonLine(simulator, options) : welcome(simulator, options));
}

function secretFor({ clientSecretEnv: name }: Options): string {
  if (name === undefined) return defaultClientSecret;
  const secret = process.env[name];
  if (secret) return secret;
  const what = `the environment variable ${name} is not set, or empty`;
  throw new KnownFailure([{ code: 'no-client-secret', what, mend: 'Set it, or leave out --client-secret-env.' }], 2);
}

async function started(settings: { port: number; clientId: string; clientSecret: string }): Promise<Simulator> {
  try {
    return await startSimulator(settings);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const what = `port ${settings.port} ${code === 'EADDRINUSE' ? 'is in use' : `can not be had (${message})`}`;
    throw new KnownFailure([{ code: 'port', what, mend: 'Name another with --port, or 0 for a free one.' }]);
  }
}

/** The line that programs read. The secret stands in it only when it is the documented one. */
function jsonLine({ url, port }: Simulator, { clientId, clientSecretEnv }: Options): string {
  const secret = clientSecretEnv ? { clientSecretEnv } : { clientSecret: defaultClientSecret };
  const control = `${url}/_simulator/`;
  return `${JSON.stringify({ url, port, pid: process.pid, tokenEndpoint: tokenEndpoint(url), control, clientId, ...secret })}\n`;
}

function welcome({ url }: Simulator, { clientId, clientSecretEnv }: Options): string {
  const control = `${url}/_simulator`;
  const secret = clientSecretEnv
    ? `the value of $${clientSecretEnv}`
    : `${defaultClientSecret} (good for the simulator only)`;
  return `Simulated IDCS at ${url}

  Token endpoint  ${tokenEndpoint(url)}
  Client id       ${clientId}
  Client secret   ${secret}

Control it from another terminal:
  curl ${control}/users -d '{"userName": "alice", "password": "Passw0rd!"}'
  curl ${control}/users
  curl ${control}/check-password -d '{"userName": "alice", "password": "Passw0rd!"}'
  curl -X PUT ${control}/faults -d '[{"kind": "unavailable", "operation": "password", "times": 3}]'
  curl -X DELETE ${control}/faults
  curl '${control}/requests?operation=password&after=0&waitSeconds=30'
  curl -X POST ${control}/reset

Ctrl-C ends it, and all of its state.
`;
}

function tokenEndpoint(url: string): string {
  return `${url}/oauth2/v1/token`;
}

function portFrom(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}
