import readline from 'node:readline/promises';
import { usage } from './target-options';

/**
 * Asks a person whether to go on. Who is no person has to say so beforehand.
 *
 * Throws a KnownFailure with exit code 2 when there is nobody to ask.
 */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw usage(
      'there is no terminal to ask on',
      'Say --yes, or apply a plan that was written with "pwsync plan --out FILE".',
    );
  }
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
