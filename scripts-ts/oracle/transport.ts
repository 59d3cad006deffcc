/** One HTTP exchange with Oracle; implemented over `java.net.http` inside IDM. Never throws. */
export interface Transport {
  exchange(request: HttpRequest): HttpResult;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  url: string;
  headers: { [name: string]: string };
  /** Sent as UTF-8. */
  body?: string;
  /** Shortens the transport's own deadline. */
  timeoutMs?: number;
}

/**
 * - `unsent`: Oracle can't have seen the request; `configuration` when another try would fail alike.
 * - `unanswered`: it may have acted on it.
 * - `limited`: it was kept back, for Oracle would take no more requests now.
 */
export type HttpResult =
  | HttpAnswer
  | { kind: 'unsent'; reason: string; configuration: boolean }
  | { kind: 'unanswered'; reason: string }
  | { kind: 'limited'; reason: string; freeAfterMs: number };

export interface HttpAnswer {
  kind: 'answer';
  status: number;
  /** Empty where there was none. */
  body: string;
  contentType: string;
  /** The header of that name: Oracle's clock, in whole seconds. */
  date: string | null;
  requestId: string | null;
}

/** The answer's body as a JSON object, or null when it is anything else: Oracle may answer HTML, or be cut short. */
export function jsonObject(answer: HttpAnswer): { [key: string]: unknown } | null {
  try {
    const parsed: unknown = JSON.parse(answer.body);
    return isObject(parsed) ? parsed : null;
  } catch (_notJson) {
    return null;
  }
}

export function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
