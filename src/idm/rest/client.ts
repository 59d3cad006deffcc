import { credentialHeaders, type IdmCredentials } from './credentials';
import { failure, noAnswer } from './failures';

/** What IDM answered, in JSON. */
export interface IdmAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The body as it came. */
  readonly text: string;
}

export interface IdmRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/openidm`, without a slash before it, encoded. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** From the call to the end of the answer. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

/** IDM's REST interface. What IDM says and who asked stands in its errors; no password, no token and no content does. */
export class IdmClient {
  private readonly headers: Record<string, string>;

  /** @param base  as idmUrl gives it */
  constructor(
    readonly base: string,
    credentials: IdmCredentials,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {
    // No connection is kept: one that IDM or a balancer closes meanwhile fails the next request, be it sent or not.
    this.headers = { ...credentialHeaders(credentials), accept: 'application/json', connection: 'close' };
  }

  /**
   * Sends a request once. A status that says something of the object (404, 409, 412 and the like) is answered.
   *
   * Throws a KnownFailure: `idm-unreachable`, `idm-timeout`, `idm-credentials` (401), `idm-forbidden` (403), `not-an-idm`
   * for an answer that IDM does not give, `idm-error` (5xx) with IDM's message.
   */
  async request(asked: IdmRequest): Promise<IdmAnswer> {
    const doing = `${asked.method} ${asked.path.replace(/\?.*/, '')}`;
    let status: number;
    let text: string;
    let location: string | null;
    try {
      const response = await this.send(asked);
      status = response.status;
      location = response.headers.get('location');
      text = await response.text();
    } catch (error) {
      throw noAnswer(error, this.base, doing);
    }
    if (status === 401) throw this.refused('idm-credentials', status, doing, credentialsMend);
    if (status === 403) throw this.refused('idm-forbidden', status, doing, forbiddenMend);
    const body = jsonOf(text);
    if (body === undefined || (status >= 300 && status < 400)) throw this.noIdm(status, location, doing);
    if (status >= 500) {
      throw failure('idm-error', this.base, `IDM answered ${status} to ${doing}${said(body)}`, errorMend);
    }
    return { status, body, text };
  }

  /** The object at a path, or undefined where there is none. Any other answer than 200 and 404 is an `idm-error`. */
  async read(path: string): Promise<Record<string, unknown> | undefined> {
    const answer = await this.request({ method: 'GET', path });
    if (answer.status === 404) return undefined;
    return this.expected(answer, `GET ${path}`) as Record<string, unknown>;
  }

  /**
   * IDM's own state: `ACTIVE_READY` when it works.
   *
   * Throws a KnownFailure, `not-an-idm` also where nothing is known of `info/ping`.
   */
  async ping(): Promise<string> {
    const { status, body } = await this.request({ method: 'GET', path: 'info/ping' });
    const { state } = body as { state?: unknown };
    if (status !== 200 || typeof state !== 'string') throw this.noIdm(status, null, 'GET info/ping');
    return state;
  }

  /** The body of an answer that is a success; throws a KnownFailure `idm-error` for any other. */
  expected({ status, body }: Pick<IdmAnswer, 'status' | 'body'>, doing: string): unknown {
    if (status >= 200 && status < 300) return body;
    throw failure('idm-error', this.base, `IDM answered ${status} to ${doing}${said(body)}`, errorMend);
  }

  private send({ method, path, body, headers, timeoutMs = this.timeoutMs }: IdmRequest): Promise<Response> {
    return fetch(`${this.base}/${path}`, {
      method,
      // A redirect leads to a log-in page or to another host, which has no business with the password.
      redirect: 'manual',
      headers: { ...this.headers, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  private refused(code: string, status: number, doing: string, mend: string) {
    return failure(code, this.base, `IDM refuses ${doing} with ${status}`, mend);
  }

  private noIdm(status: number, location: string | null, doing: string) {
    const led = location === null ? '' : ` and leads to ${originOf(location, this.base)}`;
    const what = `what answers is not IDM's REST interface: ${status}${led} to ${doing}`;
    const mend =
      'Name the address as it ends in /openidm, past any log-in page. An IDM that has just started answers so too.';
    return failure('not-an-idm', this.base, what, mend);
  }
}

const credentialsMend = 'Check PWSYNC_IDM_USER and PWSYNC_IDM_PASSWORD, or the token in PWSYNC_IDM_TOKEN.';
const forbiddenMend = 'Use an administrator of IDM (role openidm-admin): others may not change its configuration.';
const errorMend = "See IDM's logs/openidm0.log.0.";

/** Without path and query, which may hold a token. */
function originOf(location: string, base: string): string {
  try {
    return new URL(location, base).origin;
  } catch {
    return 'nowhere';
  }
}

/** IDM answers some actions with nothing. */
function jsonOf(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** IDM's own words for a failure, shortened: some quote the whole object. */
function said(body: unknown): string {
  const { message } = (body ?? {}) as { message?: unknown };
  return typeof message === 'string' && message !== '' ? `: ${message.slice(0, 300)}` : '';
}
