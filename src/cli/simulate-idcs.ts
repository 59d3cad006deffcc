import fs from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { KnownFailure } from '../environment/problem';
import {
  controlHelp,
  defaultClientId,
  defaultClientSecret,
  startSimulator,
  tierLimits,
  type AppCertificate,
  type RateLimitSetting,
  type Simulator,
  type SimulatorOptions,
  type TlsOptions,
} from '../simulator';

const defaultPort = 8765;

interface Options {
  port: number;
  clientId: string;
  clientSecretEnv?: string;
  tlsCert?: string;
  tlsKey?: string;
  tlsClientCa?: string;
  tenant?: string[];
  appCertificate?: string[];
  rateLimit: RateLimitSetting;
  tokenLifetime: number;
  seed?: string;
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
    .option(
      '--app-certificate <alias=file>',
      'certificate or public key (PEM) that verifies client assertions; may be repeated',
      collected,
    )
    .option('--token-lifetime <seconds>', 'how long an access token is good', secondsFrom, 3600)
    .option(
      '--rate-limit <tier>',
      `the limits of a type of domain: off, ${Object.keys(tierLimits).join(', ')}`,
      tierFrom,
      'off',
    )
    .option('--tenant <name>', 'one more domain, at NAME.localhost; may be repeated', collected)
    .option('--tls-cert <file>', 'serve HTTPS with this certificate (PEM), which has to name 127.0.0.1')
    .option('--tls-key <file>', 'the private key of that certificate (PEM)')
    .option('--tls-client-ca <file>', 'ask clients for a certificate of this CA (PEM)')
    .option('--seed <text>', 'ids, tokens and latencies are the same each time')
    .option('--json', 'print one line of JSON when ready, and nothing else')
    .addHelpText('after', controlHelp)
    .action(simulate);
}

async function simulate(options: Options): Promise<void> {
  const simulator = await started(settingsFrom(options));
  const end = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  process.stdout.write(options.json ? jsonLine(simulator, options) : welcome(simulator, options));
}

function settingsFrom(options: Options): SimulatorOptions & { port: number } {
  const { port, clientId, rateLimit, tokenLifetime, seed, tenant = [], appCertificate = [] } = options;
  const tls = tlsFrom(options);
  return {
    port,
    clientId,
    clientSecret: secretFor(options),
    tokenLifetimeSeconds: tokenLifetime,
    rateLimit,
    app: { certificates: appCertificate.map(certificateFrom) },
    tenants: tenant.map((name) => ({ name })),
    ...(tls && { tls }),
    ...(seed !== undefined && { seed }),
  };
}

function secretFor({ clientSecretEnv: name }: Options): string {
  if (name === undefined) return defaultClientSecret;
  const secret = process.env[name];
  if (secret) return secret;
  const what = `the environment variable ${name} is not set, or empty`;
  throw new KnownFailure([{ code: 'no-client-secret', what, mend: 'Set it, or leave out --client-secret-env.' }], 2);
}

function tlsFrom({ tlsCert, tlsKey, tlsClientCa }: Options): TlsOptions | undefined {
  if (tlsCert === undefined && tlsKey === undefined && tlsClientCa === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw wrong('TLS takes a certificate and its key', 'Give --tls-cert and --tls-key together.');
  const ca = tlsClientCa === undefined ? {} : { ca: contentOf('--tls-client-ca', tlsClientCa) };
  return { cert: contentOf('--tls-cert', tlsCert), key: contentOf('--tls-key', tlsKey), ...ca };
}

function certificateFrom(text: string): AppCertificate {
  const [alias = '', ...rest] = text.split('=');
  const file = rest.join('=');
  if (alias === '' || file === '') throw wrong(`--app-certificate ${text} names no file`, 'Write it as ALIAS=FILE.');
  return { alias, pem: contentOf('--app-certificate', file) };
}

function contentOf(option: string, file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw wrong(`${option}: ${file} can not be read (${code})`, 'Name a file that is there and can be read.');
  }
}

async function started(settings: SimulatorOptions & { port: number }): Promise<Simulator> {
  try {
    return await startSimulator(settings);
  } catch (error) {
    const { code, message, syscall } = error as NodeJS.ErrnoException;
    if (syscall !== 'listen') throw wrong(`the settings are not good: ${message}`, 'See pwsync simulate-idcs --help.');
    const what = `port ${settings.port} ${code === 'EADDRINUSE' ? 'is in use' : `can not be had (${message})`}`;
    throw new KnownFailure([{ code: 'port', what, mend: 'Name another with --port, or 0 for a free one.' }]);
  }
}

function wrong(what: string, mend: string): KnownFailure {
  return new KnownFailure([{ code: 'usage', what, mend }], 2);
}

/** The line that programs read. The secret stands in it only when it is the documented one. */
function jsonLine(simulator: Simulator, { clientId, clientSecretEnv, tenant = [] }: Options): string {
  const { url, port } = simulator;
  const secret = clientSecretEnv ? { clientSecretEnv } : { clientSecret: defaultClientSecret };
  const control = `${url}/_simulator/`;
  const tenants = tenant.map((name) => ({ name, url: simulator.tenant(name).url }));
  const ready = { url, port, pid: process.pid, tokenEndpoint: tokenEndpoint(url), control, clientId, ...secret };
  return `${JSON.stringify({ ...ready, ...(tenants.length > 0 && { tenants }) })}\n`;
}

function welcome(simulator: Simulator, options: Options): string {
  const { clientId, clientSecretEnv, tenant = [], tlsCert, tlsClientCa } = options;
  const { url } = simulator;
  const control = `${url}/_simulator`;
  const proof = tlsClientCa === undefined ? '' : ' --cert CLIENT.PEM --key CLIENT.KEY';
  const curl = tlsCert === undefined ? 'curl' : `curl -k${proof}`;
  const secret = clientSecretEnv
    ? `the value of $${clientSecretEnv}`
    : `${defaultClientSecret} (good for the simulator only)`;
  return `Simulated IDCS at ${url}

  Token endpoint  ${tokenEndpoint(url)}
  Client id       ${clientId}
  Client secret   ${secret}
${tenant.map((name) => `  Domain          ${simulator.tenant(name).url}\n`).join('')}
Control it from another terminal:
  ${curl} ${control}/users -d '{"userName": "alice", "password": "Passw0rd!"}'
  ${curl} ${control}/users
  ${curl} ${control}/check-password -d '{"userName": "alice", "password": "Passw0rd!"}'
  ${curl} -X PUT ${control}/faults -d '[{"kind": "unavailable", "operation": "password", "times": 3}]'
  ${curl} -X DELETE ${control}/faults
  ${curl} '${control}/requests?operation=password&after=0&waitSeconds=30'
  ${curl} -X POST ${control}/reset

pwsync simulate-idcs --help tells the rest of it. Ctrl-C ends it, and all of its state.
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

function secondsFrom(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

function tierFrom(text: string): string {
  if (text !== 'off' && !Object.hasOwn(tierLimits, text)) throw new InvalidArgumentError('There is no such tier.');
  return text;
}

function collected(text: string, before: string[] = []): string[] {
  return [...before, text];
}
