import fs from 'node:fs';
import { parse } from 'dot-properties';
import { KnownFailure, shownPath } from '../environment/problem';

/** Where the values of references (`&{name}`) come from: the environment variable first, then the properties of IDM. */
export interface Properties {
  /** The value of a property; undefined when there is none. */
  (name: string): string | undefined;
}

/** A reference whose value stands in the properties encrypted: only IDM has the key. */
export class EncryptedProperty extends Error {
  constructor(
    readonly property: string,
    /** Whether the text is a whole JSON object, and not its first line alone. */
    readonly isWhole: boolean,
  ) {
    super(`${property} is encrypted`);
    this.name = 'EncryptedProperty';
  }
}

/**
 * Properties as IDM reads them, from a file in the form of `java.util.Properties` (`conf/boot/boot.properties`), and over it
 * from environment variables. The function throws EncryptedProperty; this one a KnownFailure (exit code 2) when the file can't be
 * read.
 */
export function readProperties(file: string | undefined, environment: NodeJS.ProcessEnv): Properties {
  const inFile = file === undefined ? {} : valuesIn(file);
  return (name) => {
    const variable = environment[variableOf(name)];
    if (variable !== undefined && variable !== '') return variable;
    const value = Object.hasOwn(inFile, name) ? inFile[name] : undefined;
    if (typeof value !== 'string') return undefined;
    // What `cli.sh encrypt` prints is the text of a $crypto object.
    if (/^\s*\{[\s\S]*"\$crypto"/.test(value)) throw new EncryptedProperty(name, isJson(value));
    return value;
  };
}

/** The environment variable of a property: `idcs.client.secret` is `IDCS_CLIENT_SECRET`. */
export function variableOf(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function valuesIn(file: string): Record<string, unknown> {
  let text: string;
  try {
    // Latin-1, as java.util.Properties reads a stream.
    text = fs.readFileSync(file, 'latin1');
  } catch (error) {
    const what = `can't be read: ${(error as NodeJS.ErrnoException).code ?? 'it failed'}`;
    const mend = "Name IDM's conf/boot/boot.properties, or leave --properties out and set environment variables.";
    throw new KnownFailure([{ code: 'unreadable', file: shownPath(file), what, mend }], 2);
  }
  return parse(text) as Record<string, unknown>;
}
