import { error, warning, type Remark } from '../finding';
import type { ConfFile, Context, Kind } from '../kind';
import clusterSchema from '../schemas/cluster.json';
import emailSchema from '../schemas/email.json';
import kbaSchema from '../schemas/kba.json';
import propertymapSchema from '../schemas/propertymap.json';
import schedulerSchema from '../schemas/scheduler.json';
import scriptSchema from '../schemas/script.json';
import selfserviceSchema from '../schemas/selfservice.json';
import uiContextSchema from '../schemas/ui-context.json';
import { managedNames } from '../systems';
import { unknownName } from '../unknown';
import { hasReference, listOf, mapOf, textOf, type JsonMap } from '../values';

/** scheduler.json, as SchedulerConfig of OpenIDM's openidm-scheduler reads it. */
export const scheduler: Kind = { service: 'scheduler', files: 'one', schema: schedulerSchema };

/** cluster.json, as ClusterConfig of OpenIDM's openidm-cluster reads it: numbers are texts. */
export const cluster: Kind = { service: 'cluster', files: 'one', schema: clusterSchema, check: checkCluster };

function* checkCluster({ value }: ConfFile): Generator<Remark> {
  const [timeout, interval] = [value.instanceTimeout, value.instanceCheckInInterval].map(Number);
  if (timeout! <= interval!) {
    const what = 'is not more than "instanceCheckInInterval": a node is taken for dead between two signs of life';
    yield error('wrong-value', ['instanceTimeout'], what, 'Write several times the interval.');
  }
}

/** external.email.json, as EmailClient of OpenIDM's openidm-external-email reads it: the port is a text, the switches are not. */
export const email: Kind = {
  service: 'external.email',
  files: 'one',
  schema: emailSchema,
  secrets: [{ at: ['auth', 'password'], encryptedByIdm: true }],
  check: checkEmail,
};

function* checkEmail({ value }: ConfFile): Generator<Remark> {
  const auth = mapOf(value.auth);
  if (auth.enable !== true) return;
  for (const key of ['username', 'password']) {
    if (auth[key] === undefined)
      yield error(
        'missing-key',
        ['auth', key],
        `the key "${key}" is missing, which the log-in needs`,
        'Add it, or switch "enable" off.',
      );
  }
}

/** ui.context-NAME.json, as ResourceServlet of OpenIDM's openidm-servlet reads it. */
export const uiContext: Kind = {
  service: 'ui.context',
  files: 'several',
  schema: uiContextSchema,
  check: checkUiContext,
};

function* checkUiContext({ value, path }: ConfFile, { files }: Context): Generator<Remark> {
  const root = (each: JsonMap) => textOf(each.urlContextRoot)?.replace(/^\/?/, '/');
  for (const other of files.values()) {
    if (other.id.service !== 'ui.context' || other.path >= path || root(other.value) === undefined) continue;
    if (root(other.value) !== root(value) || other.value.enabled === false || value.enabled === false) continue;
    yield error(
      'path-twice',
      ['urlContextRoot'],
      `is the path of ${other.path} too`,
      'Give each user interface a path of its own.',
    );
  }
}

/** workflow.json: the passwords that ConfigMeta of OpenIDM's openidm-workflow-activiti has IDM encrypt. */
export const workflow: Kind = {
  service: 'workflow',
  files: 'one',
  secrets: [
    { at: ['engine', 'password'], encryptedByIdm: true },
    { at: ['mail', 'password'], encryptedByIdm: true },
  ],
};

/** The names of ForgeRock's self-service stages, and those that Ping's documentation adds. */
const stages = [
  ...[
    'userDetails',
    'userQuery',
    'emailUsername',
    'retrieveUsername',
    'selfRegistration',
    'kbaSecurityAnswerVerificationStage',
  ],
  ...[
    'kbaSecurityAnswerDefinitionStage',
    'termsAndConditions',
    'emailValidation',
    'resetStage',
    'captcha',
    'parameters',
  ],
];
const stagesOfPing = [
  ...stages,
  'idmUserDetails',
  'localAutoLogin',
  'consent',
  'attributes',
  'patchObject',
  'conditionaluser',
];

/** selfservice-NAME.json, as SelfService of OpenIDM's openidm-selfservice reads it. */
export const selfservice: Kind = {
  service: 'selfservice',
  files: 'several',
  schema: selfserviceSchema,
  check: checkSelfservice,
};

function* checkSelfservice({ value }: ConfFile, context: Context): Generator<Remark> {
  const { files, broken, site, closed } = context;
  const known = closed ? stages : stagesOfPing;
  const token = mapOf(value.snapshotToken).type;
  if (typeof token === 'string' && token !== 'jwt' && !hasReference(token)) {
    yield unknownName(token, ['jwt'], ['snapshotToken', 'type'], {
      code: 'wrong-value',
      what: `there is no token of type "${token}"`,
      closed,
    });
  }
  for (const [index, each] of listOf(value.stageConfigs).entries()) {
    const stage = mapOf(each);
    const at = ['stageConfigs', index];
    if (stage.name === undefined && stage.class === undefined)
      yield error('missing-key', [...at, 'name'], 'the key "name" is missing', 'Name the stage.');
    if (
      typeof stage.name === 'string' &&
      !known.includes(stage.name) &&
      stage.class === undefined &&
      !hasReference(stage.name)
    ) {
      yield unknownName(stage.name, known, [...at, 'name'], {
        code: 'no-such-stage',
        what: `there is no stage "${stage.name}"`,
        closed,
      });
    }
    const service = textOf(stage.identityServiceUrl);
    const name = /^managed\/([^/]+)/.exec(service ?? '')?.[1];
    const names = managedNames(context);
    if (name !== undefined && names && !names.includes(name)) {
      const paths = names.map((object) => `managed/${object}`);
      yield unknownName(service!, paths, [...at, 'identityServiceUrl'], {
        code: 'no-such-object',
        what: `there is no managed object "${name}"`,
        closed: true,
      });
    }
    if (
      stage.emailServiceUrl === 'external/email' &&
      !files.has('external.email') &&
      !broken.has('external.email') &&
      site.kind !== 'bundle'
    ) {
      yield warning(
        'no-mail',
        [...at, 'emailServiceUrl'],
        'there is no external.email.json that says how mail is sent',
        'Add it to conf.',
      );
    }
  }
}

/** selfservice.kba.json, as KbaConfiguration of OpenIDM's openidm-selfservice reads it. */
export const kba: Kind = { service: 'selfservice.kba', files: 'one', schema: kbaSchema };

/** selfservice.propertymap.json, as PropertyMappingService of OpenIDM's openidm-selfservice reads it. */
export const propertymap: Kind = { service: 'selfservice.propertymap', files: 'one', schema: propertymapSchema };

/** script.json, as ScriptRegistryService of OpenIDM's openidm-script reads it. */
export const script: Kind = { service: 'script', files: 'one', schema: scriptSchema, check: checkScript };

const reserved = ['openidm', 'identityServer', 'console'];

function* checkScript({ value }: ConfFile): Generator<Remark> {
  for (const name of Object.keys(mapOf(value.properties))) {
    if (!reserved.includes(name)) continue;
    yield warning(
      'reserved-name',
      ['properties', name],
      `"${name}" is IDM's own, and this one is passed over`,
      'Give it another name.',
    );
  }
}
