/** Deliberate mistakes in the protocol, each of which takes away one of its guards. */
export interface Mutation {
  readonly name: string;
  /** Below scripts-ts/sync. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

export const mutations: readonly Mutation[] = [
  {
    name: 'a live lease is taken over by whoever comes',
    file: 'hold.ts',
    find: 'if (!mine && isLive(record.lease, now)) return waitForOther(record, job);',
    replace: '',
  },
  {
    name: 'an intent takes over a live lease',
    file: 'transitions.ts',
    find: "  if (record !== null && record.state === 'delivering' && isLive(record.lease, now)) {\n    const ours",
    replace:
      "  if (record !== null && record.state === 'expired') {\n    return record;\n  }\n  if (false as boolean) {\n    const ours",
  },
  {
    name: 'the record closes although its revision moved',
    file: 'delivery.ts',
    find: "if (ports.outbox.replace(id, held.revision, written).kind === 'conflict') return { kind: 'moved', learned };",
    replace:
      "const current = ports.outbox.read(id);\n  if (current === null || ports.outbox.replace(id, current.revision, written).kind === 'conflict') return { kind: 'moved', learned };",
  },
  {
    name: 'the record is removed at its delivery',
    file: 'delivery.ts',
    find: '  whenWritten();\n',
    replace:
      "  if (written.state === 'delivered') ports.outbox.remove(id, String(Number(held.revision) + 1));\n  whenWritten();\n",
  },
  {
    name: 'the intent is noted after the commit',
    file: 'change.ts',
    find: "  const noted: Noted = { kind: 'noted', nonce, fresh: note(nonce) };\n  notes.leave(noted);\n  return noted;",
    replace: "  void note;\n  return { kind: 'noted', nonce, fresh: false };",
  },
  {
    name: '"unknown" is taken for "absent"',
    file: 'delivery.ts',
    find: "return fail(found, { class: 'transient', reason: `the user can't be read: ${user.reason}` });",
    replace: 'return finish(found, closeDeleted(found.record, look, settings));',
  },
  {
    name: 'the grace period is ignored',
    file: 'transitions.ts',
    find: 'secondsSince(intent.at, look.at) < settings.graceSeconds,',
    replace: 'secondsSince(intent.at, look.at) < -settings.graceSeconds,',
  },
  {
    name: 'a send mark is cleared without an outcome',
    file: 'aftermath.ts',
    find: 'const next = release(record, latest([pause, quietUntil(record.marks, worker)]), failure, true);',
    replace: 'const next = release({ ...record, marks: [] }, pause, failure, true);',
  },
  {
    name: 'marks are never asked about',
    file: 'learned.ts',
    find: "return learned.kind === 'unsent' ? marks.filter((mark) => mark.owner !== owner) : marks;",
    replace: 'return marks.filter(() => learned.kind === undefined || owner === undefined);',
  },
  {
    name: 'a refusal is forgotten',
    file: 'learned.ts',
    find: 'return { ...withoutMark(record, owner), refused: learned.refused };',
    replace: 'return withoutMark(record, owner);',
  },
  {
    name: 'there is no last look',
    file: 'transitions.ts',
    find: "  return { ...rest, state: 'delivered', marks: [], intents, held, attempts: 0, due };",
    replace: "  return { ...rest, state: 'delivered', marks: [], intents: [], held, attempts: 0, due, looked: true };",
  },
  {
    name: 'there is no quiet period',
    file: 'send.ts',
    find: 'sending.unanswered ? { ...mark, quietUntil: quiet } : mark',
    replace: "quiet === '' ? { ...mark, quietUntil: quiet } : mark",
  },
  {
    name: 'a worker whose lease is lost after a send tells nobody',
    file: 'hold.ts',
    find: 'if (effect !== null) return reopen(work, effect);',
    replace: 'if (effect !== null) return DONE;',
  },
  {
    name: 'the lease keeps no time in reserve',
    file: 'settings.ts',
    find: 'return settings.deadlineSeconds + settings.quietSeconds + CLOCK_SKEW_SECONDS;',
    replace: 'return 0 * settings.deadlineSeconds;',
  },
  {
    name: 'what the hook saw is sent whatever revision the user has',
    file: 'stored.ts',
    find: 'inHand !== undefined && alone && user.revision === inHand.userRevision ?',
    replace: 'inHand !== undefined && alone ?',
  },
  {
    name: 'what the hook saw is sent although other intents are noted',
    file: 'stored.ts',
    find: 'inHand !== undefined && alone && user.revision === inHand.userRevision ?',
    replace: 'inHand !== undefined && (alone || true) ?',
  },
  {
    name: 'the newest intent is sent in place of what is stored',
    file: 'stored.ts',
    find: '  const inHand = passwordInHand(record, user, job);\n',
    replace: '  const inHand = job.inHand === undefined ? passwordInHand(record, user, job) : job.inHand.password;\n',
  },
  {
    name: 'an unbound intent is dropped when its user can not be looked up',
    file: 'drain.ts',
    find: 'ports.outbox.replace(id, revision, { ...entry, due: after(now, settings.graceSeconds) });',
    replace: 'ports.outbox.remove(id, revision);',
  },
  {
    name: 'sealed copies go at the first failure',
    file: 'transitions.ts',
    find: "  return { ...common(record), state: 'pending', attempts, due, ...(failure && { failure }) };",
    replace:
      "  const intents = record.intents.map(({ copy: _copy, ...rest }) => rest);\n  return { ...common(record), intents, state: 'pending', attempts, due, ...(failure && { failure }) };",
  },
  {
    name: 'a sealed copy is sent without matching it to the hash',
    file: 'stored.ts',
    find: 'else if (ports.vault.matches(clearText, password)) return known(ports, salt, clearText);',
    replace: 'else return known(ports, salt, clearText + (password === null));',
  },
  {
    name: 'what is set before a mark is taken for its outcome',
    file: 'marks.ts',
    find: "  if (timed.every(({ when }) => when === 'before')) return { kind: 'notHeld' };",
    replace:
      "  if (timed.every(({ when }) => when === 'before')) return { kind: 'held', password: String(record.marks[0]?.password) };",
  },
  {
    name: 'what is known to be set is taken for the outcome of a mark',
    file: 'marks.ts',
    find: 'const isSure = !explained && password',
    replace: 'const isSure = password',
  },
  {
    name: 'what IDM stored before is taken for held in every record',
    file: 'transitions.ts',
    find: '  if (record !== null) return common(record);\n',
    replace:
      "  if (record !== null) return { ...common(record), ...(before && { held: { how: 'presumed' as const, ...before } }) };\n",
  },
  {
    name: 'a late post hook of a delete closes the record of whoever came again',
    file: 'transitions.ts',
    find: '  return release(left, now.toISOString());\n',
    replace:
      "  return { ...common(left), state: 'expired', intents: [], reason: 'deleted', due: after(now, 86400) };\n",
  },
  {
    name: 'strict: all runs share one owner of leases',
    file: 'strict.ts',
    find: 'const owner = ownerOf(ports, ports.nonce());',
    replace: "const owner = ownerOf(ports, 'one');",
  },
  {
    name: "strict: Oracle's consent is not noted",
    file: 'strict.ts',
    find: '(record) => accepted(work, record)',
    replace: '(record) => accepted(work, withoutMark({ ...record, held: undefined as never }, job.owner))',
  },
  {
    name: 'a last look counts whenever it comes',
    file: 'hold.ts',
    find: 'if (isAtRest(record) && Date.parse(record.due) > now.getTime()) return true;',
    replace: 'void isAtRest;',
  },
  {
    name: 'whoever leaves a job to the drain ends the lease of another',
    file: 'leave-to-drain.ts',
    find: "if (settled.state === 'delivering' && settled.lease.owner !== job.owner) return settled;",
    replace: '',
  },
  {
    name: 'a job is left to the drain without settling its intent',
    file: 'leave-to-drain.ts',
    find: 'const settled = settle(record, job);',
    replace: 'const settled = { ...record, intents: [] };',
  },
];
