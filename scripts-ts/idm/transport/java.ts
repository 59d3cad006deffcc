/** Oracle over `java.net.http.HttpClient`: TLS host names are checked, bodies are UTF-8, every answer is seen whole. */
import type { HttpRequest, HttpResult, Transport } from '../../oracle/transport';
import { jdk, type JavaHttpClient, type JavaHttpResponse } from '../java';
import type { Idcs } from '../settings-file';
import { describe } from '../trouble';
import { httpClient } from './client';
import { failureOf } from './failures';
import { proxyHeaders, refusedByProxy } from './proxy';

export function javaTransport(idcs: Idcs): Transport {
  return {
    exchange(request) {
      let client: JavaHttpClient;
      let headers: HttpRequest['headers'];
      try {
        client = httpClient(idcs);
        headers = { ...request.headers, ...proxyHeaders(idcs.proxy) };
      } catch (caught) {
        return { kind: 'unsent', reason: describe(caught), configuration: true };
      }
      try {
        const response = exchanged(client, { ...request, headers }, deadlineMs(idcs, request));
        // Oracle never answers so: whatever did stands on the way to it.
        return Number(response.statusCode()) === 407 ? refusedByProxy(idcs.proxy, request.url) : answer(response);
      } catch (caught) {
        return failureOf(caught);
      }
    },
  };
}

function deadlineMs({ requestTimeoutSeconds }: Idcs, { timeoutMs }: HttpRequest): number {
  return Math.min(requestTimeoutSeconds * 1000, timeoutMs === undefined ? Infinity : timeoutMs);
}

function exchanged(
  client: JavaHttpClient,
  { method, url, headers, body }: HttpRequest,
  milliseconds: number,
): JavaHttpResponse {
  const { HttpRequest: Request, HttpResponse } = jdk().net.http;
  const charset = jdk().nio.charset.StandardCharsets.UTF_8;
  const publishers = Request.BodyPublishers;
  const builder = Request.newBuilder()
    .uri(jdk().net.URI.create(url))
    .timeout(jdk().time.Duration.ofMillis(milliseconds))
    .method(method, body === undefined ? publishers.noBody() : publishers.ofString(body, charset));
  for (const name in headers) builder.header(name, String(headers[name]));
  const future = client.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofString(charset));
  try {
    return future.get(milliseconds, jdk().util.concurrent.TimeUnit.MILLISECONDS);
  } finally {
    // The request's own deadline ends with the headers: a body that trickles would hold this thread for ever.
    future.cancel(true);
  }
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
