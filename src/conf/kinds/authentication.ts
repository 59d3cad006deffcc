import { error, type Path, type Remark } from '../finding';
import type { ConfFile, Context, Kind } from '../kind';
import schema from '../schemas/authentication.json';
import { managedNames, systemRemark } from '../systems';
import { unknownName } from '../unknown';
import { hasReference, isSet, listOf, mapOf, textOf, type JsonMap } from '../values';

/** IDMAuthModule of OpenIDM's openidm-authnfilter. */
const modules = [
  ...[
    'JWT_SESSION',
    'OPENAM_SESSION',
    'CLIENT_CERT',
    'DELEGATED',
    'MANAGED_USER',
    'INTERNAL_USER',
    'STATIC_USER',
    'PASSTHROUGH',
  ],
  ...['IWA', 'OAUTH', 'OPENID_CONNECT', 'TRUSTED_ATTRIBUTE', 'SOCIAL_PROVIDERS'],
];

/** authentication.json, as AuthenticationService of OpenIDM's openidm-authnfilter reads it. */
export const authentication: Kind = {
  service: 'authentication',
  files: 'one',
  schema,
  scripts,
  secrets: [
    {
      at: ['serverAuthContext', 'authModules', '*', 'properties', 'resolvers', '*', 'client_secret'],
      encryptedByIdm: true,
    },
  ],
  check,
};

function modulesOf(value: JsonMap): readonly unknown[] {
  return listOf(mapOf(value.serverAuthContext).authModules);
}

function* scripts(value: JsonMap): Generator<Path> {
  for (const [index, module] of modulesOf(value).entries()) {
    if (isSet(mapOf(mapOf(module).properties).augmentSecurityContext)) {
      yield ['serverAuthContext', 'authModules', index, 'properties', 'augmentSecurityContext'];
    }
  }
}

function* check({ value }: ConfFile, context: Context): Generator<Remark> {
  if (value.serverAuthContext === undefined && (context.closed || value.rsFilter === undefined)) {
    yield error(
      'missing-key',
      ['serverAuthContext'],
      'the key "serverAuthContext" is missing',
      'Add it: nobody can log in without it.',
    );
  }
  const session = textOf(mapOf(mapOf(value.serverAuthContext).sessionModule).name);
  if (session !== undefined) yield* moduleName(session, ['serverAuthContext', 'sessionModule', 'name'], context);
  for (const [index, each] of modulesOf(value).entries()) {
    const module = mapOf(each);
    const at: Path = ['serverAuthContext', 'authModules', index];
    if (module.name === undefined && module.className === undefined) {
      yield error(
        'missing-key',
        [...at, 'name'],
        'the key "name" is missing',
        'Name the module, such as "MANAGED_USER".',
      );
    }
    if (typeof module.name === 'string') yield* moduleName(module.name, [...at, 'name'], context);
    yield* resourceRemarks(mapOf(module.properties), [...at, 'properties'], context);
  }
}

function* moduleName(name: string, at: Path, { closed }: Context): Generator<Remark> {
  if (modules.includes(name.toUpperCase()) || hasReference(name)) return;
  yield unknownName(name, modules, at, {
    code: 'no-such-module',
    what: `IDM has no authentication module "${name}"`,
    closed,
  });
}

function* resourceRemarks({ queryOnResource }: JsonMap, at: Path, context: Context): Generator<Remark> {
  if (typeof queryOnResource !== 'string' || hasReference(queryOnResource)) return;
  const place = [...at, 'queryOnResource'];
  const name = /^managed\/([^/]+)/.exec(queryOnResource)?.[1];
  const names = managedNames(context);
  if (name !== undefined && names && !names.includes(name)) {
    const known = names.map((each) => `managed/${each}`);
    yield unknownName(queryOnResource, known, place, {
      code: 'no-such-object',
      what: `there is no managed object "${name}"`,
      closed: true,
    });
  }
  yield* systemRemark(queryOnResource, place, context);
}
