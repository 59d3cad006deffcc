import { scim, type Answer } from './answer';
import type { JsonObject } from './json';

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
const errorExtension = 'urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error';

/** The messageIds of Oracle that are known from its documentation or from live tenancies. The list is short on purpose. */
export type MessageId =
  | 'error.identity.passwordmgmt.pwdpolicyViolation'
  | 'error.identity.user.primaryEmailNotSpecified'
  | 'error.common.validation.missingReqAttributes'
  | 'error.common.validation.invalidHash'
  | 'error.common.ratelimiting.stripe.toomanyrequests';

interface Details {
  messageId?: MessageId;
  reason?: string;
}

/**
 * A refusal in Oracle's shape: `schemas`, `detail`, `status` (a string) and, where Oracle's messageId is known, the
 * extension that carries it [D]. Where it is not known the simulator sends Oracle's "simple" error without the extension
 * [D] and invents no messageId, so that no client comes to depend on one that Oracle never sends [I].
 *
 * `reason` is for the request log only: what the simulator knows and Oracle does not say.
 */
export class ScimError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly details: Details = {},
  ) {
    super(detail);
  }

  toAnswer(): Answer {
    return scim(this.status, this.toBody());
  }

  toBody(): JsonObject {
    const { messageId } = this.details;
    const error = { detail: this.detail, status: String(this.status) };
    if (!messageId) return { schemas: [errorSchema], ...error };
    return { schemas: [errorSchema, errorExtension], ...error, [errorExtension]: { messageId } };
  }
}

/** 400 with the names of what is missing, worded as Oracle words it [D]. */
export function missingAttributes(...names: string[]): ScimError {
  return new ScimError(400, `Missing required attribute(s): ${names.join(',')}.`, {
    messageId: 'error.common.validation.missingReqAttributes',
  });
}

/** 404 with a plain error: Oracle's messageId for it is not known [I]. */
export function notFound(type: string, id: string): ScimError {
  return new ScimError(404, `${type} ${id} does not exist.`);
}
