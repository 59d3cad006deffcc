import { close, type Gate, isClosed, open, pass } from './gate';
import { anna, at, failure, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const passes = () => pass(world.ports, settings);
const slow = failure('throttled');
const refused = failure('configuration');

test('an open gate lets everybody pass', () => {
  expect([passes(), passes()]).toEqual([{ kind: 'passed' }, { kind: 'passed' }]);
  expect(isClosed(world.ports)).toBe(false);
});

describe.each([
  ['paused', slow],
  ['broken', refused],
] as const)('a gate %s', (kind, why) => {
  beforeEach(() => {
    world.seconds = 10;
    close(world.ports, settings, why, anna);
  });

  test('is closed for everybody, until a moment that it tells with the reason', () => {
    expect(world.gate).toEqual({ kind, until: at(40), failure: why });
    world.seconds = 39.999;
    expect([passes(), passes()]).toEqual(Array(2).fill({ kind: 'closed', until: at(40), failure: why }));
    expect(isClosed(world.ports)).toBe(true);
    world.seconds = 40;
    expect(isClosed(world.ports)).toBe(false);
    expect(passes()).toEqual({ kind: 'passed' });
  });

  test('is looked at without a change', () => {
    const before = world.gate;
    world.seconds = 50;
    isClosed(world.ports);
    expect(world.gate).toBe(before);
  });

  test('is open again when its time is over and Oracle speaks to us', () => {
    world.seconds = 40;
    open(world.ports);
    expect(world.gate).toEqual({ kind: 'open' });
    open(world.ports);
    expect(passes()).toEqual({ kind: 'passed' });
  });

  test('closed again is closed for the newest reason', () => {
    world.seconds = 30;
    expect(close(world.ports, settings, slow, anna)).toBe(at(60));
    expect(world.gate).toEqual({ kind: 'paused', until: at(60), failure: slow });
  });
});

test.each([
  [0, 30],
  [0.5, 45],
  [0.999, 59.97],
])('jitter %d: closed for %d s, so that the nodes do not come back at one moment', (random, seconds) => {
  world.random = random;
  expect(close(world.ports, settings, slow, anna)).toBe(at(seconds));
});

test('a pause does not end with the answer to a request from before', () => {
  close(world.ports, settings, slow, anna);
  open(world.ports);
  expect(passes()).toMatchObject({ kind: 'closed', until: at(30) });
});

test('a break ends with any answer: Oracle speaks to us', () => {
  close(world.ports, settings, refused, anna);
  open(world.ports);
  expect(passes()).toEqual({ kind: 'passed' });
});

test('nobody is shut out for longer than a minute, however long the back-off', () => {
  world.random = 0.999;
  expect(close(world.ports, { ...settings, backoffSeconds: 10 }, slow, anna)).toBe(at(9.995));
  expect(close(world.ports, { ...settings, backoffSeconds: 3600 }, slow, anna)).toBe(at(59.97));
});

test('a pause that is over lets everybody pass', () => {
  close(world.ports, settings, slow, anna);
  world.seconds = 30;
  expect([passes(), passes(), passes()].map(({ kind }) => kind)).toEqual(['passed', 'passed', 'passed']);
});

describe('a broken gate whose time is over', () => {
  beforeEach(() => {
    close(world.ports, settings, refused, anna);
    world.seconds = 30;
  });

  test('lets one probe through; the others wait for what it meets', () => {
    expect(passes()).toEqual({ kind: 'passed' });
    expect([passes(), passes()]).toEqual(Array(2).fill({ kind: 'closed', until: at(50), failure: refused }));
    expect(isClosed(world.ports)).toBe(true);
  });

  test('lets another through when the probe never came back', () => {
    passes();
    world.seconds = 49.999;
    expect(passes().kind).toBe('closed');
    world.seconds = 50;
    expect([passes(), passes()].map(({ kind }) => kind)).toEqual(['passed', 'closed']);
  });

  test('is open once the probe got an answer, and broken again once it did not', () => {
    passes();
    close(world.ports, settings, refused, anna);
    expect(passes()).toMatchObject({ kind: 'closed', until: at(60) });
    world.seconds = 60;
    passes();
    open(world.ports);
    expect(passes()).toEqual({ kind: 'passed' });
  });

  test('has one probe, when two threads come for it at once', () => {
    const { gate } = world.ports;
    const swaps = gate.swap;
    let rival: Gate | null = null;
    gate.swap = (from, to) => {
      if (rival === null) {
        rival = { ...to } as Gate;
        world.gate = rival;
      }
      return swaps(from, to);
    };
    expect(passes()).toEqual({ kind: 'closed', until: at(50), failure: refused });
  });
});

describe('a refusal that may be of one user only', () => {
  const personal = { ...refused, personal: true as const };
  const bob = { object: 'user', id: 'bob' };

  test('leaves the gate open, however often that user meets it', () => {
    expect(close(world.ports, settings, personal, anna)).toBeNull();
    expect(close(world.ports, settings, personal, anna)).toBeNull();
    expect(world.gate).toEqual({ kind: 'open', suspect: 'user/anna' });
    expect(passes()).toEqual({ kind: 'passed' });
  });

  test('closes it when another user meets the like, which is still an attempt of that one', () => {
    close(world.ports, settings, personal, anna);
    expect(close(world.ports, settings, personal, bob)).toBeNull();
    expect(world.gate).toEqual({ kind: 'broken', until: at(30), failure: personal });
    world.seconds = 30;
    expect(passes()).toEqual({ kind: 'passed' });
    expect(close(world.ports, settings, personal, bob)).toBeNull();
    expect(world.gate).toEqual({ kind: 'broken', until: at(60), failure: personal });
  });

  test('leaves a gate open whose pause is over', () => {
    close(world.ports, settings, slow, anna);
    world.seconds = 30;
    expect(close(world.ports, settings, personal, anna)).toBeNull();
    expect(world.gate).toEqual({ kind: 'open', suspect: 'user/anna' });
  });

  test('is forgotten when Oracle does something for anybody', () => {
    close(world.ports, settings, personal, anna);
    open(world.ports);
    expect(world.gate).toEqual({ kind: 'open' });
    expect(close(world.ports, settings, personal, bob)).toBeNull();
  });

  test('keeps a gate closed that was closed for everybody', () => {
    close(world.ports, settings, refused, anna);
    expect(close(world.ports, settings, personal, anna)).toBeNull();
    expect(world.gate).toMatchObject({ kind: 'broken', until: at(30) });
  });

  test('does not hide one that is of everybody', () => {
    close(world.ports, settings, personal, anna);
    expect(close(world.ports, settings, refused, anna)).toBe(at(30));
  });
});

describe('a pause', () => {
  test('lasts until the time at which the way is free again, where that is known', () => {
    expect(close(world.ports, settings, { ...slow, freeAfterSeconds: 7 }, anna)).toBe(at(7));
    expect(close(world.ports, { ...settings, backoffSeconds: 1 }, { ...slow, freeAfterSeconds: 99 }, anna)).toBe(
      at(60),
    );
  });

  test('is no measure for a gate that is broken', () => {
    close(world.ports, settings, refused, anna);
    world.seconds = 31;
    const probe = pass(world.ports, { ...settings, deadlineSeconds: 300 });
    expect(probe).toEqual({ kind: 'passed' });
    expect(close(world.ports, settings, refused, anna)).toBe(at(61));
  });

  test('is not shortened by a shorter one', () => {
    close(world.ports, settings, slow, anna);
    expect(close(world.ports, settings, { ...slow, freeAfterSeconds: 2 }, anna)).toBe(at(30));
  });
});
