/** Passwords that are found wherever they leak to, how IDM keeps them, and the keys of the installation. */
import type { StoredPassword } from '../../../scripts-ts/sync/ports';

const CANARY = 'CLEAR-';

/** Every password of the simulation is of this form. */
export function clearText(number: number): string {
  return `${CANARY}${number}`;
}

export function leaks(text: string): boolean {
  return text.includes(CANARY);
}

/** What is told of a password in a trace, and in a fingerprint. */
export function nameOf(password: string): string {
  return `#${password.slice(CANARY.length)}`;
}

/** As IDM keeps it: encrypted anew at each store of the user, or hashed when it is set. */
export interface Kept {
  kind: 'sealed' | 'hashed';
  clear: string;
  /** Another ciphertext, or another salt of the hash, has another one. */
  form: number;
}

const kept = new WeakMap<object, Kept>();

/** What the protocol is shown of it: nobody but the vault can look inside. */
export function shown(password: Kept | null): StoredPassword {
  if (password === null) return { kind: 'none', value: null, seen: 'none' };
  const value = Object.freeze({ form: password.form });
  kept.set(value, password);
  return { kind: password.kind, value, seen: `form ${password.form}` };
}

export function hidden(stored: StoredPassword): Kept {
  return kept.get(stored.value as object) as Kept;
}

/** Keys, fingerprints and sealed copies. The protocol's vault port is made of these. */
export class Keys {
  /** Made anew when the installation's key is lost. */
  generation = 1;
  private copies = new Map<string, string>();

  id(): string {
    return `key-${this.generation}`;
  }

  fingerprint(salt: string, password: string): string {
    return `${this.generation}/${salt}/${nameOf(password)}`;
  }

  seal(password: string): string {
    const copy = `sealed-${this.generation}-${this.copies.size + 1}`;
    this.copies.set(copy, password);
    return copy;
  }

  unseal(copy: string): string | null {
    const generation = Number(copy.split('-')[1]);
    return generation === this.generation ? (this.copies.get(copy) ?? null) : null;
  }
}
