import { createHmac, randomBytes } from 'node:crypto';

/** Where ids, tokens and delays come from. */
export interface Random {
  bytes(length: number): Buffer;
  /** From 0, included, to 1, excluded. */
  fraction(): number;
}

/**
 * Without a seed the randomness of the system; with one a sequence that is the same each time: SHA-256 over a counter under
 * the seed as the key.
 */
export function randomFrom(seed?: string): Random {
  const bytes = seed === undefined ? randomBytes : sequence(seed);
  return { bytes, fraction: () => bytes(6).readUIntBE(0, 6) / 2 ** 48 };
}

function sequence(seed: string): (length: number) => Buffer {
  let counter = 0;
  return (length) => {
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32)
      blocks.push(createHmac('sha256', seed).update(String(counter++)).digest());
    return Buffer.concat(blocks).subarray(0, length);
  };
}
