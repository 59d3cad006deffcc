import { isObject, parseJson } from './json';

const hidden = '***';
const secretName = /password|secret|assertion/i;

/**
 * A request body as the log may keep it: JSON and forms with every value under a name like password, secret or assertion
 * replaced by "***", and so the value of a PATCH operation on such a path. A text that is neither is only counted.
 */
export function redactBody(text: string, contentType: string): unknown {
  if (text === '') return undefined;
  if (contentType.startsWith('application/x-www-form-urlencoded')) return redactForm(text);
  const parsed = parseJson(text);
  return parsed ? redact(parsed.value) : `(${Buffer.byteLength(text)} bytes that are no JSON)`;
}

function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (!isObject(value)) return value;
  const path = Object.entries(value).find(([name]) => name.toLowerCase() === 'path')?.[1];
  const isSecretPath = typeof path === 'string' && secretName.test(path);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isSecret = secretName.test(name) || (isSecretPath && name.toLowerCase() === 'value');
      return [name, isSecret ? hidden : redact(member)];
    }),
  );
}

function redactForm(text: string): Record<string, string> {
  const fields = [...new URLSearchParams(text)];
  return Object.fromEntries(fields.map(([name, value]) => [name, secretName.test(name) ? hidden : value]));
}
