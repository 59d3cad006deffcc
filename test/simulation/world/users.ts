/** The users as IDM stores them. */
import type { Kept } from './passwords';
import { Repository, type Written } from './repository';

export interface IdmUser {
  userName: string;
  password: Kept | null;
}

export class IdmUsers {
  readonly repository = new Repository<IdmUser>();
  /** Every password that a user has ever had, by the user's id. */
  private readonly everStored = new Map<string, Set<string>>();
  private forms = 0;

  /** @param hashed  what `managed.json` says now: a password that is stored anew is stored that way */
  constructor(public hashed: boolean) {}

  read(id: string): { revision: string; value: IdmUser } | null {
    return this.repository.read(id);
  }

  create(id: string, userName: string, password: string): Written {
    const written = this.repository.create(id, { userName, password: this.keep(password) });
    return this.noted(id, written);
  }

  update(id: string, revision: string | null, userName: string, password: string): Written {
    return this.noted(id, this.repository.update(id, revision, { userName, password: this.keep(password) }));
  }

  /** Writes the user without setting its password: what is encrypted is encrypted anew, a hash stays as it is. */
  rewrite(id: string, revision: string | null, { userName, password }: IdmUser): Written {
    const kept = password === null || password.kind === 'hashed' ? password : this.keep(password.clear);
    return this.noted(id, this.repository.update(id, revision, { userName, password: kept }));
  }

  hasStored(id: string, password: string): boolean {
    return this.everStored.get(id)?.has(password) ?? false;
  }

  passwordsOf(id: string): string[] {
    return [...(this.everStored.get(id) ?? [])];
  }

  idOf(userName: string): string[] {
    return [...this.repository.rows].filter(([, { value }]) => value.userName === userName).map(([id]) => id);
  }

  private keep(clear: string): Kept {
    return { kind: this.hashed ? 'hashed' : 'sealed', clear, form: ++this.forms };
  }

  private noted(id: string, written: Written): Written {
    const password = written.kind === 'written' ? this.repository.rows.get(id)?.value.password : null;
    if (password) {
      const stored = this.everStored.get(id) ?? new Set();
      stored.add(password.clear);
      this.everStored.set(id, stored);
    }
    return written;
  }
}
