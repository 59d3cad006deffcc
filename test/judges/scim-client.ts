/** A started simulator and a plain SCIM client of it, for what no library does: broken filters, raw lists. */
import { defaultClientId, defaultClientSecret, startSimulator, type Simulator } from '../../src/simulator';

export type Resource = Record<string, unknown> & { id: string; userName: string };

export interface ListResponse {
  schemas: string[];
  totalResults: number;
  startIndex: number;
  itemsPerPage: number;
  Resources: Resource[];
}

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** The longest that Oracle gives, for a test moves the clock, and the token follows it. */
const yearInSeconds = 31_536_000;
const searchRequest = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

export class ScimClient {
  /** The time of the simulator: set it to give users different dates. */
  now = Date.parse('2026-01-01T00:00:00.000Z');
  private token = '';
  private simulator: Simulator | undefined;

  static async start(): Promise<ScimClient> {
    const client = new ScimClient();
    client.simulator = await startSimulator({ clock: () => client.now, tokenLifetimeSeconds: yearInSeconds });
    // A simulator that nobody closes would keep the process of the tests alive.
    await client.signIn().catch(async (error: unknown) => {
      await client.close();
      throw error;
    });
    return client;
  }

  async close(): Promise<void> {
    await this.simulator?.close();
  }

  async create(user: object): Promise<Reply> {
    return this.send('POST', 'Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], ...user });
  }

  /** A search by POST. */
  async search(request: object): Promise<Reply> {
    return this.send('POST', 'Users/.search', { schemas: [searchRequest], ...request });
  }

  /** The same by GET. */
  async query(parameters: Record<string, string>): Promise<Reply> {
    const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return this.send('GET', `Users?${query.join('&')}`);
  }

  /** Everybody, with all that is shown by default. */
  async everybody(): Promise<Resource[]> {
    return (await this.search({ count: 1000 })).body.Resources as Resource[];
  }

  private async signIn(): Promise<void> {
    const response = await fetch(`${this.simulator?.url}/oauth2/v1/token`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${Buffer.from(`${defaultClientId}:${defaultClientSecret}`).toString('base64')}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials&scope=urn%3Aopc%3Aidm%3A__myscopes__',
    });
    this.token = ((await response.json()) as { access_token: string }).access_token;
  }

  private async send(method: string, path: string, body?: object): Promise<Reply> {
    const response = await fetch(`${this.simulator?.url}/admin/v1/${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/scim+json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}
