/** Which class of failure an answer of Oracle is: a pure function of the operation and the answer. */
import type { Failure, FailureClass } from '../sync/failure';
import { ERROR_EXTENSION } from './scim';
import { type HttpAnswer, type HttpResult, isObject, jsonObject } from './transport';

export type Operation = 'token' | 'search' | 'create' | 'read' | 'password';

/** An answer's words are quoted in a failure up to this length; an HTML page tells nothing after its title. */
const MAX_QUOTED = 300;

/** @param result  anything but a success */
export function classify(operation: Operation, result: HttpResult): Failure {
  switch (result.kind) {
    case 'unsent':
      return { class: result.configuration ? 'configuration' : 'transient', reason: `${operation}: ${result.reason}` };
    case 'unanswered':
      return { class: operation === 'password' ? 'ambiguous' : 'transient', reason: `${operation}: ${result.reason}` };
    case 'answer':
      return {
        class: classOf(operation, result),
        reason: `${operation}: ${wordsOf(result)}`,
        status: result.status,
        ...(result.requestId !== null && { requestId: result.requestId }),
      };
  }
}

/** Whether Oracle may still be at it: no answer came, or a gateway says that none came to it. */
export function isUnanswered(result: HttpResult): boolean {
  return result.kind === 'unanswered' || (result.kind === 'answer' && (result.status === 504 || result.status === 408));
}

/** A 2xx that says something else than it should (empty, cut short, a proxy's page) is a failure too. */
function classOf(operation: Operation, answer: HttpAnswer): FailureClass {
  const { status } = answer;
  if (status === 429) return 'throttled';
  if (status === 408 || status >= 500 || status < 400) {
    // Whoever says so may be a proxy, and Oracle may have acted: a password that is there already must not be sent again.
    return operation === 'password' ? 'ambiguous' : 'transient';
  }
  if (status === 401 || status === 403) return 'configuration';
  // A token request names the client only, never the user: whatever is wrong with it is wrong for everybody.
  if (operation === 'token') return 'configuration';
  // Only these name the user in their path; else it is the path itself that Oracle does not know.
  if (status === 404) return operation === 'password' || operation === 'read' ? 'unknownUser' : 'configuration';
  if (operation === 'create' && status === 409) return 'transient';
  if (operation === 'create' || operation === 'search') return 'unknownUser';
  // Only this says that the password itself is refused; it is remembered, and not sent again.
  return operation === 'password' && status === 400 ? 'rejected' : 'configuration';
}

/** Oracle's words: the SCIM detail with its message id, the OAuth description, else the beginning of the text. */
function wordsOf(answer: HttpAnswer): string {
  const body = jsonObject(answer);
  if (body !== null) {
    const extension = body[ERROR_EXTENSION];
    const id = isObject(extension) && typeof extension.messageId === 'string' ? ` (${extension.messageId})` : '';
    const words = body.detail || body.error_description || body.error;
    if (typeof words === 'string') return `HTTP ${answer.status}: ${words.slice(0, MAX_QUOTED)}${id}`;
  }
  const kind = answer.contentType.split(';')[0] || 'no content type';
  const title = /<title>([^<]*)<\/title>/i.exec(answer.body);
  const text = title ? title[1] : answer.body === '' ? 'empty' : 'not what was expected';
  return `HTTP ${answer.status}: ${String(text).slice(0, MAX_QUOTED)} (${kind})`;
}
