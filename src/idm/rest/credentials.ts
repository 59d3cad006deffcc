import readline from 'node:readline';
import { Writable } from 'node:stream';
import { KnownFailure } from '../../environment/problem';

/** Who speaks to IDM. Never from arguments: they stand in the list of processes. */
export type IdmCredentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** A terminal at which somebody can be asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

const standard: Terminal = { input: process.stdin, output: process.stderr };

/**
 * The credentials for IDM: `PWSYNC_IDM_TOKEN` (a bearer token, for an IDM behind an OAuth server), else
 * `PWSYNC_IDM_USER` (openidm-admin) with `PWSYNC_IDM_PASSWORD`; without the latter the terminal is asked, which does not echo.
 *
 * Throws a KnownFailure with exit code 2: `no-idm-credentials` where there is none and nobody to ask.
 */
export async function idmCredentials(
  variables: NodeJS.ProcessEnv = process.env,
  terminal: Terminal = standard,
): Promise<IdmCredentials> {
  const { PWSYNC_IDM_TOKEN: token, PWSYNC_IDM_PASSWORD: password } = variables;
  if (token) return { kind: 'bearer', token };
  const user = variables.PWSYNC_IDM_USER || 'openidm-admin';
  const known = password || (terminal.input.isTTY ? await asked(`Password of ${user} at IDM: `, terminal) : undefined);
  if (known) return { kind: 'password', user, password: known };
  const what = 'there is no password for IDM';
  const mend =
    'Set PWSYNC_IDM_PASSWORD (and PWSYNC_IDM_USER for another user than openidm-admin), or PWSYNC_IDM_TOKEN for a bearer token.';
  throw new KnownFailure([{ code: 'no-idm-credentials', what, mend }], 2);
}

/** One line of the terminal that is not shown as it is typed; undefined when the input ends or is interrupted. */
function asked(question: string, { input, output }: Terminal): Promise<string | undefined> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = readline.createInterface({ input, output: nowhere, terminal: true });
  return new Promise((resolve) => {
    const ended = (answer: string | undefined) => {
      output.write('\n');
      resolve(answer);
      lines.close();
    };
    lines.once('line', ended);
    lines.once('SIGINT', () => ended(undefined));
    lines.once('close', () => resolve(undefined));
    // Last: what is typed ahead comes at once.
    output.write(question);
  });
}

/** The headers that carry them. IDM decodes these two as RFC 5987 says (HeaderUtil), which is the only way beyond ASCII. */
export function credentialHeaders(credentials: IdmCredentials): Record<string, string> {
  if (credentials.kind === 'bearer') return { authorization: `Bearer ${credentials.token}` };
  return {
    'x-openidm-username': headerValue(credentials.user),
    'x-openidm-password': headerValue(credentials.password),
    // Otherwise every request makes a session, and a cookie of it.
    'x-openidm-nosession': 'true',
  };
}

/** Plain where that means itself: versions before 7 do not decode. */
function headerValue(text: string): string {
  const plain = /^[!-~]([ -~]*[!-~])?$/.test(text) && !/^[\w-]+'[^']*'/.test(text);
  if (plain) return text;
  const encoded = encodeURIComponent(text).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `UTF-8''${encoded}`;
}
