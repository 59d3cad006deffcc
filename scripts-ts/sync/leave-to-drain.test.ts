import { leaveToDrain } from './leave-to-drain';
import { anna, annaId, at, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

test('a change is due at once, settled, without lease and mark; the drain sends it and asks nobody before', () => {
  const job = world.change('First');
  expect(world.record).toMatchObject({ state: 'delivering', marks: [{}] });
  world.seconds = 1;
  leaveToDrain(world.ports, settings, job);
  expect(world.record).toMatchObject({ state: 'pending', due: at(1), marks: [], intents: [{ settled: true }] });
  world.forget();
  expect(world.look()).toEqual({ kind: 'done' });
  expect([world.sent, world.asked]).toEqual([['First'], 0]);
  expect(world.record).toMatchObject({ state: 'delivered' });
});

test('a lease of somebody else stays, and the record has moved', () => {
  world.change('First');
  const second = world.change('Second');
  const before = world.outbox.read(annaId)?.revision;
  leaveToDrain(world.ports, settings, second);
  expect(world.record).toMatchObject({ state: 'delivering', intents: [{}, { settled: true }] });
  expect(world.outbox.read(annaId)?.revision).not.toBe(before);
});

test('where there is no record, none is made', () => {
  const job = { ...world.change('First'), ref: { ...anna, id: 'bob' } };
  leaveToDrain(world.ports, settings, job);
  expect(world.outbox.read('idcs.user.bob')).toBeNull();
});
