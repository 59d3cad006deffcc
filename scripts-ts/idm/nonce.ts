import { hasJava, jdk } from './java';

/** Never the same twice, on any node. */
export function nonce(): string {
  if (hasJava()) return String(jdk().util.UUID.randomUUID());
  // It has to be unique, and need not be a secret.
  const part = (): string => Math.random().toString(36).slice(2, 12);
  return `${new Date().getTime().toString(36)}-${part()}${part()}`;
}
