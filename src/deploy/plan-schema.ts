import Ajv, { type ValidateFunction } from 'ajv';

/** The places that a deployment may touch: ours, and the customer's that we add to. */
const path = {
  type: 'string',
  pattern: '^(conf/[^/\\\\]+\\.json|script/access\\.js|script/idcs-password-sync/[^\\\\]+)$',
  not: { pattern: '(^|/)\\.{1,2}(/|$)' },
};
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const content = {
  type: 'object',
  required: ['sha256'],
  properties: { sha256: digest, text: { type: 'string' }, base64: { type: 'string' } },
  oneOf: [{ required: ['text'] }, { required: ['base64'] }],
};
const owner = { enum: ['bundle', 'customer'] };

const change = (kind: string, ...contents: string[]): object => ({
  type: 'object',
  required: ['kind', 'path', 'owner', ...contents],
  properties: { kind: { const: kind }, path, owner, ...Object.fromEntries(contents.map((name) => [name, content])) },
});
const changes = {
  type: 'array',
  items: { oneOf: [change('create', 'after'), change('update', 'before', 'after'), change('delete', 'before')] },
};
const text = { type: 'string' };

const plan = {
  type: 'object',
  required: ['format', 'bundle', 'target', 'changes', 'warnings'],
  properties: {
    format: { const: 1 },
    bundle: {
      type: 'object',
      required: ['version', 'environment', 'sha256'],
      properties: { version: text, environment: text, sha256: digest },
    },
    target: {
      oneOf: [
        {
          type: 'object',
          required: ['kind', 'install', 'project'],
          properties: { kind: { const: 'folder' }, install: text, project: text },
        },
        { type: 'object', required: ['kind', 'url'], properties: { kind: { const: 'rest' }, url: text } },
      ],
    },
    changes,
    warnings: {
      type: 'array',
      items: { type: 'object', required: ['code', 'what', 'mend'], properties: { code: text, what: text, mend: text } },
    },
  },
};

const deployment = {
  type: 'object',
  required: ['plan', 'at', 'folders'],
  properties: { plan, at: text, folders: { type: 'array', items: text } },
};
const underway = {
  type: 'object',
  required: ['direction', 'deployment'],
  properties: { direction: { enum: ['forth', 'back'] }, deployment, changes },
};
const history = {
  type: 'object',
  required: ['made'],
  properties: { made: { type: 'array', items: deployment }, underway },
};

const ajv = new Ajv({ strict: false });

/** Whether a value has the shape of a Plan, and touches no other places than a deployment may. */
export const isPlan: ValidateFunction = ajv.compile(plan);

/** Whether a value has the shape of a History. */
export const isHistory: ValidateFunction = ajv.compile(history);
