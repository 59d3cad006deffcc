/** The HTTP clients of this JVM: one for all settings that a connection depends on, and a new one when a file of theirs is. */
import { type JavaHttpClient, jdk } from '../java';
import { forget, named, once } from '../jvm';
import type { Idcs } from '../settings-file';
import { stampOf } from './files';
import { filesOf, sslContextOf } from './trust';

/** As many settings as ever are at work at a time: beyond them all are made anew, for each renewed certificate leaves one behind. */
const MAX_CLIENTS = 8;

const PREFIX = 'http client ';

/**
 * No secret is part of the name: whoever lists the JVM's state reads it. Passwords need none, for a client that was made had the
 * right one, and user and password of a proxy go with each request.
 *
 * @throws `{code: 500}` when a file of the settings can't be used
 */
export function httpClient(idcs: Idcs): JavaHttpClient {
  const { connectTimeoutSeconds, tls, proxy } = idcs;
  const parts = [
    connectTimeoutSeconds,
    tls.trust,
    filesOf(tls).map(stampOf),
    tls.clientKeystore ? tls.clientKeystore.type : null,
    proxy ? `${proxy.host}:${proxy.port}` : null,
  ];
  return once(PREFIX + JSON.stringify(parts), () => {
    const known = named(PREFIX);
    if (known.length >= MAX_CLIENTS) known.forEach(({ name }) => forget(name));
    return build(idcs);
  });
}

function build({ connectTimeoutSeconds, tls, proxy }: Idcs): JavaHttpClient {
  const { http, InetSocketAddress, ProxySelector } = jdk().net;
  const builder = http.HttpClient.newBuilder()
    .version(http.HttpClient.Version.HTTP_1_1)
    .followRedirects(http.HttpClient.Redirect.NEVER)
    .connectTimeout(jdk().time.Duration.ofSeconds(connectTimeoutSeconds));
  // Looked up at each connection, and not once for the life of the JVM.
  if (proxy !== undefined) builder.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host, proxy.port)));
  const context = sslContextOf(tls);
  if (context !== null) builder.sslContext(context);
  return builder.build();
}
