import { commonHeaders } from '../../../src/simulator/answer';
import { answerOf } from '../../../src/simulator/oracle';
import { routeOf } from '../../../src/simulator/routes';
import { Tenant, type TenantSettings } from '../../../src/simulator/tenant';
import type { Transport } from '../transport';

/** The simulator's identity domain without its HTTP, whose endpoints are synchronous as the client is. */
export function simulatedDomain(
  clientId: string,
  clientSecret: string,
  clock: () => number,
  more: Partial<TenantSettings> = {},
) {
  const tokenLifetimeSeconds = 3600;
  const tenant = new Tenant({
    clientId,
    clientSecret,
    clock,
    tokenLifetimeSeconds,
    policy: {},
    unauthorizedAnswer: 'html',
    ...more,
  });
  const transport: Transport = {
    exchange({ method, url, headers, body }) {
      const { pathname, searchParams } = new URL(url);
      const route = routeOf(method, pathname);
      const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const call = { headers: lowerCase, query: searchParams, text: body ?? '', id: route.id, concerns: {} };
      const { status, headers: answered, body: text } = answerOf(tenant, route, call).answer;
      const { Date: date = null } = commonHeaders('', tenant.now());
      return { kind: 'answer', status, body: text, contentType: answered['Content-Type'] ?? '', date, requestId: null };
    },
  };
  return { tenant, transport };
}
