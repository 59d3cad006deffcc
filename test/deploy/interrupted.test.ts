/** An apply or a rollback dies at each of its steps, or meets a full disk there. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readBundle, type Bundle } from '../../src/bundle/read';
import * as engine from '../../src/deploy/carry-out';
import { folderTarget } from '../../src/deploy/folder/target';
import type { Target } from '../../src/deploy/model';
import { planDeployment } from '../../src/deploy/plan';
import { planWayBack } from '../../src/deploy/way-back';
import { KnownFailure } from '../../src/environment/problem';
import { idmFolders } from '../../src/idm/folders';
import { inject } from './fault';
import { builtBundle, everythingIn, installation, pwsync, removeTemporaryFolders, whatIdmSees } from './installation';

let folder: string;
let bundle: Bundle;
/** What IDM sees without and with the bundle. */
let without: Record<string, string>;
let withIt: Record<string, string>;
/** A process that is no more. */
let dead: number;

const fsync = fs.fsyncSync;

const watch: engine.Watch = { changing: () => {}, verifying: () => {} };

const targetIn = (idm: string): Target => folderTarget(idmFolders({ install: idm }));

/** What the command does, without asking. */
async function apply(idm: string): Promise<void> {
  const target = targetIn(idm);
  if ((await target.history()).underway) await engine.leadOn(target, watch);
  const plan = await planDeployment(bundle, target, (await target.history()).made);
  if (plan.changes.length > 0) await engine.apply(plan, target, watch, () => new Date());
}

async function rollback(idm: string): Promise<void> {
  const target = targetIn(idm);
  const { deployment, changes } = await planWayBack(target, await target.history());
  await engine.takeBack(deployment, changes, target, watch);
}

beforeAll(async () => {
  folder = await builtBundle();
  bundle = withShortScripts(readBundle(folder));
  without = everythingIn(installation());
  withIt = whatIdmSees(await deployed());
  dead = spawnSync('true').pid;
});
// The machine stays up here, and whether a disk has what it was told no process can see.
beforeAll(() => (fs.fsyncSync = () => {}));
afterAll(() => (fs.fsyncSync = fsync));
afterAll(removeTemporaryFolders);

/** What is in a script matters to none of these, and takes its time some hundred times. */
function withShortScripts(whole: Bundle): Bundle {
  const shortened = ({ path: name, content }: Bundle['files'][number]) => ({
    path: name,
    content: name.startsWith('script/') ? `// ${name}\n` : content,
  });
  return { ...whole, files: whole.files.map(shortened) };
}

async function fresh(): Promise<string> {
  return installation();
}

async function deployed(): Promise<string> {
  const idm = installation();
  await apply(idm);
  return idm;
}

class Died extends Error {}

/** Runs something with a fault, and answers how it ended; after a death nothing it does reaches the disk. */
async function runWith(
  fault: string,
  run: () => Promise<void>,
): Promise<{ steps: number; writes: number; error: unknown }> {
  const injected = inject(fault, () => {
    throw new Died();
  });
  let error: unknown;
  try {
    await run();
  } catch (caught) {
    error = caught;
  }
  injected.end();
  return { steps: injected.steps(), writes: injected.writes(), error };
}

async function countsOf(run: typeof apply, prepared: typeof fresh): Promise<{ steps: number; writes: number }> {
  const idm = await prepared();
  const { error, ...counts } = await runWith('count', () => run(idm));
  expect(error).toBeUndefined();
  return counts;
}

/** The lock of a process that died names one that is no more; this one lives. */
function letLockDie(idm: string): void {
  const lock = path.join(idm, '.pwsync/lock');
  if (!fs.existsSync(lock)) return;
  const holder = JSON.parse(fs.readFileSync(lock, 'utf8')) as object;
  fs.writeFileSync(lock, JSON.stringify({ ...holder, pid: dead }));
}

const runs = [
  ['an apply', apply, fresh],
  ['a rollback', rollback, deployed],
] as const;

describe.each(runs)('%s that dies', (_, run, prepared) => {
  test.each(['kill', 'torn'])('(%s) at any step is led back by a rollback, and on by an apply', async (kind) => {
    const { steps, writes } = await countsOf(run, prepared);
    const count = kind === 'torn' ? writes : steps;
    let between = 0;
    for (let step = 1; step <= count; step++) {
      const idm = await prepared();
      await runWith(`${kind}:${step}`, () => run(idm));
      letLockDie(idm);
      if (!isWhole(idm)) between++;
      const copy = installation();
      fs.rmSync(copy, { recursive: true });
      fs.cpSync(idm, copy, { recursive: true });

      if ((await targetIn(copy).history()).underway) await rollback(copy);
      expect([step, isWhole(copy)]).toEqual([step, true]);

      await apply(idm);
      expect([step, whatIdmSees(idm)]).toEqual([step, withIt]);
      await rollback(idm);
      expect([step, everythingIn(idm)]).toEqual([step, without]);
    }
    expect(between).toBeGreaterThan(count / 4);
  });

  test('with its process, at some steps', async () => {
    const { steps } = await countsOf(run, prepared);
    const args = {
      apply: (idm: string) => ['apply', folder, '--idm', idm, '--yes'],
      rollback: (idm: string) => ['rollback', '--idm', idm, '--yes'],
    };
    for (let step = 5; step <= steps; step += 17) {
      const idm = installation();
      if (run === rollback) await done(args.apply(idm));
      const killed = await pwsync((run === apply ? args.apply : args.rollback)(idm), { fault: `kill:${step}` });
      expect(killed.signal).toBe('SIGKILL');
      await done(args.apply(idm));
      expect(Object.keys(whatIdmSees(idm))).toEqual(Object.keys(withIt));
      await done(args.rollback(idm));
      expect(everythingIn(idm)).toEqual(without);
    }
  });
});

async function done(args: string[]): Promise<void> {
  const { code, stderr } = await pwsync(args);
  expect({ code, stderr }).toMatchObject({ code: 0 });
}

test('a disk that is full from any step on: nothing is left half-done, nothing is lost', async () => {
  const { steps } = await countsOf(apply, fresh);
  let refused = 0;
  for (let step = 1; step <= steps; step++) {
    const idm = await fresh();
    const { error } = await runWith(`full:${step}`, () => apply(idm));
    if (error === undefined) {
      expect(whatIdmSees(idm)).toEqual(withIt);
      continue;
    }
    refused++;
    expect(error).toBeInstanceOf(KnownFailure);
    const { problems } = error as KnownFailure;
    expect(problems[0]).toMatchObject({ code: 'unwritable', what: "can't be written: the disk is full" });
    // Where even the way back needs room, the next call finds what was underway.
    if (problems.some(({ code }) => code === 'interrupted')) await rollback(idm);
    expect([step, everythingIn(idm)]).toEqual([step, without]);
  }
  expect(refused).toBeGreaterThan(steps / 4);
});

function isWhole(idm: string): boolean {
  const seen = JSON.stringify(whatIdmSees(idm));
  return [without, withIt].some((state) => JSON.stringify(state) === seen);
}
