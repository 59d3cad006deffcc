import type { Answer } from './answer';
import { issuer } from './client-authentication';
import type { Tenant } from './tenant';

/** GET /.well-known/idcs-configuration, without a token: the OpenID configuration and what only Oracle has. */
export function idcsConfiguration(tenant: Tenant): Answer {
  return json({
    'openid-configuration': configuration(tenant),
    'access-configuration': { password_authenticator_endpoint: `${tenant.url}/admin/v1/PasswordAuthenticator` },
  });
}

/** GET /.well-known/openid-configuration, without a token. */
export function openidConfiguration(tenant: Tenant): Answer {
  return json(configuration(tenant));
}

/**
 * Under Oracle's names [D], and only what is here: the simulator signs nobody in, so it names no authorization_endpoint and
 * no jwks_uri. The issuer is the same for all domains [D]. secure_token_endpoint is the one that asks for a client
 * certificate [D]: here it is there when the simulator asks for one.
 */
function configuration({ url, asksForCertificate }: Tenant) {
  const tokenEndpoint = `${url}/oauth2/v1/token`;
  return {
    issuer,
    token_endpoint: tokenEndpoint,
    ...(asksForCertificate && { secure_token_endpoint: tokenEndpoint }),
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
  };
}

function json(body: unknown): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
