/** The schema names that Oracle uses [D]. */
const extension = 'urn:ietf:params:scim:schemas:oracle:idcs:extension:';

export const schemas = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  userExtension: `${extension}user:User`,
  userState: `${extension}userState:User`,
  passwordState: `${extension}passwordState:User`,
  passwordChanger: 'urn:ietf:params:scim:schemas:oracle:idcs:UserPasswordChanger',
  passwordValidator: 'urn:ietf:params:scim:schemas:oracle:idcs:UserPasswordValidator',
  passwordAuthenticator: 'urn:ietf:params:scim:schemas:oracle:idcs:PasswordAuthenticator',
  passwordPolicy: 'urn:ietf:params:scim:schemas:oracle:idcs:PasswordPolicy',
  listResponse: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  searchRequest: 'urn:ietf:params:scim:api:messages:2.0:SearchRequest',
  patchOp: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
} as const;
