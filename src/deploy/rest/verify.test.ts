import { fakeIdm, type FakeIdm } from '../../idm/rest/testing/fake-idm';
import { contentOf } from '../content';
import type { Change, Made } from '../model';
import { verifyLoaded } from './verify';

let idm: FakeIdm;
beforeEach(async () => {
  idm = await fakeIdm();
});
afterEach(() => idm.close());

const soon = { deadlineMs: 0, pauseMs: 1 };
const bundle = { version: '2', environment: 'x', sha256: '0' };
const schedule = contentOf(Buffer.from('{"enabled":true,"schedule":"0 * * * * ?"}'));
const path = 'conf/schedule-passwordSyncRetry.json';
const created: Change = { kind: 'create', path, owner: 'bundle', after: schedule };
const deleted: Change = { kind: 'delete', path, owner: 'bundle', before: schedule };
const endpoint = 'endpoint/idcsPasswordSync';
const job = 'scheduler/job/passwordSyncRetry';

function running(version = '2', cron = '0 * * * * ?'): void {
  idm.objects.set(endpoint, { version, environment: 'x' });
  idm.objects.set(job, { enabled: true, schedule: cron });
}

it('finds everything as it should be', async () => {
  running();
  expect(await verifyLoaded(idm.client, { changes: [created], bundle }, soon)).toEqual([]);
});

it('waits until IDM has taken it up', async () => {
  let left = 3;
  idm.intercept = () => {
    if (left-- === 0) running();
    return undefined;
  };
  expect(await verifyLoaded(idm.client, { changes: [created], bundle }, { deadlineMs: 20_000, pauseMs: 1 })).toEqual(
    [],
  );
});

it.each<[string, Made, () => void, RegExp]>([
  ['an older version', { changes: [], bundle }, () => running('1'), /answers with version 1 of x/],
  ['no endpoint', { changes: [], bundle }, () => undefined, /answers 404/],
  ['another schedule', { changes: [created], bundle }, () => running('2', 'never'), /schedule never/],
  ['an endpoint that is still there', { changes: [], bundle: undefined }, () => running(), /gone: it answers 200/],
  [
    'a job that is still there',
    { changes: [deleted], bundle: undefined },
    () => {
      running();
      idm.objects.delete(endpoint);
    },
    /no job passwordSyncRetry any more: it answers 200/,
  ],
])('finds %s', async (_, made, prepare, what) => {
  prepare();
  const found = await verifyLoaded(idm.client, made, soon);
  expect(found).toMatchObject([{ code: 'not-in-force', what: expect.stringMatching(what) as string }]);
});

it('waits no longer for wrong credentials', async () => {
  idm.intercept = () => ({ status: 401, body: { code: 401 } });
  const found = await verifyLoaded(idm.client, { changes: [], bundle }, { deadlineMs: 60_000 });
  expect(found).toMatchObject([{ code: 'not-in-force', what: expect.stringContaining('401') as string }]);
});
