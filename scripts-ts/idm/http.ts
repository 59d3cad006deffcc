/** Oracle over `java.net.http.HttpClient`: TLS host names are checked, bodies are UTF-8, every answer is seen whole. */
import type { HttpResult, Transport } from '../oracle/transport';
import { jdk, type JavaHttpClient, type JavaHttpResponse } from './java';
import { once } from './jvm';
import type { Settings } from './settings';
import { className, describe } from './trouble';

/** Exceptions after which Oracle can't have seen the request. */
const UNSENT =
  /^(ConnectException|HttpConnectTimeoutException|UnresolvedAddressException|UnknownHostException|NoRouteToHostException)$/;

/**
 * Exceptions before anything was sent that another try meets again: a certificate or host name that is not trusted, a URL
 * that is none. (A plain SSLException may come after the request.)
 */
const CONFIGURATION = /^(SSLHandshake|SSLPeerUnverified|CertPath\w*|Certificate\w*|IllegalArgument)Exception$/;

export function javaTransport(idcs: Settings['idcs']): Transport {
  const http = jdk().net.http;
  const charset = jdk().nio.charset.StandardCharsets.UTF_8;
  return {
    exchange({ method, url, headers, body, timeoutMs }): HttpResult {
      const milliseconds = Math.min(idcs.requestTimeoutSeconds * 1000, timeoutMs === undefined ? Infinity : timeoutMs);
      try {
        const builder = http.HttpRequest.newBuilder()
          .uri(jdk().net.URI.create(url))
          .timeout(jdk().time.Duration.ofMillis(milliseconds))
          .method(
            method,
            body === undefined
              ? http.HttpRequest.BodyPublishers.noBody()
              : http.HttpRequest.BodyPublishers.ofString(body, charset),
          );
        for (const name in headers) builder.header(name, String(headers[name]));
        const future = client(idcs).sendAsync(builder.build(), http.HttpResponse.BodyHandlers.ofString(charset));
        try {
          return answer(future.get(milliseconds, jdk().util.concurrent.TimeUnit.MILLISECONDS));
        } finally {
          // The request's own deadline ends with the headers: a body that trickles would hold this thread for ever.
          future.cancel(true);
        }
      } catch (caught) {
        const name = className(caught);
        if (name === '') throw caught;
        // Its message may quote a header, and so the credentials.
        const reason = name === 'IllegalArgumentException' ? name : describe(caught);
        if (CONFIGURATION.test(name)) return { kind: 'unsent', reason, configuration: true };
        if (UNSENT.test(name)) return { kind: 'unsent', reason, configuration: false };
        return { kind: 'unanswered', reason };
      }
    },
  };
}

function client(idcs: Settings['idcs']): JavaHttpClient {
  const http = jdk().net.http;
  return once(`http client ${idcs.connectTimeoutSeconds}`, () =>
    http.HttpClient.newBuilder()
      .version(http.HttpClient.Version.HTTP_1_1)
      .followRedirects(http.HttpClient.Redirect.NEVER)
      .connectTimeout(jdk().time.Duration.ofSeconds(idcs.connectTimeoutSeconds))
      .build(),
  );
}

function answer(response: JavaHttpResponse): HttpResult {
  const header = (name: string): string | null => {
    const value = response.headers().firstValue(name).orElse(null);
    return value === null ? null : String(value);
  };
  return {
    kind: 'answer',
    status: Number(response.statusCode()),
    body: String(response.body()),
    contentType: header('Content-Type') || '',
    date: header('Date'),
    requestId: header('opc-request-id') || header('X-ORACLE-DMS-ECID'),
  };
}
