/**
 * Where the simulator is known to answer otherwise than Oracle. Each row asks once; what is wrong is the one assertion that is
 * marked as failing. When the simulator is mended the mark fails, and the row goes to the judge that it belongs to.
 *
 * Nothing here is what a password synchronisation sends today.
 */
import { models } from 'oci-identitydomains';
import { CANARY } from '../behaviour/canary';
import { OracleClient, person, urn } from './oracle-client';
import { deviations } from './oracle-model';

interface Finding {
  name: string;
  /** Why Oracle answers otherwise. */
  why: string;
  ask: (oracle: OracleClient, userId: string) => Promise<unknown>;
  oracleSays: unknown;
}

const { Op } = models.Operations;
const policy = { passwordPolicyId: 'PasswordPolicy' };

const findings: Finding[] = [
  {
    name: 'a created user comes without an ETag',
    why: 'the client reads one, and says of meta.version that it is the same',
    ask: async (oracle) => {
      const { user, etag } = await oracle.api.createUser({ user: person('cecilia') });
      return etag === undefined ? 'no ETag' : etag.replace(/"/g, '') === user.meta?.version;
    },
    oracleSays: true,
  },
  {
    name: 'a changed user comes without an ETag',
    why: 'the client reads one, and says of meta.version that it is the same',
    ask: async (oracle, userId) => {
      const operations = [{ op: Op.Replace, path: 'displayName', value: 'B' }];
      const { user, etag } = await oracle.api.patchUser({ userId, patchOp: { schemas: [urn.patch], operations } });
      return etag === undefined ? 'no ETag' : etag.replace(/"/g, '') === user.meta?.version;
    },
    oracleSays: true,
  },
  {
    name: 'If-Match with another version changes the user all the same',
    why: 'Oracle documents 412 for a resource that changed since, and 409 for a version that does not match',
    ask: async (oracle, userId) => {
      const operations = [{ op: Op.Replace, path: 'displayName', value: 'B' }];
      const patchOp = { schemas: [urn.patch], operations };
      await oracle.api.patchUser({ userId, ifMatch: 'another', patchOp }).catch(() => undefined);
      return [409, 412].includes(oracle.last.status);
    },
    oracleSays: true,
  },
  {
    name: 'attributeSets=always is not heard',
    why: 'Oracle documents the parameter; returned: always are id and userName',
    ask: async (oracle, userId) => {
      await oracle.api.getUser({ userId, attributeSets: [models.AttributeSets.Always] });
      return Object.keys(oracle.lastBody)
        .filter((name) => !name.startsWith('urn:'))
        .sort();
    },
    oracleSays: ['id', 'userName'],
  },
  {
    name: 'attributeSets=all does not bring the state of the password',
    why: 'Oracle documents the parameter; all attributes are those on request as well',
    ask: async (oracle, userId) => {
      const { user } = await oracle.api.getUser({ userId, attributeSets: [models.AttributeSets.All] });
      return user.urnIetfParamsScimSchemasOracleIdcsExtensionPasswordStateUser?.mustChange ?? 'not there';
    },
    oracleSays: true,
  },
  {
    name: 'sortBy and sortOrder are not heard',
    why: 'Oracle documents both; a list in another order than was asked for is a wrong list',
    ask: async (oracle) => {
      const { users } = await oracle.api.listUsers({ sortBy: 'userName', sortOrder: models.SortOrder.Descending });
      return users.resources.map(({ userName }) => userName);
    },
    oracleSays: ['bertil', 'anna'],
  },
  {
    name: 'a negative count is taken for 0',
    why: 'Oracle documents 50; that RFC 7644 says 0 does not count here',
    ask: async (oracle) => {
      const { users } = await oracle.api.listUsers({ count: -1 });
      return [users.resources.length, users.itemsPerPage];
    },
    oracleSays: [2, 50],
  },
  {
    name: 'a sub-attribute that is always returned is left out when another is asked for',
    why: 'the client says of applicablePasswordPolicy.value that it is returned: always',
    ask: async (oracle, userId) => {
      const attributes = `${urn.passwordState}:applicablePasswordPolicy.$ref`;
      const { user } = await oracle.api.getUser({ userId, attributes });
      return deviations('User', user as unknown as Record<string, unknown>, 'requested');
    },
    oracleSays: [],
  },
  {
    name: 'a policy shows what comes on request only',
    why: 'the client says of configuredPasswordPolicyRules that it is returned: request',
    ask: async (oracle) => {
      const { passwordPolicy } = await oracle.api.getPasswordPolicy(policy);
      return deviations('PasswordPolicy', passwordPolicy as unknown as Record<string, unknown>);
    },
    oracleSays: [],
  },
  {
    name: 'the attributes that are asked of a policy are not heard',
    why: 'Oracle documents the parameter for all methods; returned: always are id and name',
    ask: async (oracle) => {
      await oracle.api.getPasswordPolicy({ ...policy, attributes: 'minLength' });
      return Object.keys(oracle.lastBody).sort();
    },
    oracleSays: ['id', 'minLength', 'name'],
  },
  {
    name: 'the list of policies is not paged',
    why: 'it is a ListResponse like others: nobody stands beyond its end, and count is echoed',
    ask: async (oracle) => {
      const { passwordPolicies } = await oracle.api.listPasswordPolicies({ startIndex: 5, count: 0 });
      return [passwordPolicies.resources.length, passwordPolicies.startIndex, passwordPolicies.itemsPerPage];
    },
    oracleSays: [0, 5, 0],
  },
  {
    name: 'the policies can not be searched by POST',
    why: 'the client has the operation',
    ask: async (oracle) => {
      const passwordPolicySearchRequest = { schemas: [urn.search] };
      await oracle.api.searchPasswordPolicies({ passwordPolicySearchRequest }).catch(() => undefined);
      return oracle.last.status;
    },
    oracleSays: 200,
  },
  {
    name: 'the id of a request does not begin with the one that the client sent',
    why: 'seen at Oracle: the id of the answer is that of the client, a slash, and that of the server',
    ask: async (oracle, userId) => {
      const { opcRequestId } = await oracle.api.getUser({ userId });
      return opcRequestId.includes('/');
    },
    oracleSays: true,
  },
];

let oracle: OracleClient;
let userId: string;

beforeAll(async () => {
  oracle = await OracleClient.start();
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterAll(async () => {
  process.stdout.write(`oracle-findings: ${findings.length} known differences from Oracle asked for\n`);
  jest.restoreAllMocks();
  await oracle.close();
});
beforeEach(async () => {
  oracle.control.reset();
  await oracle.signIn();
  await oracle.create('anna');
  userId = String((await oracle.create('bertil', { password: `${CANARY}-first-A1` })).id);
});

describe.each(findings)('$name: $why', ({ ask, oracleSays }) => {
  // It has to be asked without an error first: a mark that any error satisfies would hide one.
  test('is asked', async () => {
    expect(await ask(oracle, userId)).not.toBeUndefined();
  });

  test.failing('is as Oracle says', async () => {
    expect(await ask(oracle, userId)).toEqual(oracleSays);
  });
});
