import { isUtf8 } from 'node:buffer';
import crypto from 'node:crypto';
import type { Content } from './model';

export function contentOf(bytes: Buffer): Content {
  const sha256 = digestOf(bytes);
  return isUtf8(bytes) ? { sha256, text: bytes.toString('utf8') } : { sha256, base64: bytes.toString('base64') };
}

export function bytesOf(content: Content): Buffer {
  return 'text' in content ? Buffer.from(content.text, 'utf8') : Buffer.from(content.base64, 'base64');
}

/** SHA-256, hexadecimal. */
export function digestOf(bytes: Buffer): string {
  return crypto.createHash('sha256').update(bytes).digest('hex');
}
