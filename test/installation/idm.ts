/** A REST client of IDM for tests and the demo. */

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  text: string;
  /** From the request's start to the answer's end. */
  milliseconds: number;
}

export interface OutboxRecord {
  _id: string;
  state: string;
  [key: string]: unknown;
}

export class Idm {
  /** @param url  with `/openidm` at its end */
  constructor(
    readonly url: string,
    readonly user = 'openidm-admin',
    private readonly password = 'openidm-admin',
  ) {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const start = performance.now();
    const response = await this.fetch(path, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${this.user}:${this.password}`).toString('base64')}`,
        'content-type': 'application/json',
        'x-openidm-nosession': 'true',
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: objectOf(text), milliseconds: performance.now() - start };
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.url}/${path}`, init);
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      throw new Error(`IDM does not answer any more (${init.method} ${path}: ${cause?.code ?? 'no connection'})`);
    }
  }

  /** As `call`, and throws unless the answer is a 2xx. */
  async ok(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    const answer = await this.call(method, path, body, headers);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 400)}`);
  }

  async createUser(userName: string, password?: string): Promise<string> {
    const user = { ...person(userName), ...(password !== undefined && { password }) };
    return String((await this.ok('POST', 'managed/user?_action=create', user)).body._id);
  }

  setPassword(id: string, password: string, headers?: Record<string, string>): Promise<Answer> {
    const operations = [{ operation: 'replace', field: '/password', value: password }];
    return this.ok('PATCH', `managed/user/${id}`, operations, headers);
  }

  /** What a script answers that IDM runs now; `bindings` may hold the `globals` that it sees. */
  async evaluated(source: string, bindings: { globals?: object } = {}): Promise<unknown> {
    const script = { type: 'text/javascript', source, ...bindings };
    return JSON.parse((await this.ok('POST', 'script?_action=eval', script)).text);
  }

  /** The password that IDM stores where it encrypts them. */
  async storedPassword(id: string): Promise<string> {
    return String(await this.evaluated(`openidm.decrypt(openidm.read('repo/managed/user/${id}')).password`));
  }

  /** The user's outbox record, or null. */
  async record(id: string): Promise<OutboxRecord | null> {
    const answer = await this.call('GET', `repo/passwordsync/outbox/idcs.user.${id}`);
    return answer.status === 200 ? (answer.body as OutboxRecord) : null;
  }

  /** Delivers everything that waits, due or not. */
  drain(): Promise<Answer> {
    return this.ok('POST', 'endpoint/idcsPasswordSync?_action=drain');
  }

  async queueSize(): Promise<number> {
    const { body } = await this.ok('GET', 'endpoint/idcsPasswordSync');
    return (body.queue as { size: number }).size;
  }

  async metrics(): Promise<string> {
    return (await this.ok('GET', 'endpoint/idcsPasswordSync?_fields=text&_mimeType=text/plain')).text;
  }
}

/** What a user needs besides a password. */
export function person(userName: string): Record<string, string> {
  return { userName, givenName: 'Test', sn: 'Person', mail: `${userName}@example.com` };
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
