/** What the answer of the endpoint's action `health` says, in words. Pure. */
import type { Health } from '../../../scripts-ts/idm/health';
import type { Settings } from '../../../scripts-ts/idm/settings-file';
import { orientdbClasses } from '../../conf/merge/orientdb';
import { declareClasses } from './declare';
import { failed, passed, skipped, warning, type Outcome } from '../step';

const reload =
  'IDM looks at a script again after javascript.recompile.minimumInterval (60 s), and at a file of conf within some seconds: wait, or start it anew.';

type Ids = Health['ids'][number];
type Named = Pick<Settings, 'version' | 'environment'>;

/** The scripts, the settings that they were given, and what should run: the files of the installation, or a bundle. */
export function judgeVersion({ version, settings }: Health, files: Named | undefined, bundle?: Named): Outcome {
  const others = [
    ...(bundle === undefined || bundle.version === version ? [] : [`the bundle is of version ${bundle.version}`]),
    ...(settings.version === version ? [] : [`its settings are of version ${settings.version}`]),
    ...(files === undefined || files.version === version ? [] : [`the files are of version ${files.version}`]),
    ...(files === undefined || files.environment === settings.environment
      ? []
      : [
          `the files are of the environment ${files.environment}, and it runs ${settings.environment}: another server?`,
        ]),
  ];
  const what = `scripts of version ${version}`;
  return others.length === 0 ? passed(what) : failed(`${what}, and ${others.join(', and ')}`, reload);
}

/** Which way a change takes, and what keeps every one of them from being sent. */
export function judgeDelivery({ java, settings, objection }: Health): Outcome {
  if (objection !== null)
    return failed(`nothing is sent: ${objection}`, 'Mend that; until then every change waits, and none is lost.');
  const ways = {
    // Scripts that stand in the configuration can't be loaded by a thread.
    background:
      java && settings.scripts !== 'inline' ? 'after the answer, by a pool of threads' : 'by the schedule alone',
    inline: 'within the request, under its deadline',
    strict: 'before IDM stores',
  };
  const what = `${settings.mode}: ${ways[settings.mode]}`;
  if (java) return passed(`${what}; scripts may use Java`);
  const mend =
    'Where scripts should be able to use Java, see what script.json and the class loader of IDM keep from them. On Advanced Identity Cloud they never can.';
  return warning(`${what}; scripts may use no Java, so that nothing is kept between two calls`, mend);
}

/** Each reference by what IDM has for it. */
export function judgeReferences({ references, credentials }: Health): Outcome {
  const named = (...states: Health['references'][number]['state'][]) =>
    references.filter(({ state }) => states.includes(state)).map(({ name }) => name);
  const missing = named('missing', 'empty');
  const sealed = named('sealed');
  const write =
    'in conf/boot/boot.properties (resolver/boot.properties of newer versions), and start IDM anew: it is read at the start only.';
  if (missing.length > 0)
    return failed(
      `IDM has no value for ${missing.join(', ')}`,
      `Write ${missing.length === 1 ? 'it' : 'them'} ${write}`,
    );
  if (sealed.length > 0) {
    const mend = `Encrypt it anew with cli.sh encrypt of this very installation (another has another key), write it on one line ${write}`;
    return failed(`IDM can't decrypt ${sealed.join(', ')}`, mend);
  }
  if (!credentials.well) {
    return failed(
      `the credentials for Oracle can't be used: ${credentials.reason}`,
      'Mend the file or its password on this node.',
    );
  }
  const unsealed = named('unsealed');
  const plain = named('plain').filter((name) => /secret|passw/i.test(name));
  return passed(
    [
      references.length === 0
        ? 'the settings refer to nothing'
        : `${references.map(({ name }) => name).join(', ')} resolved`,
      ...(unsealed.length > 0 ? [`decrypted: ${unsealed.join(', ')}`] : []),
      ...(plain.length > 0 ? [`in clear text: ${plain.join(', ')}`] : []),
    ].join('; '),
  );
}

export function judgeTls({ tls, java }: Health): Outcome {
  if (!tls.well)
    return failed(
      tls.reason,
      'Mend the file that it names on this node; a relative name counts from the project folder.',
    );
  return java
    ? passed('IDM can read what the settings name')
    : skipped("external/rest trusts what IDM's own truststore holds");
}

/** Two creates of one id, of which the second has to be refused. */
export function judgeIds({ ids }: Health, overRest: boolean): Outcome {
  const at = (state: Ids['state']) => ids.filter((each) => each.state === state).map(({ path }) => path);
  const left = ids.flatMap((each) => (each.left === undefined ? [] : [`${each.path}/${each.left}`]));
  const andLeft = left.length === 0 ? '' : `; could not be removed: ${left.join(', ')}`;
  const [path = '', keysPath = ''] = ids.map((each) => each.path);
  const lacking = Object.entries(orientdbClasses({ path, keysPath })).filter((_, index) =>
    ['ambiguous', 'absent'].includes(ids[index]?.state ?? ''),
  );
  const declare = declareClasses(Object.fromEntries(lacking), overRest);
  const ambiguous = ids.filter(({ state }) => state === 'ambiguous');
  if (ambiguous.length > 0) {
    const what = ambiguous.map(
      (each) => `${each.path} has no unique index, so that doubles are possible (${countOf(each)})`,
    );
    return failed(`${what.join('; ')}${andLeft}`, [...doublesFirst(ambiguous), declare].join(' '));
  }
  const absent = at('absent');
  if (absent.length > 0) {
    return failed(
      `OrientDB has no class for ${absent.join(' and ')}, and would make it without its unique index`,
      declare,
    );
  }
  const unknown = ids.filter(({ state }) => state === 'unknown');
  if (unknown.length > 0) {
    const what = unknown.map(({ path, reason }) => `${path}: ${reason ?? 'no reason'}`).join('; ');
    return failed(
      `it could not be tried at ${what}${andLeft}`,
      "See IDM's logs/openidm0.log.0: the repository takes no entry there, so that no change is noted.",
    );
  }
  const refuse = `${ids.map(({ path }) => path).join(' and ')} refuse a second one`;
  if (left.length === 0) return passed(refuse);
  const mend = 'It does no harm here; pwsync doctor removes it when it is run again five minutes from now, or later.';
  return warning(`${refuse}${andLeft}`, mend);
}

function countOf({ doubles }: Ids): string {
  if (doubles === undefined || doubles === null) return 'whether some are there was not counted';
  if (doubles === 0) return 'none is there now';
  return doubles === 1 ? '1 id is there more than once' : `${doubles} ids are there more than once`;
}

/** IDM does not start any more where a unique index is declared over two records of one id. */
function doublesFirst(ambiguous: readonly Ids[]): string[] {
  const consequence = 'IDM does not start any more where a unique index is declared over two records of one id';
  const there = ambiguous.filter(({ doubles }) => doubles !== 0);
  if (there.length === 0) return [];
  const see = there.map(({ path }) => `GET ${path}?_queryFilter=true&_fields=_id`).join(' and ');
  const remove = 'a DELETE with If-Match takes one of the two, see docs/doctor.md';
  return there.some(({ doubles }) => doubles)
    ? [`First remove what ${see} lists more than once (${remove}): ${consequence}.`]
    : [`First see whether ${see} lists an id more than once, and remove it (${remove}): ${consequence}.`];
}

/** How late a run may be before it is missed: Quartz fires on the second, and a run takes 50 s at the most. */
const LATE_SECONDS = 120;

/** The drain has run of late, or could not yet. */
export function judgeSchedule({ drain, upSeconds, settings, oracle, time }: Health): Outcome {
  const { job, last, overdue } = drain;
  const see = "See IDM's logs/openidm0.log.0 for passwordSyncRetry, and conf/scheduler.json.";
  if (job === null) {
    const mend =
      'Deploy conf/schedule-passwordSyncRetry.json. IDM drops one that Quartz does not take, with a line in its log.';
    return failed('the scheduler has no job passwordSyncRetry: what waits is never delivered', mend);
  }
  if (!job.enabled)
    return failed(
      'the job passwordSyncRetry is switched off',
      'Set schedule.enabled in the environment, build and deploy.',
    );
  const next = job.next === null ? '' : `, next at ${job.next}`;
  if (overdue && oracle.gate.kind === 'open') {
    return failed(`records are due for more than five minutes, and nobody looks at them${next}`, see);
  }
  if (last === null) {
    if (upSeconds === null) return passed(`"${job.schedule}"${next}; without Java its last run is not known`);
    const wait = intervalSeconds(job.schedule);
    if (wait === undefined || upSeconds < wait + LATE_SECONDS) {
      return passed(`"${job.schedule}"${next}; no run yet, IDM was started ${upSeconds} s ago`);
    }
    const what = `it has not run on this node since its start ${upSeconds} s ago`;
    if (settings.nodes > 1)
      return warning(`${what}: another node may run it`, 'Ask the other nodes too (--url of each).');
    return failed(what, `${see} openidm.scheduler.execute.persistent.schedules has to be true on one node.`);
  }
  const ago = Math.max(0, Math.round((Date.parse(time) - Date.parse(last.at)) / 1000));
  const broke = last.broken ? `, ${last.broken} entries broke` : '';
  const what = `"${job.schedule}", last run ${ago} s ago${broke}${next}`;
  const wait = intervalSeconds(job.schedule);
  if (wait !== undefined && ago > wait + LATE_SECONDS) {
    if (settings.nodes > 1)
      return warning(`${what}: another node may run it`, 'Ask the other nodes too (--url of each).');
    return failed(what, see);
  }
  if (last.broken) return warning(what, "See IDM's logs/openidm0.log.0 for the entries that can't be handled.");
  return passed(what);
}

/** How far apart the runs of the simple schedules are; undefined for all others. */
export function intervalSeconds(cron: string): number | undefined {
  const [seconds, minutes, hours, ...rest] = cron.trim().split(/\s+/);
  if (!/^\d+$/.test(seconds ?? '') || !/^[*?] [*?] [*?]( \*)?$/.test(rest.join(' '))) return undefined;
  if (hours === '*' && minutes === '*') return 60;
  const step = /^(?:\*|\d+)\/(\d+)$/.exec(minutes ?? '')?.[1];
  if (hours === '*' && step !== undefined) return Number(step) * 60;
  return hours === '*' && /^\d+$/.test(minutes ?? '') ? 3600 : undefined;
}

/** A stock keystore takes about 50 ms; twice and more is a burden to whatever IDM encrypts itself. */
const COSTLY_MS = 150;

export function judgeKeystore({ keystore }: Health): Outcome {
  if ('reason' in keystore) {
    const mend =
      'See that openidm.config.crypto.alias names a key of the keystore. Without it IDM can encrypt nothing, and no fingerprint can be made.';
    return failed(`IDM can't encrypt and decrypt: ${keystore.reason}`, mend);
  }
  const { encryptMs, decryptMs } = keystore;
  const what = `${encryptMs} ms to encrypt, ${decryptMs} ms to decrypt`;
  if (Math.max(encryptMs, decryptMs) <= COSTLY_MS) return passed(what);
  const mend =
    'A stock keystore takes some 50 ms, for IDM unseals its key at every call: this machine is busy or slow. A JCEKS keystore that is written anew ' +
    'with fewer rounds takes a few ms, see docs/doctor.md.';
  return warning(what, mend);
}

/** Clocks of nodes agree within seconds; leases count on less than this. */
const WARNING_SECONDS = 5;
const GREATEST_SECONDS = 30;

/** The server's clock against this machine's, and Oracle's against the server's where it has answered it. */
export function judgeClocks(
  { time, oracleAhead }: Health,
  { sentAt, receivedAt }: { sentAt: number; receivedAt: number },
): Outcome {
  const server = Date.parse(time);
  // The server looked at its clock at some moment in between.
  const ahead = server < sentAt ? server - sentAt : server > receivedAt ? server - receivedAt : 0;
  const seconds = Math.round(ahead / 1000);
  const told = [
    seconds === 0 ? "agrees with this machine's" : `is ${inWords(seconds)} this machine's`,
    ...(oracleAhead === null ? [] : [oracleWords(oracleAhead.seconds)]),
  ].join('; ');
  const greatest = Math.max(Math.abs(seconds), Math.abs(oracleAhead?.seconds ?? 0));
  const what = `IDM's clock ${told}`;
  const mend =
    'Set the clock of each machine by NTP: timedatectl tells whether it is. Leases allow for 30 s between two nodes.';
  if (greatest > GREATEST_SECONDS) return failed(what, mend);
  return greatest > WARNING_SECONDS ? warning(what, mend) : passed(what);
}

function oracleWords(seconds: number): string {
  return seconds === 0 ? "Oracle's agrees with IDM's" : `Oracle's is ${inWords(seconds)} IDM's`;
}

function inWords(seconds: number): string {
  return `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'}`;
}

/** What waits, what is parked, and whether Oracle lets anything through. */
export function judgeQueue({ queue, oracle: { gate } }: Health): Outcome {
  const what = `${queue.size} ${queue.size === 1 ? 'waits' : 'wait'}, ${queue.parked} parked`;
  if (gate.kind === 'broken') {
    const mend = 'pwsync doctor --oracle --env NAME finds where; one delivery a minute tries again by itself.';
    return failed(`${what}; Oracle refuses this node: ${gate.failure.class}: ${gate.failure.reason}`, mend);
  }
  if (gate.kind === 'paused') {
    return warning(
      `${what}; deliveries pause until ${gate.until}: ${gate.failure.reason}`,
      'They go on by themselves. See idcs.rate if it stays so.',
    );
  }
  if (queue.parked > 0) {
    const mend =
      'GET repo/passwordsync/outbox?_queryFilter=state+eq+"parked" tells whose, and failure why; what only wants another try goes out by POST endpoint/idcsPasswordSync?_action=drain.';
    return warning(what, mend);
  }
  return passed(`${what}; the breaker is closed`);
}
