import { html, oauth, type Answer } from './answer';
import type { Operation } from './operations';
import { ScimError } from './scim-error';

/**
 * 401 for a bad or expired token: Oracle documents text/html [D], and SCIM JSON is met too [I]. At the token endpoint the
 * JSON form is RFC 6749's invalid_client, taken as 401 [I].
 */
export function unauthorized(form: 'html' | 'json', operation: Operation): Answer {
  const challenge = { 'WWW-Authenticate': operation === 'token' ? 'Basic' : 'Bearer error="invalid_token"' };
  if (form === 'html') return html(401, '401 Unauthorized', challenge);
  if (operation === 'token')
    return oauth(401, { error: 'invalid_client', error_description: 'Client authentication failed.' }, challenge);
  const answer = new ScimError(401, 'The access token is invalid, expired or revoked.').toAnswer();
  return { ...answer, headers: { ...answer.headers, ...challenge } };
}

/** 403: the token is good and its scopes do not suffice. Oracle may answer 401 as well [I]. */
export function forbidden(operation: Operation): Answer {
  if (operation === 'token')
    return oauth(403, { error: 'unauthorized_client', error_description: 'The client may not do this.' });
  return new ScimError(403, 'The client is not authorized to perform this operation.').toAnswer();
}

/** 429 with Oracle's messageId and without Retry-After [D]. The same body at the token endpoint is inference [I]. */
export function throttled(): Answer {
  return new ScimError(429, 'Too many requests.', {
    messageId: 'error.common.ratelimiting.stripe.toomanyrequests',
  }).toAnswer();
}

/** 503, as SCIM JSON [I]. */
export function unavailable(): Answer {
  return new ScimError(503, 'The service is temporarily unavailable.').toAnswer();
}
