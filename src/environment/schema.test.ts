import fs from 'node:fs';
import Ajv from 'ajv';
import { schemaFile } from './schema';

interface Described {
  type?: string;
  description?: string;
  default?: unknown;
  additionalProperties?: boolean;
  properties?: Record<string, Described>;
  required?: string[];
}

const schema = JSON.parse(fs.readFileSync(schemaFile, 'utf8')) as Described;

/** Every key with its path, from the top. */
function keysOf(described: Described, path = ''): { path: string; key: Described; required: boolean }[] {
  return Object.entries(described.properties ?? {}).flatMap(([name, key]) => [
    { path: `${path}/${name}`, key, required: described.required?.includes(name) ?? false },
    ...keysOf(key, `${path}/${name}`),
  ]);
}

it('is a JSON Schema', () => {
  expect(new Ajv({ strict: false }).validateSchema(schema)).toBe(true);
});

/** What is not there unless somebody wants it. */
const mayBeAbsent = new RegExp(
  [
    '^/\\$schema$',
    '^/customerConf$',
    '^/idcs/(clientSecret|assertion|proxy)$',
    '^/idcs/assertion/(pemFile|keystore)$',
    '^/idcs/proxy/(user|password)$',
    '^/idcs/tls/(trustFile|clientKeystore)$',
    '^/idcs/rate/limits$',
    '^/user/key$',
    '^/provisioning/attributes/(?!givenName|familyName|email)',
  ].join('|'),
);

it.each(keysOf(schema))('describes $path, with a default unless it is required', ({ path, key, required }) => {
  expect(key.description).toMatch(/\.$|\?$/);
  expect(key.default !== undefined).toBe(!required && !mayBeAbsent.test(path));
  if (key.type === 'object') expect(key.additionalProperties).toBe(false);
});
