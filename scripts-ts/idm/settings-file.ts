import type { PasswordRequest } from '../oracle/password';
import type { RateSettings } from '../oracle/tiers';
import type { LookUp } from '../oracle/users';

/**
 * What `conf/custom-idcsPasswordSync.json` holds: the contract between the build, which writes it, and the scripts, which
 * read it. Each key is described in environments/environment.schema.json.
 */
export interface Settings {
  version: string;
  environment: string;
  target: string;
  managedObjects: string[];
  idcs: Idcs;
  user: {
    /** Oracle's user name: a property or a template (`{userName}@example.com`), as all mappings. */
    userName: string;
    lookUp: LookUp;
    externalId: string;
    /** The property that names a user within IDM. */
    key: string;
    password: string;
  };
  provisioning: { enabled: boolean; attributes: { [oracleAttribute: string]: string } };
  delivery: {
    mode: 'background' | 'inline' | 'strict';
    fastPath: boolean;
    inlineSeconds: number;
    quietSeconds: number;
    quickRetrySeconds: number[];
    maxAttempts: number;
    backoffSeconds: number;
    maxBackoffSeconds: number;
    graceSeconds: number;
    threads: number;
    queueLimit: number;
    drainPageSize: number;
    timeToLiveDays: number;
    keepDeliveredHours: number;
  };
  outbox: { path: string; keysPath: string };
  /** The topic of the audit trail that outcomes are told to. */
  audit: { topic: string };
  /**
   * Where the scripts are: in files, which one can load from another, or within the configurations that name them, where a
   * REST deployment puts them and each is alone.
   */
  scripts: 'files' | 'inline';
}

export interface Idcs {
  baseUrl: string;
  clientId: string;
  /** Always a reference: `&{idcs.client.secret}`. Either this or `assertion`. */
  clientSecret?: string;
  assertion?: Assertion;
  tokenEndpoint: 'standard' | 'discovered';
  scope: string;
  passwordRequest: PasswordRequest;
  connectTimeoutSeconds: number;
  requestTimeoutSeconds: number;
  tokenRefreshBufferSeconds: number;
  transport: 'java' | 'externalRest';
  tls: Tls;
  proxy?: ProxyServer;
  rate: RateSettings;
}

/** The key that signs client assertions; in one of two places. Files are relative to IDM's project folder. */
export interface Assertion {
  keyId: string;
  pemFile?: string;
  keystore?: Keystore & { alias: string };
}

export interface Keystore {
  file: string;
  type: 'PKCS12' | 'JKS' | 'JCEKS';
  /** A reference. */
  password: string;
}

export interface Tls {
  trust: 'jvm' | 'idm' | 'pem';
  /** With `pem`. */
  trustFile?: string;
  clientKeystore?: Keystore;
}

export interface ProxyServer {
  host: string;
  port: number;
  user?: string;
  /** A reference. */
  password?: string;
}
