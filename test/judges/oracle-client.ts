/**
 * A started simulator, and Oracle's own client of identity domains (`oci-identitydomains`) turned on it.
 *
 * The client signs its requests with an API key. Identity domains take an OAuth token as well, so the signer here sets that:
 * the client's constructor takes an HTTP client, and that takes a signer.
 */
import {
  FetchHttpClient,
  OciError,
  composeRequest,
  type HttpClient,
  type Method,
  type RequestSigner,
} from 'oci-common';
import { IdentityDomainsClient, models } from 'oci-identitydomains';
import {
  defaultClientId,
  defaultClientSecret,
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../src/simulator';

/** One request of the client, and what the simulator answered to it: for what the client does not pass on. */
export interface Exchange {
  method: string;
  url: string;
  /** The opc-request-id that the client sent. */
  requestId: string | null;
  status: number;
  headers: Headers;
  text: string;
}

/** A refusal as the client shows it, with the body that it keeps to itself. */
export interface Refusal {
  error: OciError;
  /** The body as JSON; undefined when it is none. */
  body: Record<string, unknown> | undefined;
  messageId: unknown;
}

type HttpRequest = Parameters<HttpClient['send']>[0];

export const urn = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  userExtension: 'urn:ietf:params:scim:schemas:oracle:idcs:extension:user:User',
  userState: 'urn:ietf:params:scim:schemas:oracle:idcs:extension:userState:User',
  passwordState: 'urn:ietf:params:scim:schemas:oracle:idcs:extension:passwordState:User',
  passwordChanger: 'urn:ietf:params:scim:schemas:oracle:idcs:UserPasswordChanger',
  passwordValidator: 'urn:ietf:params:scim:schemas:oracle:idcs:UserPasswordValidator',
  search: 'urn:ietf:params:scim:api:messages:2.0:SearchRequest',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
  errorExtension: 'urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error',
} as const;

export class OracleClient {
  readonly exchanges: Exchange[] = [];
  readonly api: IdentityDomainsClient;
  private readonly http: HttpClient;
  token = '';

  private constructor(readonly simulator: Simulator) {
    const signer: RequestSigner = {
      signHttpRequest: (request) => request.headers.set('Authorization', `Bearer ${this.token}`),
    };
    const transport = new FetchHttpClient(signer);
    this.http = { send: (request) => this.noted(transport, request) };
    this.api = new IdentityDomainsClient({ httpClient: this.http });
    this.api.endpoint = simulator.url;
  }

  static async start(options: SimulatorOptions = {}): Promise<OracleClient> {
    const client = new OracleClient(await startSimulator(options));
    // A simulator that nobody closes would keep the process of the tests alive.
    await client.signIn().catch(async (error: unknown) => {
      await client.close();
      throw error;
    });
    return client;
  }

  get control() {
    return this.simulator.control;
  }

  /** The last exchange; there must have been one. */
  get last(): Exchange {
    return this.exchanges.at(-1) as Exchange;
  }

  /** The last body as it came, before the client's models read it. */
  get lastBody(): Record<string, unknown> {
    return JSON.parse(this.last.text) as Record<string, unknown>;
  }

  /** Takes a token for all that follows. */
  async signIn(): Promise<void> {
    const credentials = Buffer.from(`${defaultClientId}:${defaultClientSecret}`).toString('base64');
    const response = await fetch(`${this.simulator.url}/oauth2/v1/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${credentials}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&scope=urn%3Aopc%3Aidm%3A__myscopes__',
    });
    this.token = ((await response.json()) as { access_token: string }).access_token;
  }

  async close(): Promise<void> {
    this.api.close();
    await this.simulator.close();
  }

  /** Creates a user who has what Oracle asks for, and no password. */
  async create(userName: string, more: Partial<models.User> = {}): Promise<models.User> {
    const { user } = await this.api.createUser({ user: { ...person(userName), ...more } });
    return user;
  }

  /** Sets a password the way it is meant to be set. */
  async changePassword(id: string, password: string): Promise<models.UserPasswordChanger> {
    const { userPasswordChanger } = await this.api.putUserPasswordChanger({
      userPasswordChangerId: id,
      userPasswordChanger: { schemas: [urn.passwordChanger], password, bypassNotification: true },
    });
    return userPasswordChanger;
  }

  async patch(id: string, ...operations: models.Operations[]): Promise<models.User> {
    const { user } = await this.api.patchUser({
      userId: id,
      patchOp: { schemas: [urn.patch], operations },
    });
    return user;
  }

  /** What the client has no operation for, sent as it sends its own. */
  async send(method: Method, path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const request = await composeRequest({
      baseEndpoint: this.simulator.url,
      defaultHeaders: {},
      headerParams: { 'Content-Type': 'application/json' },
      path: `/admin/v1/${path}`,
      method,
      bodyContent: JSON.stringify(body),
    });
    const { status } = await this.http.send(request);
    return { status, body: this.lastBody };
  }

  /** What the client throws for a call that the simulator refuses; a call that is not refused fails the test. */
  async refusalOf(call: Promise<unknown>): Promise<Refusal> {
    const outcome = await call.then(
      () => 'no refusal',
      (reason: unknown) => reason,
    );
    if (!(outcome instanceof OciError)) throw new Error(`The client threw no OciError, but ${String(outcome)}.`);
    const body = jsonIn(this.last.text);
    const extension = body?.[urn.errorExtension] as { messageId?: unknown } | undefined;
    return { error: outcome, body, messageId: extension?.messageId };
  }

  /**
   * Sends, and notes the answer. The body is read whole and handed on in a new response: a clone of a long answer would wait
   * for both of its readers.
   */
  private async noted(http: HttpClient, request: HttpRequest): Promise<Response> {
    const response = await http.send(request);
    const text = await response.text();
    const { status, statusText, headers } = response;
    const { method, uri: url } = request;
    const requestId = request.headers.get('opc-request-id');
    this.exchanges.push({ method, url, requestId, status, headers, text });
    return new Response(status === 204 ? null : text, { status, statusText, headers });
  }
}

export function person(userName: string): models.User {
  return {
    schemas: [urn.user],
    userName,
    name: { givenName: 'Given', familyName: 'Family' },
    emails: [{ value: `${userName}@example.com`, type: models.UserEmails.Type.Work, primary: true }],
    urnIetfParamsScimSchemasOracleIdcsExtensionUserUser: { bypassNotification: true },
  };
}

function jsonIn(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
