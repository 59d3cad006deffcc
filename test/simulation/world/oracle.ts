/** Oracle's side: accounts found by their userName, a password history, and requests that are acted on when they arrive. */
export interface Account {
  password: string | null;
  /** The passwords that are refused, the current one first. */
  history: string[];
  /** `passwordState.lastSuccessfulSetDate`, by Oracle's clock. */
  lastSet: number | null;
}

export type Result = 'set' | 'noUser' | 'policy' | 'history';

/** A request to set a password, on its way. */
export interface Flight {
  user: string;
  account: Account;
  password: string;
  sentAt: number;
  /** When Oracle acts on it; null: never. */
  applyAt: number | null;
  result: Result | null;
  /** Somebody waits for its answer until then. */
  openUntil: number;
}

export class Oracle {
  readonly accounts = new Map<string, Account>();
  private flights: Flight[] = [];
  /** Out of reach until then. */
  downUntil = 0;
  /** Passwords that its policy refuses. */
  readonly refused = new Set<string>();

  constructor(
    /** How many passwords it remembers, the current one with them. */
    private readonly historyLength: number,
    /** How far its clock is ahead. */
    readonly aheadMs: number,
    private readonly applied: (flight: Flight) => void,
  ) {}

  /** By its own clock. */
  clock(time: number): number {
    return time + this.aheadMs;
  }

  addAccount(userName: string, password: string | null, time: number): void {
    const lastSet = password === null ? null : this.clock(time);
    const history = password === null ? [] : [password].slice(0, this.historyLength);
    this.accounts.set(userName, { password, history, lastSet });
  }

  rename(from: string, to: string): void {
    const account = this.accounts.get(from);
    if (account === undefined || this.accounts.has(to)) return;
    this.accounts.delete(from);
    this.accounts.set(to, account);
  }

  /** Whether somebody waits for the answer to such a request now. */
  isAsked(user: string, time: number): boolean {
    return this.flights.some((flight) => flight.user === user && flight.openUntil > time);
  }

  take(flight: Flight): void {
    this.flights.push(flight);
  }

  /** Acts on what has arrived by then, in the order of arrival. */
  actUntil(time: number): void {
    for (;;) {
      let first: Flight | null = null;
      for (const flight of this.flights) {
        if (flight.applyAt === null || flight.result !== null || flight.applyAt > time) continue;
        if (first === null || flight.applyAt < (first.applyAt as number)) first = flight;
      }
      if (first === null) break;
      first.result = this.act(first);
      this.applied(first);
    }
    this.flights = this.flights.filter(
      ({ openUntil, applyAt, result }) => openUntil > time || (applyAt !== null && result === null),
    );
  }

  /** When the next request arrives of which nobody waits for the answer any more. */
  nextArrival(): number | null {
    let next: number | null = null;
    for (const { applyAt, result } of this.flights) {
      if (applyAt !== null && result === null && (next === null || applyAt < next)) next = applyAt;
    }
    return next;
  }

  private act({ account, password, applyAt }: Flight): Result {
    if (![...this.accounts.values()].includes(account)) return 'noUser';
    if (this.refused.has(password)) return 'policy';
    if (account.history.includes(password)) return 'history';
    account.password = password;
    account.history = [password, ...account.history].slice(0, this.historyLength);
    account.lastSet = this.clock(applyAt as number);
    return 'set';
  }
}
