import type { Sending, UserRef } from '../../sync/ports';
import { oracleTarget, type OraclePorts, type OracleSettings } from '../client';
import type { Ahead } from '../clock';
import type { LimiterPorts } from '../limiter';
import type { AccessToken, Credentials } from '../token';
import { type Group, limitsOf } from '../tiers';
import type { HttpRequest, HttpResult, Transport } from '../transport';
import { token } from './answers';

export const settings: OracleSettings = {
  baseUrl: 'https://idcs-1.identity.oraclecloud.com',
  clientId: 'client',
  tokenEndpoint: 'standard',
  scope: 'urn:opc:idm:__myscopes__',
  tokenRefreshBufferSeconds: 300,
  lookUp: 'userName',
  provisioning: true,
  passwordRequest: 'changer',
  limits: limitsOf({ tier: 'premium', sharePercent: 100, nodes: 1 }),
};

export const anna: UserRef = { object: 'user', id: 'anna' };
export const account = {
  userName: 'anna',
  profile: { givenName: 'Anna', familyName: 'Berg', email: 'anna@example.com' },
};

/** What Oracle does with one request: an answer that is known before, or one that looks at the request. */
type Step = HttpResult | ((request: HttpRequest) => HttpResult);

/** The ports of the Oracle client in memory, over a transport that answers by a script. */
export class Oracle implements OraclePorts {
  milliseconds = Date.parse('2030-01-01T00:00:00.000Z');
  readonly requests: HttpRequest[] = [];
  /** What the next requests meet, token requests apart. */
  script: Step[] = [];
  /** What the next token requests meet; afterwards each gets a token of its own: token-1, token-2 ... */
  tokenScript: Step[] = [];
  secret = 'secret';
  secretsRead = 0;
  refreshes = 0;
  known: AccessToken | null = null;
  readonly cachedIds = new Map<string, string>();
  private tokens = 0;
  private nonces = 0;

  readonly store = {
    read: () => this.known,
    write: (fetched: AccessToken) => void (this.known = fetched),
    exclusively: <Result>(refresh: () => Result): Result => {
      this.refreshes++;
      return refresh();
    },
  };

  readonly ids = {
    read: ({ id }: UserRef, userName: string) => this.cachedIds.get(`${id} ${userName}`) ?? null,
    write: ({ id }: UserRef, userName: string, oracleId: string) =>
      void this.cachedIds.set(`${id} ${userName}`, oracleId),
    drop: ({ id }: UserRef) =>
      [...this.cachedIds.keys()].filter((key) => key.startsWith(`${id} `)).forEach((key) => this.cachedIds.delete(key)),
  };

  private readonly meters = new Map<Group, number[]>();
  /** Time passes while it waits. */
  readonly limiter: LimiterPorts = {
    meter: (group) => {
      const cells = this.meters.get(group) ?? [];
      this.meters.set(group, cells);
      const access = {
        get: (index: number) => cells[index] ?? 0,
        set: (index: number, value: number) => void (cells[index] = value),
      };
      return { exclusively: (run) => run(access) };
    },
    elapsed: () => this.milliseconds,
    pause: (milliseconds) => void (this.milliseconds += milliseconds),
    longestPauseMs: Infinity,
  };

  /** What is known of Oracle's clock. */
  ahead: Ahead | null = null;
  readonly clock = {
    read: () => this.ahead,
    write: (ahead: Ahead) => void (this.ahead = ahead),
  };

  /** Takes the place of the script when a test brings a transport of its own. */
  transport: Transport = {
    exchange: (request) => {
      this.requests.push(request);
      const isToken = request.url.endsWith('/oauth2/v1/token');
      const step = (isToken ? this.tokenScript : this.script).shift();
      if (step !== undefined) return typeof step === 'function' ? step(request) : step;
      if (isToken) return token(`token-${++this.tokens}`);
      throw new Error(`no answer for ${request.method} ${request.url}`);
    },
  };

  now = (): Date => new Date(this.milliseconds);
  credentials: Credentials = {
    kind: 'secret',
    secret: () => {
      this.secretsRead++;
      return this.secret;
    },
  };
  describe = String;
  patience = (): number => Infinity;
  nonce = (): string => `nonce-${++this.nonces}`;
  base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

  /** The requests so far as `METHOD path`, and from here on none. */
  takeRequests(): string[] {
    return this.requests.splice(0).map(({ method, url }) => `${method} ${url.slice(settings.baseUrl.length)}`);
  }
}

/** As late as a date can be. */
export const FOREVER = 8.64e15;

/** One try to set Anna's password, with other settings or within a window where those matter. */
export function setPassword(
  oracle: Oracle,
  {
    begin = FOREVER,
    end = FOREVER,
    password = 'Secret"1é',
    ...changes
  }: Partial<OracleSettings> & { begin?: number; end?: number; password?: string } = {},
): Sending {
  const window = { begin: new Date(begin), end: new Date(end) };
  return oracleTarget(oracle, { ...settings, ...changes }).setPassword(anna, account, password, window);
}
