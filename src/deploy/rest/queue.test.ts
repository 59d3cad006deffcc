import { fakeIdm, type FakeIdm, type Reply } from '../../idm/rest/testing/fake-idm';
import { dropQueue } from './queue';

const outbox = { path: 'repo/passwordsync/outbox', keysPath: 'repo/passwordsync/keys' };

let idm: FakeIdm;
beforeEach(async () => {
  idm = await fakeIdm();
});
afterEach(() => idm.close());

/** A repository that gives two records a page, and deletes by revision. */
function holding(records: { _id: string; _rev: string }[]): void {
  idm.intercept = ({ method, path, headers }): Reply => {
    if (method === 'GET') {
      const result = path.startsWith(outbox.path) ? records.slice(0, 2) : [];
      return { status: 200, body: { result } };
    }
    const id = decodeURIComponent(path.split('/').pop()!);
    const at = records.findIndex(({ _id, _rev }) => _id === id && headers['if-match'] === `"${_rev}"`);
    if (at < 0) return { status: 412, body: {} };
    records.splice(at, 1);
    return { status: 200, body: {} };
  };
}

it('deletes page by page, two of one id as well, and counts', async () => {
  const records = ['a', 'b/c', 'd', 'd', 'e'].map((_id, n) => ({ _id, _rev: String(n) }));
  holding(records);
  expect(await dropQueue(idm.client, outbox)).toEqual({ outbox: 5, keys: 0 });
  expect(records).toEqual([]);
});

it.each([400, 404])('finds nothing where the repository knows no such class (%d)', async (status) => {
  idm.intercept = () => ({ status, body: { code: status } });
  expect(await dropQueue(idm.client, outbox)).toEqual({ outbox: 0, keys: 0 });
});

it('gives up on records that change all the time', async () => {
  idm.intercept = ({ method }) =>
    method === 'GET' ? { status: 200, body: { result: [{ _id: 'a', _rev: '1' }] } } : { status: 412, body: {} };
  await expect(dropQueue(idm.client, outbox)).rejects.toMatchObject({ problems: [{ code: 'queue-not-dropped' }] });
});
