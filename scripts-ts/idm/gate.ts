import { type Gate, OPEN } from '../sync/gate';
import type { Ports } from '../sync/ports';
import { type AtomicReference, hasJava, jdk } from './java';
import { once } from './jvm';
import { localReference } from './without-java';

/** The gate to one identity domain, for all deliveries of this JVM. Kept as text: an object would keep its whole script. */
export function gateTo(baseUrl: string): Ports['gate'] {
  const reference = once(`gate ${baseUrl}`, () =>
    hasJava()
      ? new (jdk().util.concurrent.atomic.AtomicReference)<string>(OPEN_TEXT)
      : localReference<string>(OPEN_TEXT),
  );
  return {
    read: () => JSON.parse(String(reference.get())) as Gate,
    swap: (from, to) => swapped(reference, JSON.stringify(from), JSON.stringify(to)),
  };
}

const OPEN_TEXT = JSON.stringify(OPEN);

/** Java compares which text it is, and not what it says. */
function swapped(reference: AtomicReference<string>, from: string, to: string): boolean {
  const current = reference.get();
  return String(current) === from && reference.compareAndSet(current, to);
}
