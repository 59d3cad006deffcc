/** The client against the simulator's identity domain: what both make of names, tokens and times. */
import fc from 'fast-check';
import { Control } from '../../src/simulator/control';
import { oracleTarget } from './client';
import { simulatedDomain } from './testing/domain';
import { account, anna, Oracle, settings } from './testing/oracle';

const forever = new Date(8.64e15);

function start(clientId = 'client', secret = 'secret') {
  const oracle = new Oracle();
  const { tenant, transport } = simulatedDomain(clientId, secret, () => oracle.milliseconds);
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

test('what was set is found set, by the clock of Oracle', () => {
  const { oracle, control, target } = start();
  control.addUser({ userName: 'ANNA' });
  const since = (milliseconds: number) =>
    target.passwordSetSince(anna, account, new Date(oracle.milliseconds + milliseconds));
  expect(since(-1000)).toEqual({ kind: 'no' });
  expect(target.setPassword(anna, account, 'Secret-1-Anna', forever)).toEqual({
    kind: 'delivered',
    provisioned: false,
  });
  expect([since(-1000), since(0), since(1)].map(({ kind }) => kind)).toEqual(['yes', 'yes', 'no']);
  expect(control.users()).toMatchObject([{ mustChange: false, passwordSetCount: 1 }]);
});

test('a token that was revoked is renewed on the way', () => {
  const { control, target } = start();
  target.setPassword(anna, account, 'Secret-1-Anna', forever);
  control.revokeTokens();
  expect(target.setPassword(anna, account, 'Secret-2-Anna', forever)).toMatchObject({ kind: 'delivered' });
});
