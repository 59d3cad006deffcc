/** What runs have covered; summed up over all of them. */
export class Stats {
  runs = 0;
  /** Port calls that were made (those of replays don't count). */
  steps = 0;
  crashes = 0;
  freezes = 0;
  /** Port call, before or after its effect, kind of task, and which call of the task it was. */
  readonly crashPoints = new Set<string>();
  changes = 0;
  sends = 0;
  ambiguous = 0;
  faults = 0;
  /** Leases that somebody else took over when they had run out. */
  leaseLosses = 0;
  /** Records parked although Oracle held the stored password. */
  falseAlarms = 0;
  /** Changes that were never noted: the outbox failed before the commit, and no post hook followed. */
  unnoted = 0;
  /** Runs in which a request reached Oracle after everything that the protocol can wait for. */
  residueRuns = 0;
  /** Those of them that broke a promise. */
  excused = 0;

  lines(): string[] {
    const rows: Array<[string, number]> = [
      ['runs', this.runs],
      ['steps (port calls)', this.steps],
      ['password changes', this.changes],
      ['crashes', this.crashes],
      ['distinct crash points', this.crashPoints.size],
      ['freezes', this.freezes],
      ['other faults', this.faults],
      ['sends to Oracle', this.sends],
      ['ambiguous answers', this.ambiguous],
      ['leases taken over', this.leaseLosses],
      ['false alarms (parked, yet held)', this.falseAlarms],
      ['changes never noted (excused)', this.unnoted],
      ['runs with the residue', this.residueRuns],
      ['of these excused', this.excused],
    ];
    return rows.map(([name, value]) => `${name.padEnd(34)} ${String(value).padStart(12)}`);
  }
}
