/**
 * An environment file with every default filled in. What each key means, what it may be and what it is by default
 * stands in environments/environment.schema.json.
 */
export interface EnvironmentSettings {
  idcs: {
    baseUrl: string;
    clientId: string;
    /** Always a reference: `&{idcs.client.secret}`. */
    clientSecret: string;
    scope: string;
    connectTimeoutSeconds: number;
    requestTimeoutSeconds: number;
    tokenRefreshBufferSeconds: number;
  };
  user: { userName: string; password: string };
  managedObjects: string[];
  provisioning: { enabled: boolean; attributes: { givenName: string; familyName: string; email: string } };
  delivery: {
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
  schedule: { enabled: boolean; cron: string };
  connector: { enabled: boolean };
  customerConf?: string;
}

/** An environment: its name is that of its file. */
export interface Environment {
  readonly name: string;
  /** The file, as the user would type it. */
  readonly file: string;
  readonly settings: EnvironmentSettings;
  /** The absolute path of the customer's conf directory, when the environment names one. */
  readonly customerConf?: string;
}
