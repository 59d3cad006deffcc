import { spawnSync } from 'node:child_process';
import os from 'node:os';
import { fakeIdm, type FakeIdm } from '../../idm/rest/testing/fake-idm';
import { withLock } from './lock';

let idm: FakeIdm;
beforeEach(async () => {
  idm = await fakeIdm();
});
afterEach(() => idm.close());

const locks = () => [...idm.configs.keys()].filter((id) => id.startsWith('custom/idcsPasswordSyncLock'));

/** Leaves the lock that a process of ours holds, as if it had ended at once. */
async function abandoned(change: object): Promise<string> {
  await withLock(idm.client, {}, async () => {
    const [id] = locks();
    idm.configs.set('custom/idcsPasswordSyncLock-other', { ...idm.configs.get(id!), ...change });
  });
  return 'custom/idcsPasswordSyncLock-other';
}

function endedProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

it('is held while the work goes on, and leaves nothing', async () => {
  const result = await withLock(idm.client, {}, async () => {
    expect(idm.configs.get(locks()[0]!)).toMatchObject({ process: process.pid });
    return 'done';
  });
  expect(result).toBe('done');
  expect(locks()).toEqual([]);
});

it('leaves nothing when the work fails', async () => {
  await expect(withLock(idm.client, {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(locks()).toEqual([]);
});

it('says who holds it and how to break it', async () => {
  const inner = withLock(idm.client, {}, () => withLock(idm.client, {}, async () => undefined));
  await expect(inner).rejects.toMatchObject({
    problems: [
      {
        code: 'locked',
        what: expect.stringContaining(`@${os.hostname()}, process ${process.pid}, since 2`) as string,
        mend: expect.stringContaining('--break-lock') as string,
      },
    ],
  });
  expect(locks()).toEqual([]);
});

it('is given to no more than one of many that come at once', async () => {
  let inside = 0;
  let most = 0;
  const all = Array.from({ length: 6 }, () =>
    withLock(idm.client, {}, async () => {
      most = Math.max(most, ++inside);
      await idm.client.ping();
      inside--;
    }).catch(() => undefined),
  );
  await Promise.all(all);
  expect(most).toBeLessThanOrEqual(1);
  expect(locks()).toEqual([]);
});

it('gives way to one that raised its flag in between', async () => {
  idm.intercept = ({ method, path }) => {
    if (method === 'PUT' && path.includes('Lock')) idm.configs.set('custom/idcsPasswordSyncLock-other', {});
    return undefined;
  };
  await expect(withLock(idm.client, {}, async () => undefined)).rejects.toMatchObject({
    problems: [{ code: 'locked' }],
  });
  expect(locks()).toEqual(['custom/idcsPasswordSyncLock-other']);
});

it('takes over the lock of a process that has ended on this machine', async () => {
  await abandoned({ process: endedProcess() });
  await withLock(idm.client, {}, async () => expect(locks()).toHaveLength(1));
  expect(locks()).toEqual([]);
});

it('leaves the lock of another machine, whatever its process is', async () => {
  const id = await abandoned({ process: endedProcess(), machine: 'another' });
  await expect(withLock(idm.client, {}, async () => undefined)).rejects.toMatchObject({
    problems: [{ code: 'locked' }],
  });
  expect(locks()).toEqual([id]);
});

it('breaks any lock when told to', async () => {
  await abandoned({ machine: 'another' });
  await withLock(idm.client, { breakLock: true }, async () => expect(locks()).toHaveLength(1));
  expect(locks()).toEqual([]);
});
