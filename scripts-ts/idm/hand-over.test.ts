import type { Job } from '../sync/job';
import { hasJava, jdk } from './java';
import { handOver } from './pool';
import type { Settings } from './settings-file';

jest.mock('./java', () => ({ hasJava: jest.fn(), jdk: jest.fn() }));
jest.mock('./jvm', () => ({
  once: (_name: string, make: () => unknown) => make(),
  named: () => [],
  forget: jest.fn(),
}));
jest.mock('./hook-ports', () => ({ hookPorts: () => ({}) }));
jest.mock('../sync/leave-to-drain', () => ({ leaveToDrain: (...args: unknown[]) => leaveToDrain(...args) as unknown }));
const leaveToDrain = jest.fn();

const executor = {
  setKeepAliveTime: jest.fn(),
  allowCoreThreadTimeOut: jest.fn(),
  isShutdown: () => false,
  getQueue: () => ({ size: () => 0 }),
  execute: jest.fn(),
};
const classes = {
  lang: { Runnable: jest.fn() },
  util: { concurrent: { ScheduledThreadPoolExecutor: jest.fn(() => executor), TimeUnit: {} } },
};

const job = { ref: { object: 'user', id: '1' } } as Job;

function settings(scripts: Settings['scripts']): Settings {
  const delivery = { mode: 'background', threads: 1, queueLimit: 10 };
  return { version: '1', target: 'idcs', idcs: {}, delivery, scripts } as unknown as Settings;
}

beforeEach(() => {
  jest.clearAllMocks();
  jest.mocked(jdk).mockReturnValue(classes as never);
});

test.each([
  ['to the pool, which loads the delivery', true, 'files', 'pool'],
  ['to the schedule, where there is no script to load', true, 'inline', 'drain'],
  ['to the schedule, where there are no threads', false, 'files', 'drain'],
  ['to the schedule, where there is neither', false, 'inline', 'drain'],
] as const)('in the background a job goes %s', (_where, java, scripts, to) => {
  jest.mocked(hasJava).mockReturnValue(java);
  handOver(settings(scripts))(job);
  expect(executor.execute).toHaveBeenCalledTimes(to === 'pool' ? 1 : 0);
  expect(leaveToDrain).toHaveBeenCalledTimes(to === 'drain' ? 1 : 0);
  if (to === 'drain') expect(leaveToDrain.mock.calls[0][2]).toBe(job);
});
