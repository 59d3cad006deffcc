/** Names of SCIM and of Oracle's extensions to it (Oracle: REST API for Oracle Identity Cloud Service, Users). */
export const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const USER_PASSWORD_CHANGER = 'urn:ietf:params:scim:schemas:oracle:idcs:UserPasswordChanger';
export const ERROR_EXTENSION = 'urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error';

export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const EXTENSION = 'urn:ietf:params:scim:schemas:oracle:idcs:extension';
export const USER_EXTENSION = `${EXTENSION}:user:User`;
export const PASSWORD_STATE = `${EXTENSION}:passwordState:User`;

/** `userName eq "x"` with the value quoted as RFC 7644, 3.4.2.2 says: a JSON string. */
export function equals(attribute: string, value: string): string {
  return `${attribute} eq ${JSON.stringify(value)}`;
}
