import { KnownFailure, type Problem } from '../../environment/problem';

/** Where a running IDM answers. */
export interface IdmUrl {
  /** `http://host:8080/openidm`, without a slash at its end. */
  readonly base: string;
  /** What to know about it before it is used. */
  readonly warnings: readonly Problem[];
}

const mend = 'Write it as http://localhost:8080/openidm or https://idm.example.com/openidm.';

/**
 * The address of IDM as somebody has typed it: with or without `/openidm` and a slash at the end.
 *
 * Warns with `plain-http` where the administrator's password would cross a network in clear text.
 *
 * Throws a KnownFailure with exit code 2: `url` for what is no such address; `url-with-credentials` for one that holds a
 * user or a password, which would stand in the list of processes and in the shell's history.
 */
export function idmUrl(typed: string): IdmUrl {
  let url: URL;
  try {
    url = new URL(typed);
  } catch {
    // Not quoted: it may hold a password all the same.
    throw refused('url', 'the address of IDM is not a URL', mend);
  }
  if (url.username || url.password) {
    const without = 'Leave user and password out of the URL, and set PWSYNC_IDM_USER and PWSYNC_IDM_PASSWORD.';
    throw refused('url-with-credentials', 'the address of IDM holds credentials', without);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused('url', `the address of IDM begins with ${url.protocol}//, and only http and https are known`, mend);
  }
  if (url.search || url.hash) throw refused('url', 'the address of IDM has a query or a fragment', mend);
  const path = url.pathname.replace(/\/+$/, '');
  return { base: `${url.origin}${path || '/openidm'}`, warnings: isExposed(url) ? [plainHttp(url)] : [] };
}

function isExposed({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function plainHttp({ host }: URL): Problem {
  return {
    code: 'plain-http',
    what: `the credentials of IDM go to ${host} unencrypted`,
    mend: "Use https, IDM's port 8443, or a tunnel to its own machine.",
  };
}

function refused(code: string, what: string, how: string): KnownFailure {
  return new KnownFailure([{ code, what, mend: how }], 2);
}
