import type { Outcome } from '../sync/ports';
import { reporter } from './report';
import type { Settings } from './settings-file';

jest.mock('./metrics', () => ({ countSync: jest.fn(), countEscalation: jest.fn(), observeDuration: jest.fn() }));
jest.mock('./nonce', () => ({ nonce: () => 'nonce' }));
jest.mock('./openidm', () => ({ idm: () => idm, log: () => log }));
const idm = { create: jest.fn() };
const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };

const outcome = { kind: 'delivered', ref: { object: 'user', id: '1' }, seconds: 0.05, provisioned: false } as Outcome;
const report = (topic: string) => reporter({ target: 'idcs', audit: { topic } } as Settings);

beforeEach(() => jest.clearAllMocks());

test.each(['activity', 'passwordSync'])('an outcome is told to the topic %s', (topic) => {
  report(topic)(outcome);
  expect(idm.create).toHaveBeenCalledTimes(1);
  expect(idm.create).toHaveBeenCalledWith(
    `audit/${topic}`,
    null,
    expect.objectContaining({ objectId: 'managed/user/1', status: 'SUCCESS' }),
  );
});

test('a topic that IDM does not know fails no delivery', () => {
  idm.create.mockImplementationOnce(() => {
    throw { message: 'no such topic' };
  });
  report('none')(outcome);
  expect(log.error).toHaveBeenCalledWith(expect.stringContaining('no audit event could be written'));
});
