import type { Health } from '../../../scripts-ts/idm/health';
import {
  intervalSeconds,
  judgeClocks,
  judgeDelivery,
  judgeIds,
  judgeKeystore,
  judgeQueue,
  judgeReferences,
  judgeSchedule,
  judgeTls,
  judgeVersion,
} from './health-judges';
import type { Outcome } from '../step';

const now = '2026-01-02T03:04:05.000Z';
const group = { taken: 0, perMinute: 10 };

/** What a server answers with which all is well. */
const well: Health = {
  version: '1.0.0',
  settings: { version: '1.0.0', environment: 'prod', scripts: 'files', mode: 'background', nodes: 1 },
  node: 'node1',
  time: now,
  upSeconds: 3600,
  java: true,
  objection: null,
  keystore: { encryptMs: 50, decryptMs: 50 },
  references: [
    { name: 'idcs.client.id', state: 'plain' },
    { name: 'idcs.client.secret', state: 'unsealed' },
    { name: 'region', state: 'default' },
  ],
  ids: [
    { path: 'repo/passwordsync/outbox', state: 'unique' },
    { path: 'repo/passwordsync/keys', state: 'unique' },
  ],
  drain: {
    last: { at: '2026-01-02T03:04:00.000Z', looked: 0, broken: 0, seconds: 0.1 },
    overdue: false,
    job: { enabled: true, persisted: true, schedule: '0 * * * * ?', next: '2026-01-02T03:05:00.000Z' },
  },
  tls: { well: true },
  credentials: { well: true },
  queue: { size: 0, parked: 0 },
  oracle: { gate: { kind: 'open' }, rate: { token: group, authn: group, others: group } },
  oracleAhead: null,
};

const drain = (change: Partial<Health['drain']>, rest: Partial<Health> = {}): Health => ({
  ...well,
  ...rest,
  drain: { ...well.drain, ...change },
});
const words = (outcome: Outcome): string =>
  `${outcome.status}: ${outcome.what}${'mend' in outcome ? ` | ${outcome.mend}` : ''}`;
const closed = (kind: 'paused' | 'broken'): Health['oracle'] => ({
  ...well.oracle,
  gate: { kind, until: now, failure: { class: 'configuration', reason: 'HTTP 401: no such client' } },
});
const asked = (at: number, until = at): { sentAt: number; receivedAt: number } => ({ sentAt: at, receivedAt: until });
const servers = Date.parse(now);

it.each<[string, () => Outcome, RegExp]>([
  ['version', () => judgeVersion(well, undefined), /^passed: scripts of version 1\.0\.0$/],
  [
    'version of the files',
    () => judgeVersion(well, { version: '1.1.0', environment: 'prod' }),
    /^failed: scripts of version 1\.0\.0, and the files are of version 1\.1\.0 \| .*recompile.*60 s.*start it anew/,
  ],
  [
    'version of the bundle',
    () => judgeVersion(well, undefined, { version: '1.1.0', environment: 'prod' }),
    /^failed: .*the bundle is of version 1\.1\.0/,
  ],
  [
    'version of the settings',
    () => judgeVersion({ ...well, version: '0.9.0' }, undefined),
    /^failed: scripts of version 0\.9\.0, and its settings are of version 1\.0\.0/,
  ],
  [
    'another server',
    () => judgeVersion(well, { version: '1.0.0', environment: 'test' }),
    /^failed: .*environment test, and it runs prod: another server\?/,
  ],
  ['pool', () => judgeDelivery(well), /^passed: background: after the answer, by a pool.*may use Java/],
  [
    'scripts in the configuration',
    () => judgeDelivery({ ...well, settings: { ...well.settings, scripts: 'inline' } }),
    /^passed: background: by the schedule alone; scripts may use Java/,
  ],
  [
    'no Java',
    () => judgeDelivery({ ...well, java: false }),
    /^warning: background: by the schedule alone; scripts may use no Java/,
  ],
  [
    'settings that do not do',
    () => judgeDelivery({ ...well, java: false, objection: 'scripts may use no Java here' }),
    /^failed: nothing is sent: scripts may use no Java here/,
  ],
  [
    'references',
    () => judgeReferences(well),
    /^passed: idcs\.client\.id, idcs\.client\.secret, region resolved; decrypted: idcs\.client\.secret$/,
  ],
  [
    'a reference without a value',
    () => judgeReferences({ ...well, references: [{ name: 'idcs.client.secret', state: 'missing' }] }),
    /^failed: IDM has no value for idcs\.client\.secret \| .*boot\.properties.*start IDM anew/,
  ],
  [
    'a secret of another installation',
    () => judgeReferences({ ...well, references: [{ name: 'idcs.client.secret', state: 'sealed' }] }),
    /^failed: IDM can't decrypt idcs\.client\.secret \| Encrypt it anew with cli\.sh encrypt of this very/,
  ],
  [
    'a key that signs nothing',
    () =>
      judgeReferences({
        ...well,
        credentials: { well: false, reason: '500 idcs.assertion.keystore: k can not be read' },
      }),
    /^failed: the credentials for Oracle can't be used: 500 idcs\.assertion/,
  ],
  ['trust', () => judgeTls(well), /^passed/],
  ['trust without Java', () => judgeTls({ ...well, java: false }), /^skipped/],
  [
    'a trust file that IDM can not read',
    () => judgeTls({ ...well, tls: { well: false, reason: "500 idcs.tls.trustFile: ca.pem can't be read" } }),
    /^failed: 500 idcs\.tls\.trustFile: ca\.pem can't be read \| /,
  ],
  [
    'ids',
    () => judgeIds(well, false),
    /^passed: repo\/passwordsync\/outbox and repo\/passwordsync\/keys refuse a second one$/,
  ],
  [
    'no unique index',
    () => judgeIds({ ...well, ids: [{ path: 'repo/a', state: 'ambiguous', doubles: 0 }, well.ids[1]!] }, false),
    /^failed: repo\/a has no unique index, so that doubles are possible \(none is there now\) \| Declare .*pwsync apply/,
  ],
  [
    'no unique index, and doubles',
    () =>
      judgeIds(
        {
          ...well,
          ids: [
            { path: 'repo/a', state: 'ambiguous', doubles: 1 },
            { path: 'repo/b', state: 'ambiguous', doubles: 2 },
          ],
        },
        false,
      ),
    /^failed: repo\/a has no .* possible \(1 id is there more than once\); repo\/b .*\(2 ids are there .* \| First remove .*Declare/,
  ],
  [
    'no unique index, and more records than are looked at',
    () => judgeIds({ ...well, ids: [{ path: 'repo/a', state: 'ambiguous', doubles: null }] }, false),
    /^failed: .*\(whether some are there was not counted\) \| First see .*GET repo\/a\?_queryFilter=true&_fields=_id .*Declare/,
  ],
  [
    'no unique index, told by scripts that do not count',
    () => judgeIds({ ...well, ids: [{ path: 'repo/a', state: 'ambiguous' }] }, false),
    /^failed: .*was not counted/,
  ],
  [
    'no unique index after a deployment over REST',
    () =>
      judgeIds(
        {
          ...well,
          ids: [
            { path: 'repo/p/a', state: 'ambiguous', doubles: 0 },
            { path: 'repo/p/b', state: 'unique' },
          ],
        },
        true,
      ),
    /^failed: .* \| Add by hand .*below dbStructure\.orientdbClass, \{"p_a":[^}]*"indexType":"unique"(?!.*p_b).*start IDM anew/,
  ],
  [
    'no unique index, and what the check-up could not take away',
    () => judgeIds({ ...well, ids: [{ path: 'repo/a', state: 'ambiguous', left: 'doctor-1', doubles: 1 }] }, false),
    /^failed: repo\/a has no .*; could not be removed: repo\/a\/doctor-1 \| First remove/,
  ],
  [
    'a unique index, and what the check-up could not take away',
    () => judgeIds({ ...well, ids: [{ path: 'repo/a', state: 'unique', left: 'doctor-1' }] }, false),
    /^warning: repo\/a refuse a second one; could not be removed: repo\/a\/doctor-1 \| /,
  ],
  [
    'no class',
    () => judgeIds({ ...well, ids: [{ path: 'repo/a', state: 'absent' }] }, false),
    /^failed: OrientDB has no class for repo\/a, .* \| Declare/,
  ],
  [
    'a repository that takes nothing',
    () => judgeIds({ ...well, ids: [{ path: 'repo/a', state: 'unknown', reason: 'disk full' }] }, false),
    /^failed: it could not be tried at repo\/a: disk full \|/,
  ],
  ['schedule', () => judgeSchedule(well), /^passed: "0 \* \* \* \* \?", last run 5 s ago, next at 2026/],
  ['no job', () => judgeSchedule(drain({ job: null })), /^failed: the scheduler has no job passwordSyncRetry/],
  [
    'a job that is off',
    () => judgeSchedule(drain({ job: { ...well.drain.job!, enabled: false } })),
    /^failed: the job passwordSyncRetry is switched off/,
  ],
  [
    'a last run long ago',
    () => judgeSchedule(drain({ last: { at: '2026-01-02T02:04:05.000Z' } })),
    /^failed: .*last run 3600 s ago/,
  ],
  [
    'a last run long ago on one of several nodes',
    () =>
      judgeSchedule(drain({ last: { at: '2026-01-02T02:04:05.000Z' } }, { settings: { ...well.settings, nodes: 2 } })),
    /^warning: .*another node may run it/,
  ],
  [
    'no run',
    () => judgeSchedule(drain({ last: null })),
    /^failed: it has not run on this node since its start 3600 s ago/,
  ],
  ['no run yet', () => judgeSchedule(drain({ last: null }, { upSeconds: 30 })), /^passed: .*IDM was started 30 s ago/],
  ['no run that is known', () => judgeSchedule(drain({ last: null }, { upSeconds: null })), /^passed: .*is not known/],
  ['records that nobody looks at', () => judgeSchedule(drain({ overdue: true })), /^failed: records are due for more/],
  [
    'records that wait for Oracle',
    () => judgeSchedule(drain({ overdue: true }, { oracle: closed('broken') })),
    /^passed/,
  ],
  [
    'entries that broke',
    () => judgeSchedule(drain({ last: { at: now, looked: 2, broken: 1, seconds: 1 } })),
    /^warning: .*1 entries broke/,
  ],
  ['keystore', () => judgeKeystore(well), /^passed: 50 ms to encrypt, 50 ms to decrypt$/],
  [
    'a costly keystore',
    () => judgeKeystore({ ...well, keystore: { encryptMs: 50, decryptMs: 400 } }),
    /^warning: 50 ms to encrypt, 400 ms to decrypt \| .*docs\/doctor\.md/,
  ],
  [
    'no key',
    () => judgeKeystore({ ...well, keystore: { reason: 'Encryption key x not found' } }),
    /^failed: IDM can't encrypt and decrypt: Encryption key x not found \| .*crypto\.alias/,
  ],
  [
    'clocks',
    () => judgeClocks(well, asked(servers - 200, servers + 300)),
    /^passed: IDM's clock agrees with this machine's$/,
  ],
  ['a clock ahead', () => judgeClocks(well, asked(servers - 12_000)), /^warning: IDM's clock is 12 s ahead of this/],
  ['a clock far behind', () => judgeClocks(well, asked(servers + 90_000)), /^failed: IDM's clock is 90 s behind this/],
  [
    "Oracle's clock",
    () => judgeClocks({ ...well, oracleAhead: { seconds: -40, at: now } }, asked(servers)),
    /^failed: IDM's clock agrees .*; Oracle's is 40 s behind IDM's \|/,
  ],
  ['queue', () => judgeQueue(well), /^passed: 0 wait, 0 parked; the breaker is closed$/],
  [
    'parked',
    () => judgeQueue({ ...well, queue: { size: 1, parked: 2 } }),
    /^warning: 1 waits, 2 parked \| .*_action=drain/,
  ],
  [
    'an open breaker',
    () => judgeQueue({ ...well, oracle: closed('broken') }),
    /^failed: .*Oracle refuses this node: configuration: HTTP 401: no such client \| .*--oracle/,
  ],
  ['a pause', () => judgeQueue({ ...well, oracle: closed('paused') }), /^warning: .*deliveries pause until 2026/],
])('%s', (_, judge, expected) => {
  expect(words(judge())).toMatch(expected);
});

it.each([
  ['0 * * * * ?', 60],
  ['30 0/15 * * * ?', 900],
  ['0 */5 * ? * * *', 300],
  ['0 0 * * * ?', 3600],
  ['0 0 3 * * ?', undefined],
  ['0 * * ? * MON', undefined],
  ['*/10 * * * * ?', undefined],
])('the schedule %s runs every %s s', (cron, seconds) => {
  expect(intervalSeconds(cron)).toBe(seconds);
});
