/**
 * Passwords between a hook and its post hook, in the memory of this JVM: what a hook has seen in clear text need not be
 * decrypted for the delivery. (Without Java nothing is left between the two.)
 */
import { sharedStrings } from './jvm';

/** A request that takes longer finds nothing in hand, and its delivery decrypts what is stored. */
const MAX_AGE_MS = 60000;
const MAX_REQUESTS = 2000;

export function keepInHand(nonce: string, password: string): void {
  dropLeftOver();
  sharedStrings('in hand', MAX_REQUESTS).put(nonce, `${new Date().getTime()} ${password}`);
}

/** What is left over from requests whose commit failed. */
export function dropLeftOver(): void {
  const now = new Date().getTime();
  sharedStrings('in hand', MAX_REQUESTS).removeWhere(
    (_nonce, kept) => now - Number(kept.slice(0, kept.indexOf(' '))) > MAX_AGE_MS,
  );
}

export function takeFromHand(nonce: string): string | null {
  const kept = sharedStrings('in hand', MAX_REQUESTS).take(nonce);
  return kept === null ? null : kept.slice(kept.indexOf(' ') + 1);
}
