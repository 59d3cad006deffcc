/** What a request asks for; the log and the faults speak of requests in these words. `other` is all that Oracle knows and this does not. */
export const operations = [
  'token',
  'search',
  'create',
  'read',
  'patch',
  'delete',
  'password',
  'validate',
  'authenticate',
  'policies',
  'discovery',
  'other',
] as const;

export type Operation = (typeof operations)[number];

export function isOperation(value: unknown): value is Operation {
  return operations.some((operation) => operation === value);
}
