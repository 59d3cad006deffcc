import { KnownFailure } from '../../environment/problem';

/** Why an exchange with IDM came to no answer, by the codes of Node's sockets, TLS and fetch. */
export function noAnswer(error: unknown, base: string, doing: string): KnownFailure {
  const cause = causeOf(error);
  const { origin, hostname, port, protocol } = new URL(base);
  if (cause.name === 'TimeoutError' || /TIMEOUT|ETIMEDOUT/.test(cause.code)) {
    return failure('idm-timeout', base, `IDM gave no answer in time (${doing})`, timeoutMend);
  }
  if (isTls(cause.code)) {
    const what = `${origin} shows a certificate that Node does not trust: ${cause.code}`;
    return failure('idm-unreachable', base, what, tlsMend(cause.code, hostname));
  }
  if (cause.code === 'EPROTO' || cause.code.startsWith('ERR_SSL_')) {
    const mend = `Check scheme and port: IDM's own are http on 8080 and https on 8443.`;
    return failure('idm-unreachable', base, `${origin} does not speak TLS as Node does: ${cause.code}`, mend);
  }
  const mend =
    cause.code === 'ENOTFOUND' || cause.code === 'EAI_AGAIN'
      ? `Check the name ${hostname} and the resolver of this machine.`
      : `Check that IDM runs and listens on port ${port || (protocol === 'https:' ? 443 : 80)}, and what stands between.`;
  return failure('idm-unreachable', base, `IDM can't be reached (${doing}): ${cause.code || cause.message}`, mend);
}

const timeoutMend =
  "See IDM's logs/openidm0.log.0 for what it is busy with, and repeat the command: it goes on where this one ended.";

/** fetch says "fetch failed", and what failed in its cause; where several addresses were tried, in one of those. */
function causeOf(error: unknown): { name: string; code: string; message: string } {
  const outer = error as { name?: string; message?: string; code?: unknown; cause?: unknown; errors?: unknown[] };
  const inner = outer.cause ?? outer.errors?.[0];
  if (inner !== undefined && inner !== null) return causeOf(inner);
  const code = typeof outer.code === 'string' ? outer.code : '';
  return { name: outer.name ?? '', code, message: outer.message ?? '' };
}

function isTls(code: string): boolean {
  return /CERT|^UNABLE_TO_|SELF_SIGNED|ALTNAME/.test(code);
}

function tlsMend(code: string, hostname: string): string {
  if (code.includes('ALTNAME')) return `Use the name that the certificate is made out for; it is not ${hostname}.`;
  if (code.includes('EXPIRED') || code.includes('NOT_YET_VALID')) return "Renew IDM's certificate, or set the clock.";
  return 'Save the certificate of its issuer as PEM, and name that file in the variable NODE_EXTRA_CA_CERTS.';
}

/** A failure about a place at IDM. */
export function failure(code: string, file: string, what: string, mend: string): KnownFailure {
  return new KnownFailure([{ code, file, what, mend }]);
}
