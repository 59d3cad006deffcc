import { noAnswer } from '../../idm/rest/failures';
import { credentialHeaders, type IdmCredentials } from '../../idm/rest/credentials';
import type { PlainHttp } from './check-up';

const TIMEOUT_MS = 15_000;

/** IdmClient knows JSON and the administrator alone; metrics are text, and strangers are tried as well. */
export function plainHttp(base: string, credentials: IdmCredentials): PlainHttp {
  return {
    /** Throws a KnownFailure where there is no answer. */
    async get(path, headers = credentialHeaders(credentials)) {
      try {
        const signal = AbortSignal.timeout(TIMEOUT_MS);
        const response = await fetch(`${base}/${path}`, { headers, redirect: 'manual', signal });
        return { status: response.status, text: await response.text() };
      } catch (error) {
        throw noAnswer(error, base, `GET ${path.replace(/\?.*/, '')}`);
      }
    },
  };
}
