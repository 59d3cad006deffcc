/**
 * What `conf/custom-idcsPasswordSync.json` holds: the contract between the build, which writes it, and the scripts, which
 * read it. Each key is described in environments/environment.schema.json.
 */
export interface Settings {
  version: string;
  environment: string;
  target: string;
  managedObjects: string[];
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
  provisioning: { enabled: boolean; attributes: { givenName: string; familyName: string; email: string } };
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
}
