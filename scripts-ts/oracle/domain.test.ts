/** The client against the simulator's identity domain: what both make of names, tokens and times. */
import fc from 'fast-check';
import { Control } from '../../src/simulator/control';
import type { LastSet } from '../sync/ports';
import type { KnownSet } from '../sync/record';
import { oracleTarget } from './client';
import { simulatedDomain } from './testing/domain';
import { account, anna, Oracle, settings } from './testing/oracle';

const forever = { begin: new Date(8.64e15), end: new Date(8.64e15) };

/** @param ahead  by how many milliseconds Oracle's clock is ahead of ours */
function start(ahead = 0, clientId = 'client', secret = 'secret') {
  const oracle = new Oracle();
  oracle.milliseconds += 123;
  const { tenant, transport } = simulatedDomain(clientId, secret, () => oracle.milliseconds + ahead);
  oracle.transport = transport;
  oracle.secret = secret;
  const control = new Control(tenant, new AbortController().signal);
  return { oracle, control, target: oracleTarget(oracle, { ...settings, clientId }) };
}

test('a user is found by its name, whatever stands in it, and never another', () => {
  const { oracle, control, target } = start();
  for (const userName of ['anna', 'annabel']) control.addUser({ userName });
  const unit = fc.constantFrom('"', '\\', ' ', '(', '*', '%', '/', 'or', 'anna', 'é', 'ß', '\u{1f511}', "'");
  fc.assert(
    fc.property(fc.string({ unit, minLength: 1 }), (name) => {
      const userName = `x${name}`;
      const before = control.users().length;
      const isNew = !control.users().some((user) => user.userName.toLowerCase() === userName.toLowerCase());
      oracle.cachedIds.clear();
      const person = { ...account, userName };
      const result = target.setPassword(anna, person, `Secret-${control.users().length}-${before}`, forever);
      if (isNew) expect(result).toMatchObject({ kind: 'delivered', provisioned: true });
      expect(control.users()).toHaveLength(before + (isNew ? 1 : 0));
    }),
  );
});

test.each([0, 7300, -7300])('what was set is found set, by a clock of Oracle that is %d ms ahead', (ahead) => {
  const { oracle, control, target } = start(ahead);
  control.addUser({ userName: 'ANNA' });
  const ask = () => target.lastSet(anna, account, forever) as Extract<LastSet, { kind: 'known' }>;
  expect(ask().at).toBeNull();

  const sent = target.setPassword(anna, account, 'Secret-1-Anna', forever);
  const setAt = new Date(oracle.milliseconds + ahead).toISOString();
  expect(sent).toMatchObject({ kind: 'delivered', provisioned: false });
  const { set } = sent as { set: KnownSet };
  expect([set.from <= setAt, setAt <= set.to]).toEqual([true, true]);

  oracle.milliseconds += 60_000;
  const { at, ahead: known } = ask();
  expect(at).toBe(setAt);
  expect(known.min).toBeLessThanOrEqual(ahead);
  expect(known.max).toBeGreaterThanOrEqual(ahead);
  expect(known.max - known.min).toBeLessThan(1100);
  expect(control.users()).toMatchObject([{ mustChange: false, passwordSetCount: 1 }]);
});

test('a time without a fraction may have been anywhere in its second', () => {
  const { oracle, control, target } = start();
  control.addUser({ userName: 'anna' });
  oracle.milliseconds += 1000 - 123;
  target.setPassword(anna, account, 'Secret-1-Anna', forever);
  const { at, ahead } = target.lastSet(anna, account, forever) as Extract<LastSet, { kind: 'known' }>;
  expect(at).toBe(new Date(oracle.milliseconds).toISOString());
  expect(ahead.min).toBeLessThanOrEqual(-999);
  expect(ahead.max).toBeLessThan(1100);
});

test('a token that was revoked is renewed on the way', () => {
  const { control, target } = start();
  target.setPassword(anna, account, 'Secret-1-Anna', forever);
  control.revokeTokens();
  expect(target.setPassword(anna, account, 'Secret-2-Anna', forever)).toMatchObject({ kind: 'delivered' });
});
