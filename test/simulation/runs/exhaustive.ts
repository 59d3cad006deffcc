/**
 * Every crash point and every freeze of the happy path and of the first retry, one by one, in each mode; and every way in which
 * two concurrent changes of one user can take turns, up to two switches.
 */
import type { Failing, Strike } from '../world/scripted';
import type { Stats } from '../world/stats';
import { type Details, type Happens, runScript, type Script } from './scripted';

const MODES: Array<[string, Details]> = [
  ['background', { fastPath: false }],
  ['background, fast path', {}],
  ['without threads', { threads: false, fastPath: false }],
  ['hashed', { hashed: true }],
  ['inline', { mode: 'inline' }],
  ['strict', { mode: 'strict' }],
];

const CHANGES: Array<[string, Happens[]]> = [
  ['patch', [{ kind: 'patch', password: 1 }]],
  ['create', [{ kind: 'create', password: 1, user: 2 }]],
  ['create with an id', [{ kind: 'put', password: 1, user: 3 }]],
  [
    'two changes',
    [
      { kind: 'patch', password: 1 },
      { kind: 'patch', password: 2, at: 1_000, node: 1 },
    ],
  ],
];

const FIRST_ANSWERS: Array<Failing['fault'] | null> = [null, 'transient', 'lost', 'dropped', 'late', 'error5xxAfter'];

const HAPPENINGS: Array<Strike['happening']> = ['crash', { freezeMs: 75_000 }, { freezeMs: 700_000 }];

export interface Case {
  name: string;
  script: Script;
}

/** The runs without a strike; each has as many strike points as it passes. */
function* bases(): Generator<Case> {
  for (const [mode, details] of MODES) {
    for (const [change, events] of CHANGES) {
      for (const fault of FIRST_ANSWERS) {
        for (const slowest of [false, true]) {
          const failings: Failing[] = fault === null ? [] : [{ point: 'oracle.put', fault, nth: 0 }];
          const name = `${mode}, ${change}, ${fault ?? 'no fault'}${slowest ? ', slow' : ''}`;
          yield { name, script: { details, events, failings, slowest } };
        }
      }
    }
  }
}

/**
 * @param stride  only each so-manieth point
 * @throws {Violation}
 */
export function everyStrike(stats: Stats, onCase: (made: Case) => void, happenings = HAPPENINGS, stride = 1): void {
  for (const base of bases()) {
    onCase(base);
    const { points } = runScript(base.script, stats);
    for (let nth = 0; nth < points; nth += stride) {
      for (const happening of happenings) {
        const told = happening === 'crash' ? 'crash' : 'freeze';
        const made = {
          name: `${base.name}, ${told} at ${nth}`,
          script: { ...base.script, strikes: [{ happening, nth }] },
        };
        onCase(made);
        runScript(made.script, stats);
      }
    }
  }
}

/**
 * @param stride  only each so-manieth second switch
 * @throws {Violation}
 */
export function everyTurn(stats: Stats, onCase: (made: Case) => void, stride = 1): void {
  for (const [mode, details] of MODES) {
    for (const second of ['patch', 'put'] as const) {
      const events: Happens[] = [
        { kind: 'patch', password: 1 },
        { kind: second, password: 2 },
      ];
      const { points } = runScript({ details, events }, stats);
      for (let first = 0; first < points; first++) {
        for (let then = first + 1; then <= points; then += stride) {
          const strikes: Strike[] = [first, then].map((nth) => ({ happening: 'yield', nth }));
          const made = {
            name: `${mode}, patch and ${second}, turns at ${first} and ${then}`,
            script: { details, events, strikes },
          };
          onCase(made);
          runScript(made.script, stats);
        }
      }
    }
  }
}
