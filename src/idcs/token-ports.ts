import { randomUUID } from 'node:crypto';
import type { AccessToken, Credentials, TokenPorts } from '../../scripts-ts/oracle/token';
import type { Transport } from '../../scripts-ts/oracle/transport';

/** The ports of Oracle's pure client in a Node process: one token, kept for as long as the process lives. */
export function nodeTokenPorts(transport: Transport, credentials: Credentials): TokenPorts {
  let kept: AccessToken | null = null;
  return {
    transport,
    credentials,
    store: {
      read: () => kept,
      write: (token) => {
        kept = token;
      },
      exclusively: (refresh) => refresh(),
    },
    now: () => new Date(),
    describe: (caught) => (caught instanceof Error ? caught.message : String(caught)),
    base64: (text) => Buffer.from(text, 'utf8').toString('base64'),
    nonce: () => randomUUID(),
    // The transport has its deadline; nobody else wants a token of this process.
    patience: () => Infinity,
  };
}
