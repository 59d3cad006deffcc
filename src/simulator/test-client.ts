import { startSimulator, defaultClientId, defaultClientSecret, type Simulator, type SimulatorOptions } from '.';
import type { JsonObject } from './json';
import { schemas } from './schemas';

/** What came back, its body read. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; an empty object when it is none. */
  json: JsonObject;
}

/** A started simulator and a client of it, for the tests beside. */
export class TestClient {
  private constructor(
    readonly simulator: Simulator,
    private token = '',
  ) {}

  static async start(options: SimulatorOptions = {}): Promise<TestClient> {
    const client = new TestClient(await startSimulator(options));
    await client.signIn();
    return client;
  }

  get control() {
    return this.simulator.control;
  }

  /** Takes a new token for all that follows. */
  async signIn(): Promise<void> {
    this.token = String((await this.askToken()).json.access_token);
  }

  askToken(
    form: Record<string, string> | string = { grant_type: 'client_credentials', scope: 'urn:opc:idm:__myscopes__' },
    credentials = `${defaultClientId}:${defaultClientSecret}`,
  ): Promise<Reply> {
    return this.fetch('POST', '/oauth2/v1/token', {
      headers: { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams(form),
    });
  }

  /** A request to /admin/v1 with the token. */
  admin(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<Reply> {
    return this.fetch(method, `/admin/v1/${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/scim+json', ...init.headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Sets a password the way it is meant to be set. */
  changePassword(id: string, password: unknown, init: RequestInit = {}): Promise<Reply> {
    const body = { schemas: [schemas.passwordChanger], password, bypassNotification: true };
    return this.admin('PUT', `UserPasswordChanger/${id}`, body, init);
  }

  patch(id: string, ...operations: unknown[]): Promise<Reply> {
    return this.admin('PATCH', `Users/${id}`, { schemas: [schemas.patchOp], Operations: operations });
  }

  search(filter: string, attributes = ['userName']): Promise<Reply> {
    return this.admin('POST', 'Users/.search', { schemas: [schemas.searchRequest], filter, attributes });
  }

  /** The userNames that a filter finds. */
  async found(filter: string): Promise<unknown[]> {
    const { json } = await this.search(filter);
    return (json.Resources as JsonObject[]).map(({ userName }) => userName);
  }

  /** A request to the control API. */
  steer(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<Reply> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.fetch(method, `/_simulator/${path}`, { ...init, ...(text !== undefined && { body: text }) });
  }

  async fetch(method: string, path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(this.simulator.url + path, { method, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: jsonIn(text) };
  }
}

/** The passwordState of a user as a reply shows it. */
export function passwordStateIn(reply: Reply): JsonObject {
  return reply.json[schemas.passwordState] as JsonObject;
}

/** The messageId of an error in Oracle's shape. */
export function messageIdIn(reply: Reply): unknown {
  const extension = reply.json['urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error'] as
    JsonObject | undefined;
  return extension?.messageId;
}

/** Comes back as soon as the condition holds; the test's own time limit ends a vain wait. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

function jsonIn(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return {};
  }
}
