import { parseJson } from '../../environment/json-text';
import { KnownFailure } from '../../environment/problem';
import { mergeAudit, topicFields, topicSchema } from './audit';

const merge = (text: string, safelist = false) =>
  mergeAudit(parseJson(text, 'conf/audit.json'), 'passwordSync', { safelist });

function objections(value: unknown, safelist = false) {
  try {
    merge(JSON.stringify(value), safelist);
  } catch (error) {
    if (error instanceof KnownFailure) return error.problems.map(({ code, pointer }) => `${code} ${pointer}`);
    throw error;
  }
  throw new Error('it did not fail');
}

const handler = (topics: unknown, more: object = {}) => ({ class: 'x', config: { name: 'x', topics, ...more } });
const customers = {
  eventHandlers: [handler(['access', 'activity']), handler(['access']), handler(['activity'], { enabled: false })],
  eventTopics: { activity: {} },
};

it('declares the topic and lets the handlers of activity log it', () => {
  expect(JSON.parse(merge(JSON.stringify(customers)))).toEqual({
    eventHandlers: [
      handler(['access', 'activity', 'passwordSync']),
      handler(['access']),
      handler(['activity'], { enabled: false }),
    ],
    eventTopics: { activity: {}, passwordSync: { schema: topicSchema() } },
  });
});

it('knows every field that the scripts write', () => {
  expect(Object.keys(topicSchema().properties as object)).toEqual([
    ...['_id', 'transactionId', 'timestamp', 'eventName', 'userId', 'runAs', 'objectId', 'operation'],
    ...['status', 'message', 'passwordChanged'],
  ]);
});

it('changes no byte but its own', () => {
  const text = `{
    "eventHandlers" : [ {
        "config" : { "topics" : [ "activity" ],   "enabled" : "&{json.enabled|true}" }
    } ],
    "eventTopics" : { "passwordSync" : { "schema" : { "type" : "object", "properties" : ${JSON.stringify(
      topicSchema().properties,
    )} , "id":"\\/", "$schema": "mine" } } }
}`;
  expect(merge(text)).toBe(text.replace('[ "activity" ]', '[ "activity", "passwordSync" ]'));
});

it.each([
  ['in one line', JSON.stringify(customers)],
  ['with CRLF, tabs and a byte order mark', `\uFEFF${JSON.stringify(customers, null, '\t').replace(/\n/g, '\r\n')}`],
  ['without topics', JSON.stringify({ eventHandlers: customers.eventHandlers }, null, 4)],
])('changes nothing the second time: %s', (_, text) => {
  for (const safelist of [false, true]) {
    const once = merge(text, safelist);
    expect(merge(once, safelist)).toBe(once);
    expect(once.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
    expect(/[^\r]\n/.test(once)).toBe(/[^\r]\n/.test(text));
  }
});

it('completes a schema that lacks a field', () => {
  const schema = { type: 'object', properties: { message: { type: 'string' }, theirs: { type: 'object' } } };
  const text = JSON.stringify({ ...customers, eventTopics: { passwordSync: { schema, filter: {} } } });
  const { eventTopics } = JSON.parse(merge(text)) as { eventTopics: { passwordSync: { schema: typeof schema } } };
  expect(eventTopics.passwordSync.schema.properties).toMatchObject({
    ...schema.properties,
    status: { type: 'string' },
  });
  expect(eventTopics.passwordSync).toMatchObject({ filter: {} });
});

it('names the fields to a platform that logs none else', () => {
  const auditServiceConfig = { filterPolicies: { field: { excludeIf: [], includeIf: ['/other/x'] } } };
  const merged = JSON.parse(merge(JSON.stringify({ ...customers, auditServiceConfig }), true)) as typeof customers;
  const includeIf = ['/other/x', ...topicFields('passwordSync')];
  expect(merged).toMatchObject({ auditServiceConfig: { filterPolicies: { field: { excludeIf: [], includeIf } } } });
  expect(includeIf).toContain('/passwordSync/message');
});

it.each([
  ['no-audit-json /eventHandlers', []],
  ['no-audit-json /eventHandlers', { eventHandlers: {} }],
  ['audit-no-handler /eventHandlers', { eventHandlers: [] }],
  ['audit-no-handler /eventHandlers', { eventHandlers: [null, handler(['access']), handler({ $list: '&{x}' })] }],
  ['audit-no-handler /eventHandlers', { eventHandlers: [handler(['activity', 'passwordSync'], { enabled: false })] }],
  ['audit-topic /eventTopics', { ...customers, eventTopics: [] }],
  [
    'audit-topic /eventTopics/passwordSync/schema/properties/status/type',
    { ...customers, eventTopics: { passwordSync: { schema: { properties: { status: { type: 'object' } } } } } },
  ],
])('says %s', (objection, value) => {
  expect(objections(value)).toEqual([objection]);
});

it('needs no handler that the customer has given the topic to', () => {
  const text = JSON.stringify({ eventHandlers: [handler(['passwordSync'])] });
  expect(JSON.parse(merge(text))).toMatchObject({ eventHandlers: [handler(['passwordSync'])] });
});

it('refuses a safelist that is no list', () => {
  const auditServiceConfig = { filterPolicies: { field: { includeIf: '/x' } } };
  expect(objections({ ...customers, auditServiceConfig }, true)).toEqual([
    'audit-topic /auditServiceConfig/filterPolicies/field/includeIf',
  ]);
});
