import type { StoredPassword, Vault } from '../ports';

/** Readable, and another under another salt or key. */
export function fingerprint(password: string, salt = 'nonce-1', key = 'key-1'): string {
  return `${key}/${salt}/${password}`;
}

/** A vault whose secrets are readable, and that counts what costs time. */
export class MemoryVault implements Vault {
  key = 'key-1';
  /** Whether IDM keeps hashes. */
  hashes = false;
  /** Why nothing can be decrypted, or null. */
  sealedOff: string | null = null;
  /** What costs time, in order. */
  readonly calls: ('seal' | 'unseal' | 'reveal' | 'matches')[] = [];
  private kept = 0;

  /** The password as IDM keeps it from now on: never twice in the same form. */
  keep(password: string): StoredPassword {
    const kind = this.hashes ? 'hashed' : 'sealed';
    return { kind, value: { kind, password }, seen: `seen-${++this.kept}` };
  }

  /** What no protocol may see so easily. */
  clear({ value }: StoredPassword): string {
    return (value as { password: string }).password;
  }

  keyId = (): string => this.key;
  fingerprint = (salt: string, password: string): string => fingerprint(password, salt, this.key);
  keepsHash = (): boolean => this.hashes;

  seal = (password: string): string => {
    this.calls.push('seal');
    return `sealed by ${this.key}: ${password}`;
  };

  unseal = (copy: string): string | null => {
    this.calls.push('unseal');
    const begin = `sealed by ${this.key}: `;
    return copy.startsWith(begin) ? copy.slice(begin.length) : null;
  };

  reveal = (stored: StoredPassword): ReturnType<Vault['reveal']> => {
    this.calls.push('reveal');
    if (this.sealedOff !== null) return { kind: 'unknown', reason: this.sealedOff };
    if (stored.kind !== 'sealed') throw new Error(`a password that is ${stored.kind} can't be revealed`);
    return { kind: 'clear', password: this.clear(stored) };
  };

  matches = (password: string, stored: StoredPassword): boolean => {
    this.calls.push('matches');
    return stored.kind === 'hashed' && this.clear(stored) === password;
  };
}
