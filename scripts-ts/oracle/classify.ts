/** Which class of failure an answer of Oracle is: a pure function of the operation and the answer. */
import type { Failure, FailureClass } from '../sync/failure';
import { ERROR_EXTENSION } from './scim';
import { type HttpAnswer, type HttpResult, isObject, jsonObject } from './transport';

export type Operation = 'discovery' | 'token' | 'search' | 'create' | 'read' | 'password';

/** An answer's words are quoted in a failure up to this length; an HTML page tells nothing after its title. */
const MAX_QUOTED = 300;

/**
 * @param result  anything but a success
 * @param secret  the password that was sent: should the answer quote it, it is struck out
 */
export function classify(operation: Operation, result: HttpResult, secret?: string): Failure {
  switch (result.kind) {
    case 'unsent':
      return { class: result.configuration ? 'configuration' : 'transient', reason: `${operation}: ${result.reason}` };
    case 'unanswered':
      return { class: operation === 'password' ? 'ambiguous' : 'transient', reason: `${operation}: ${result.reason}` };
    case 'limited': {
      const freeAfterSeconds = Math.ceil(result.freeAfterMs / 1000);
      return { class: 'throttled', reason: `${operation}: ${result.reason}`, freeAfterSeconds };
    }
    case 'answer': {
      const failureClass = classOf(operation, result);
      return {
        class: failureClass,
        reason: `${operation}: ${wordsOf(result, secret)}`,
        status: result.status,
        ...(result.requestId !== null && { requestId: result.requestId }),
        ...(failureClass === 'configuration' && isAboutUser(operation, result) && { personal: true as const }),
      };
    }
  }
}

/** Whether Oracle may still be at it: no answer came, or a gateway says that none came to it. */
export function isUnanswered(result: HttpResult): boolean {
  return result.kind === 'unanswered' || (result.kind === 'answer' && (result.status === 504 || result.status === 408));
}

/**
 * Whether a refusal may be of this user only: an administrator, whose password the role may not set, or attributes that only this
 * one has. A 401 speaks of the token, and a search of us.
 */
function isAboutUser(operation: Operation, { status }: HttpAnswer): boolean {
  return status !== 401 && (operation === 'password' || operation === 'read' || operation === 'create');
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
  // These name the client at the most, never the user: whatever is wrong with them is wrong for everybody.
  if (operation === 'token' || operation === 'discovery') return 'configuration';
  // Only these name the user in their path; else it is the path itself that Oracle does not know.
  if (status === 404) return operation === 'password' || operation === 'read' ? 'unknownUser' : 'configuration';
  if (operation === 'create' && status === 409) return 'transient';
  if (operation === 'create' || operation === 'search') return 'unknownUser';
  // Only this says that the password itself is refused; it is remembered, and not sent again.
  return operation === 'password' && status === 400 ? 'rejected' : 'configuration';
}

/** Oracle's words: the SCIM detail with its message id, the OAuth description, else the beginning of the text. */
function wordsOf(answer: HttpAnswer, secret?: string): string {
  const body = jsonObject(answer);
  if (body !== null) {
    const extension = body[ERROR_EXTENSION];
    const id = isObject(extension) && typeof extension.messageId === 'string' ? ` (${extension.messageId})` : '';
    const words = body.detail || body.error_description || body.error;
    if (typeof words === 'string') return `HTTP ${answer.status}: ${quoted(words, secret)}${id}`;
  }
  const kind = answer.contentType.split(';')[0] || 'no content type';
  const title = /<title>([^<]*)<\/title>/i.exec(answer.body);
  const text = title ? title[1] : answer.body === '' ? 'empty' : 'not what was expected';
  return `HTTP ${answer.status}: ${quoted(String(text), secret)} (${kind})`;
}

/** Struck out before it is cut: else the cut would leave the beginning of a password. */
function quoted(words: string, secret?: string): string {
  if (!secret) return words.slice(0, MAX_QUOTED);
  const inHtml = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  return words.split(secret).join('***').split(inHtml).join('***').slice(0, MAX_QUOTED);
}
