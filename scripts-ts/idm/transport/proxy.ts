/** The HTTP proxy on the way to Oracle. */
import type { HttpResult } from '../../oracle/transport';
import { base64Of } from '../base64';
import { jdk } from '../java';
import { reveal } from '../settings';
import type { ProxyServer } from '../settings-file';

/**
 * Sent along with each request: the client sends it to the proxy alone. A `java.net.Authenticator` would do the same, but
 * has to be a JavaScript object here, and the client would keep its whole script in the JVM.
 *
 * @throws when the password can't be decrypted
 */
export function proxyHeaders(proxy: ProxyServer | undefined): { [name: string]: string } {
  if (proxy === undefined || proxy.user === undefined) return {};
  const password = proxy.password === undefined ? '' : reveal(proxy.password);
  return { 'Proxy-Authorization': `Basic ${base64Of(`${proxy.user}:${password}`)}` };
}

/** By default the JDK keeps Basic credentials from proxies that it asks for a tunnel, which is what https takes. */
const WITHHELD = 'jdk.http.auth.tunneling.disabledSchemes';

/** A proxy that wants other credentials has passed nothing on. */
export function refusedByProxy(proxy: ProxyServer | undefined, url: string): HttpResult {
  const reason = (): string => {
    if (proxy === undefined) return 'the proxy of this JVM asks for a user, and idcs.proxy names none';
    const which = `the proxy ${proxy.host}:${proxy.port}`;
    if (proxy.user === undefined) return `${which} asks for a user, and idcs.proxy.user names none`;
    if (/^https:/.test(url) && isWithheld()) {
      return (
        `${which} asks for a user, and this JVM sends none for https: write the line "${WITHHELD}=" ` +
        `into conf/system.properties, or start IDM with -D${WITHHELD}=`
      );
    }
    return `${which} refuses idcs.proxy.user or its password`;
  };
  return { kind: 'unsent', reason: `HTTP 407: ${reason()}`, configuration: true };
}

function isWithheld(): boolean {
  const schemes = jdk().lang.System.getProperty(WITHHELD);
  return schemes === null || /(^|,)\s*basic\s*(,|$)/i.test(String(schemes));
}
