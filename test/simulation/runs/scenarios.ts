/** One scenario for each guard of the protocol, by the name of what it guards against. */
import type { Outcome } from '../../../scripts-ts/sync/ports';
import type { Strike } from '../world/scripted';
import { Violation } from '../kernel/violation';
import type { Stats } from '../world/stats';
import { runScript, type Script } from './scripted';

export interface Named extends Script {
  name: string;
  /** How often a password is sent, where that is the point. */
  sends?: number;
  /** What the operator is told, where that is the point. */
  told?: Outcome['kind'];
}

const freeze = (seconds: number): Strike['happening'] => ({ freezeMs: seconds * 1000 });

/** @throws {Violation} also where a scenario has another point than its promises */
export function runNamed(named: Named, stats: Stats): void {
  const sent = stats.sends;
  const { world } = runScript(named, stats, { thorough: true });
  const expected: unknown[] = [named.sends ?? stats.sends - sent, named.told === undefined || true];
  const actual = [stats.sends - sent, named.told === undefined || world.ledger.told.has(named.told)];
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  throw new Violation(
    'as the scenario says',
    `sends and told were ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`,
  );
}

export const SCENARIOS: Named[] = [
  { name: 'a change costs one send', events: [{ kind: 'patch', password: 1 }], sends: 1 },
  {
    name: 'an intent whose store never happened sends nothing',
    events: [{ kind: 'patch', password: 1 }],
    strikes: [{ kind: 'request', call: 'idm.store', phase: 'before', nth: 0, happening: 'crash' }],
    sends: 0,
  },
  {
    name: 'a crash between the store and the post hook loses nothing',
    events: [{ kind: 'patch', password: 1 }],
    strikes: [{ kind: 'request', call: 'idm.store', phase: 'after', nth: 0, happening: 'crash' }],
    sends: 1,
  },
  {
    name: 'a delivery between an intent and its store does not erase the trace of the change',
    events: [
      { kind: 'patch', password: 1 },
      { kind: 'put', password: 2, at: 5_000, node: 1 },
    ],
    strikes: [
      { kind: 'request', call: 'idm.store', phase: 'before', nth: 2, happening: freeze(300) },
      { kind: 'request', call: 'idm.readBack', phase: 'before', nth: 1, happening: 'crash' },
    ],
  },
  {
    name: 'commits land in another order than their hooks ran',
    events: [
      { kind: 'put', password: 1 },
      { kind: 'put', password: 2, node: 1, at: 1_000 },
    ],
    strikes: [{ kind: 'request', call: 'idm.store', phase: 'before', nth: 1, happening: freeze(20) }],
  },
  ...(['lost', 'dropped', 'late', 'error5xx', 'error5xxAfter'] as const).map((fault): Named => ({
    name: `Oracle is asked before anything is sent again: the answer was ${fault}`,
    events: [
      { kind: 'patch', password: 1 },
      { kind: 'patch', password: 2, at: 3_000, node: 1 },
    ],
    failings: [{ point: 'oracle.put', fault, nth: 0 }],
    slowest: true,
  })),
  {
    name: 'a worker that froze after its send reopens the record',
    events: [
      { kind: 'patch', password: 1 },
      { kind: 'patch', password: 2, at: 80_000, node: 1 },
    ],
    strikes: [{ kind: 'delivery', call: 'oracle.put', phase: 'after', nth: 0, happening: freeze(200) }],
  },
  {
    name: 'a worker that died after its send has left a mark',
    events: [
      { kind: 'patch', password: 1 },
      { kind: 'patch', password: 1001, at: 1_000, node: 1 },
    ],
    strikes: [{ kind: 'delivery', call: 'oracle.put', phase: 'after', nth: 0, happening: 'crash' }],
    details: { historyLength: 0 },
  },
  {
    name: 'the last look finds what a stale write has put back without a hook',
    events: [
      { kind: 'role', postHook: false },
      { kind: 'patch', password: 1, at: 100, node: 1 },
    ],
    strikes: [{ kind: 'request', call: 'idm.store', phase: 'before', nth: 0, happening: freeze(200) }],
    details: { historyLength: 1 },
    sends: 2,
  },
  {
    name: 'a gap between the revisions asks for a look',
    events: [
      { kind: 'role', postHook: true },
      { kind: 'patch', password: 1, at: 100, node: 1 },
    ],
    strikes: [{ kind: 'request', call: 'idm.store', phase: 'before', nth: 0, happening: freeze(200) }],
    details: { historyLength: 1 },
    sends: 2,
  },
  {
    name: 'a refusal is remembered, and parked: a change that is not committed has it looked at again, and not sent',
    events: [
      { kind: 'patch', password: 1 },
      { kind: 'patch', password: 2, at: 5_000 },
    ],
    failings: [{ point: 'idm.store', fault: 'error', nth: 1 }],
    details: { refused: [1] },
    sends: 1,
    told: 'parked',
  },
  {
    name: 'a request that reaches Oracle long after its lease is put right by its worker when it wakes',
    events: [
      { kind: 'patch', password: 1 },
      { kind: 'patch', password: 2, at: 100_000, node: 1 },
    ],
    failings: [{ point: 'oracle.residue', fault: 'frozen', nth: 0 }],
    slowest: true,
    details: { historyLength: 1, residue: true },
  },
  {
    name: 'a user who cannot be read is not taken to be gone',
    events: [{ kind: 'patch', password: 1 }],
    failings: [0, 1, 2].map((nth) => ({ point: 'users.read' as const, fault: 'unknown' as const, nth })),
    sends: 1,
  },
  {
    name: 'the outbox cannot be read in the hook, and the post hook tells of the change',
    events: [{ kind: 'patch', password: 1 }],
    failings: [{ point: 'outbox.read', fault: 'error', nth: 0 }],
    sends: 1,
  },
  {
    name: 'a throttled worker lets its lease go',
    events: [{ kind: 'patch', password: 1 }],
    failings: [{ point: 'oracle.put', fault: 'throttled', nth: 0 }],
    sends: 1,
  },
  {
    name: 'strict: what Oracle took and IDM did not store is put right',
    events: [{ kind: 'patch', password: 1 }],
    failings: [{ point: 'idm.store', fault: 'error', nth: 0 }],
    details: { mode: 'strict', historyLength: 1 },
    sends: 2,
  },
  {
    name: 'strict: a PATCH that IDM repeats is not sent twice',
    events: [
      { kind: 'patch', password: 1 },
      { kind: 'role', postHook: false, at: 10, node: 1 },
    ],
    strikes: [{ kind: 'request', call: 'idm.store', phase: 'before', nth: 1, happening: freeze(2) }],
    details: { mode: 'strict' },
    sends: 1,
  },
  {
    name: 'hashed: the copy that matches the stored hash is sent',
    events: [
      { kind: 'put', password: 1 },
      { kind: 'put', password: 2, node: 1, at: 1_000 },
    ],
    strikes: [{ kind: 'request', call: 'idm.store', phase: 'before', nth: 1, happening: freeze(20) }],
    details: { hashed: true },
  },
  {
    name: 'a create whose post hook never ran is found by its name',
    events: [{ kind: 'create', password: 1, user: 2 }],
    strikes: [{ kind: 'request', call: 'idm.store', phase: 'after', nth: 0, happening: 'crash' }],
    sends: 1,
  },
  {
    name: 'a create that never happened is dropped',
    events: [{ kind: 'create', password: 1, user: 2 }],
    strikes: [{ kind: 'request', call: 'idm.store', phase: 'before', nth: 0, happening: 'crash' }],
    sends: 0,
  },
  {
    name: 'a lost key has everything open looked at again',
    events: [
      { kind: 'patch', password: 1 },
      { kind: 'loseKey', at: 20_000 },
    ],
    failings: [0, 1, 2, 3].map((nth) => ({ point: 'oracle.put' as const, fault: 'transient' as const, nth })),
    sends: 1,
  },
  {
    name: 'a drain that wakes after another has closed the record does not take its last look before its time',
    events: [
      { kind: 'role', postHook: true },
      { kind: 'patch', password: 2 },
      { kind: 'role', at: 0, postHook: false },
      { kind: 'role', at: 1, postHook: false },
      { kind: 'patch', password: 1, at: 2 },
    ],
    strikes: [
      { kind: 'request', phase: 'before', nth: 13, happening: { freezeMs: 73_994 } },
      { kind: 'drain', phase: 'before', nth: 4, happening: { freezeMs: 67_009 } },
    ],
    details: { threads: false, fastPath: false },
  },
  {
    name: 'a deleted user is given nothing',
    events: [
      { kind: 'patch', password: 1 },
      { kind: 'delete', skipsHook: true, removesAccount: false, at: 1_000, node: 1 },
    ],
    strikes: [{ kind: 'delivery', call: 'users.read', phase: 'before', nth: 0, happening: freeze(5) }],
    sends: 0,
  },
];
