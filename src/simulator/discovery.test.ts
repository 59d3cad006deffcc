import { TestClient } from './test-client';

test('tells the endpoints without a token; the issuer is Oracle’s and not the domain', async () => {
  const client = await TestClient.start();
  const idcs = await client.fetch('GET', '/.well-known/idcs-configuration');
  const openid = await client.fetch('GET', '/.well-known/openid-configuration');
  const { url } = client.simulator;
  expect([idcs.status, openid.status]).toEqual([200, 200]);
  expect(idcs.headers.get('content-type')).toBe('application/json');
  expect(idcs.json['openid-configuration']).toEqual(openid.json);
  expect(openid.json).toMatchObject({
    issuer: 'https://identity.oraclecloud.com/',
    token_endpoint: `${url}/oauth2/v1/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
  });
  expect(idcs.json['access-configuration']).toEqual({
    password_authenticator_endpoint: `${url}/admin/v1/PasswordAuthenticator`,
  });
  expect((await client.fetch('POST', '/.well-known/idcs-configuration')).status).toBe(405);
  expect(await client.control.requests({ operation: 'discovery' })).toHaveLength(2);
  await client.simulator.close();
});
