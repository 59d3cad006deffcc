import { warning, type Remark } from './finding';
import type { ConfFile, Secret } from './kind';
import { valuesAt } from './place';
import { hasReference } from './values';

/** Secrets that stand in a file for whoever can read it. What they are is never said. */
export function* secretRemarks({ value }: ConfFile, secrets: readonly Secret[]): Generator<Remark> {
  for (const { at: pattern, encryptedByIdm } of secrets) {
    for (const [at, secret] of valuesAt(value, pattern)) {
      if (typeof secret !== 'string' || secret === '' || hasReference(secret)) continue;
      const then = encryptedByIdm ? 'until IDM loads it, encrypts it and writes the file anew' : 'and IDM leaves it so';
      const what = `holds a secret in clear text, ${then}`;
      yield warning('clear-secret', at, what, 'Write a reference such as &{name}, or the output of cli.sh encrypt.');
    }
  }
}
