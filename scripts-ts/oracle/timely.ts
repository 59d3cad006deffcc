/** A transport for the requests of one delivery: each waits for its turn, and all of them keep to the time there is. */
import type { Window } from '../sync/ports';
import { type Ahead, observe } from './clock';
import { type LimiterPorts, limited } from './limiter';
import type { Limits } from './tiers';
import type { Transport } from './transport';

export interface TimelyPorts {
  transport: Transport;
  limiter: LimiterPorts;
  now(): Date;
  /** What is known of Oracle's clock, for as long as the JVM lives. */
  clock: { read(): Ahead | null; write(ahead: Ahead): void };
}

export interface Timely {
  /** How many milliseconds a request may still wait. */
  patience(): number;
  /** When the last request began that was sent, in milliseconds since 1970. */
  lastSentAt(): number;
}

/**
 * The ports with another transport: no request begins after the window's begin and none is under way after its end; each one
 * tells Oracle's clock on the way.
 */
export function timely<Ports extends TimelyPorts>(
  ports: Ports,
  limits: Limits,
  { begin, end }: Window,
): Ports & Timely {
  let lastSentAt = 0;
  const patience = (): number => begin.getTime() - ports.now().getTime();
  const exact: Transport = {
    exchange(request) {
      const sentAt = ports.now().getTime();
      const timeoutMs = end.getTime() - sentAt;
      if (sentAt > begin.getTime() || timeoutMs <= 0) {
        return { kind: 'unsent', reason: 'there is no time left for another request', configuration: false };
      }
      lastSentAt = sentAt;
      const result = ports.transport.exchange({ ...request, timeoutMs });
      if (result.kind === 'answer') {
        const ahead = observe(ports.clock.read(), result.date, sentAt, ports.now().getTime());
        if (ahead !== null) ports.clock.write(ahead);
      }
      return result;
    },
  };
  const transport = limited(exact, ports.limiter, limits, patience);
  return { ...ports, patience, transport, lastSentAt: () => lastSentAt };
}
