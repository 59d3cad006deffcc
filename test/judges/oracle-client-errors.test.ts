/**
 * What the simulator refuses, as Oracle's own client shows it.
 *
 * The client reads `code` and `message` of an error, as the rest of OCI sends them. Identity domains send SCIM errors, which
 * have neither, so that all it can say is the status: the code is "None" and the message the reason phrase. A simulator that
 * sent a code would be more helpful than Oracle. The messageId is read from the body beside it.
 */
import { models } from 'oci-identitydomains';
import { CANARY } from '../behaviour/canary';
import { OracleClient, person, urn, type Refusal } from './oracle-client';

let oracle: OracleClient;
let annasId: string;
let shown = 0;
const password = `${CANARY}-first-A1`;
const nobody = '0'.repeat(32);

beforeAll(async () => {
  oracle = await OracleClient.start();
  // The client tells each refusal on the console as well.
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterAll(async () => {
  process.stdout.write(
    `oracle-client-errors: ${shown} refusals shown by Oracle's client in ${oracle.exchanges.length} operations\n`,
  );
  jest.restoreAllMocks();
  await oracle.close();
});
beforeEach(async () => {
  annasId = String((await oracle.create('anna')).id);
});
afterEach(async () => {
  oracle.control.reset();
  await oracle.signIn();
});

/**
 * Refused with this status, in Oracle's shape, and without a code for the client. A messageId that is not asked for here is
 * one that Oracle is not known to send; if there is one, it has to stand where Oracle puts it.
 */
async function refused(call: Promise<unknown>, status: number, messageId?: string): Promise<Refusal> {
  const refusal = await oracle.refusalOf(call);
  const { error, body } = refusal;
  shown++;
  expect(error).toMatchObject({ statusCode: status, serviceCode: 'None', targetService: 'IdentityDomains' });
  expect(error.opcRequestId).toBe(oracle.last.headers.get('opc-request-id'));
  expect(error.opcRequestId).toMatch(/./);
  expect(body).toMatchObject({ status: String(status), detail: expect.stringMatching(/./) });
  expect(body?.schemas).toEqual(refusal.messageId === undefined ? [urn.error] : [urn.error, urn.errorExtension]);
  if (messageId !== undefined) expect(refusal.messageId).toBe(messageId);
  expect(oracle.last.text + error.message).not.toContain(CANARY);
  return refusal;
}

test('a userName that is taken, in whatever case', async () => {
  const { error } = await refused(oracle.create('ANNA'), 409);
  expect(error.message).toBe('Conflict');
});

test.each([
  ['the primary email', { emails: undefined }, 'error.identity.user.primaryEmailNotSpecified'],
  ['the family name', { name: { givenName: 'Bertil' } }, 'error.common.validation.missingReqAttributes'],
])('a user without %s', async (_, lacking, messageId) => {
  const user = { ...person('bertil'), ...lacking } as unknown as models.User;
  await refused(oracle.api.createUser({ user }), 400, messageId);
});

test.each<[string, (userId: string) => Promise<unknown>]>([
  ['read', (userId) => oracle.api.getUser({ userId })],
  ['patch', (userId) => oracle.patch(userId, { op: models.Operations.Op.Replace, path: 'active', value: false })],
  ['delete', (userId) => oracle.api.deleteUser({ userId })],
  ['set the password of', (userId) => oracle.changePassword(userId, password)],
])('nobody to %s', async (_, call) => {
  await refused(call(nobody), 404);
});

test('a version that is not the one of the user', async () => {
  const userId = annasId;
  const patchOp = {
    schemas: [urn.patch],
    operations: [{ op: models.Operations.Op.Replace, path: 'active', value: false }],
  };
  const { etag } = await oracle.api.patchUser({ userId, patchOp });
  await oracle.patch(userId, { op: models.Operations.Op.Replace, path: 'active', value: true });
  const { error } = await refused(oracle.api.patchUser({ userId, ifMatch: etag, patchOp }), 412);
  expect(error.message).toBe('Precondition Failed');
  await refused(oracle.api.deleteUser({ userId, ifMatch: etag }), 412);
  expect(oracle.control.users()).toMatchObject([{ userName: 'anna', active: true }]);
});

test('a policy that there is not', async () => {
  await refused(oracle.api.getPasswordPolicy({ passwordPolicyId: 'Unknown' }), 404);
});

describe('a password', () => {
  const violation = 'error.identity.passwordmgmt.pwdpolicyViolation';

  test('against the policy and against the history, in the same words', async () => {
    oracle.control.setPolicy({ minLength: 8, numPasswordsInHistory: 2 });
    const byPolicy = await refused(oracle.changePassword(annasId, 'short'), 400, violation);
    await oracle.changePassword(annasId, password);
    const byHistory = await refused(oracle.changePassword(annasId, password), 400, violation);
    expect(byHistory.body).toEqual(byPolicy.body);
    expect(oracle.control.users()).toMatchObject([{ passwordSetCount: 1 }]);
  });

  test('on a user that is written', async () => {
    oracle.control.setPolicy({ minNumerals: 30 });
    await refused(oracle.create('bertil', { password }), 400, violation);
    const { Op } = models.Operations;
    await refused(oracle.patch(annasId, { op: Op.Replace, path: 'password', value: password }), 400, violation);
    expect(oracle.control.users()).toMatchObject([{ userName: 'anna', hasPassword: false }]);
  });

  test('that looks like a hash', async () => {
    await refused(oracle.changePassword(annasId, `{SSHA}${CANARY}`), 400, 'error.common.validation.invalidHash');
  });

  test('that is none', async () => {
    const changer = { schemas: [urn.passwordChanger] } as unknown as models.UserPasswordChanger;
    const call = oracle.api.putUserPasswordChanger({ userPasswordChangerId: annasId, userPasswordChanger: changer });
    await refused(call, 400, 'error.common.validation.missingReqAttributes');
  });

  test.each(['federated', 'delegated'])('of a %s user', async (kind) => {
    const { id } = oracle.control.addUser({ userName: kind, [kind]: true });
    await refused(oracle.changePassword(id, password), 400);
  });
});

test.each(['userName', 'userName eq', 'userName eq "a" userName', '(userName pr', 'unknown eq "a"', 'password pr'])(
  'the filter %s, by GET and by POST',
  async (filter) => {
    await refused(oracle.api.listUsers({ filter }), 400);
    await refused(oracle.api.searchUsers({ userSearchRequest: { schemas: [urn.search], filter } }), 400);
  },
);

describe('the token', () => {
  test('is answered with a page, which the client takes for the message', async () => {
    oracle.control.revokeTokens();
    const { error, body } = await oracle.refusalOf(oracle.api.getUser({ userId: annasId }));
    shown++;
    expect([error.statusCode, error.serviceCode, body]).toEqual([401, 'None', undefined]);
    expect(oracle.last.headers.get('content-type')).toMatch(/^text\/html/);
    expect(error.message).toBe(oracle.last.text);
  });

  test('or with JSON', async () => {
    oracle.control.setApp({ unauthorizedAnswer: 'json' });
    oracle.token = 'expired';
    const { error } = await refused(oracle.changePassword(annasId, password), 401);
    expect(error.message).toBe('Unauthorized');
  });
});

test('too many requests, without a word on when to come again', async () => {
  oracle.control.setFaults([{ kind: 'throttled', times: 1 }]);
  const messageId = 'error.common.ratelimiting.stripe.toomanyrequests';
  await refused(oracle.changePassword(annasId, password), 429, messageId);
  expect(oracle.last.headers.get('retry-after')).toBeNull();
  await oracle.changePassword(annasId, password);
});

test('an outage', async () => {
  oracle.control.setFaults([{ kind: 'unavailable', times: 1 }]);
  await refused(oracle.changePassword(annasId, password), 503);
  await oracle.changePassword(annasId, password);
});
