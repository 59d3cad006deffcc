import { fakeIdm, type FakeIdm } from '../../idm/rest/testing/fake-idm';
import type { Deployment } from '../model';
import { historyId, readHistory, writeHistory } from './history';

let idm: FakeIdm;
beforeEach(async () => {
  idm = await fakeIdm();
});
afterEach(() => idm.close());

const secret = '&{idcs.client.secret} {"$crypto":{}} \u20ac';
const sha256 = '0'.repeat(64);
const deployment: Deployment = {
  plan: {
    format: 1,
    bundle: { version: '1', environment: 'x', sha256 },
    target: { kind: 'rest', url: 'http://localhost/openidm' },
    changes: [{ kind: 'create', path: 'conf/x.json', owner: 'bundle', after: { sha256, text: secret } }],
    warnings: [],
  },
  at: '2026-01-01T00:00:00.000Z',
  folders: [],
};

it('knows of nothing at first', async () => {
  expect(await readHistory(idm.client)).toEqual({ made: [] });
});

it('gives back what it was given, and shows IDM nothing that it would put values in for', async () => {
  const history = { made: [deployment], underway: { direction: 'forth', deployment } } as const;
  await writeHistory(idm.client, history);
  expect(JSON.stringify(idm.configs.get(historyId))).not.toMatch(/&\{|\$crypto/);
  expect(await readHistory(idm.client)).toEqual(history);
});

it('leaves no trace when there is nothing to remember', async () => {
  await writeHistory(idm.client, { made: [deployment] });
  await writeHistory(idm.client, { made: [] });
  expect(idm.configs.has(historyId)).toBe(false);
});

it.each([{}, { format: 2, data: '' }, { format: 1, data: 'nonsense' }])(
  'says what it can not read: %j',
  async (stored) => {
    idm.configs.set(historyId, stored);
    await expect(readHistory(idm.client)).rejects.toMatchObject({ problems: [{ code: 'broken-history' }] });
  },
);
