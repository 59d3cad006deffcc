import vm from 'node:vm';
import { parseJson } from '../../environment/json-text';
import { KnownFailure } from '../../environment/problem';
import { mergeAccessJson } from './access-json';
import { endpointRule } from './access-rule';
import { mergeAccessScript } from './access-script';

const rule = endpointRule(['openidm-authorized', 'operator']);
const other = endpointRule(['operator']);
const theirs = { ...rule, methods: 'read,action', customAuthz: 'true' };

const json = (text: string, wanted = rule) => mergeAccessJson(parseJson(text, 'conf/access.json'), wanted);
const script = (text: string | Buffer, wanted = rule) =>
  mergeAccessScript(Buffer.isBuffer(text) ? text : Buffer.from(text), 'script/access.js', wanted);

function problemsOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof KnownFailure) return error.problems;
    throw error;
  }
  throw new Error('it did not fail');
}

it('is a rule that lets the roles read, and nothing else', () => {
  expect(rule).toEqual({
    pattern: 'endpoint/idcsPasswordSync',
    roles: 'openidm-authorized,operator',
    methods: 'read',
    actions: '',
  });
});

describe('access.json', () => {
  it.each([
    ['{"configs":[]}', `{"configs":[${JSON.stringify(rule)}]}`],
    [`{ "configs": [ {"a":1.0} ] }`, `{ "configs": [ {"a":1.0}, ${JSON.stringify(rule)} ] }`],
    [
      `\uFEFF{"configs":[\r\n\t{}\r\n]}`,
      `\uFEFF{"configs":[\r\n\t{},\r\n\t${JSON.stringify(rule, null, '\t').replace(/\n/g, '\r\n\t')}\r\n]}`,
    ],
  ])('%j gets the rule', (before, after) => {
    expect(json(before)).toBe(after);
    expect(json(after)).toBe(after);
  });

  it('gives other roles to a rule of ours, and leaves those of others alone', () => {
    const text = JSON.stringify({ configs: [theirs, rule] }, null, 4);
    expect(JSON.parse(json(text, other))).toEqual({ configs: [theirs, other] });
    expect(JSON.parse(json(JSON.stringify({ configs: [theirs] })))).toEqual({ configs: [theirs, rule] });
  });

  it.each([['[]'], ['{"configs":{}}']])('%s is none', (text) => {
    expect(problemsOf(() => json(text))).toMatchObject([{ code: 'no-access-json', pointer: '/configs' }]);
  });
});

const stock = `// who may do what
/*jslint vars:true*/
var httpAccessConfig =
{
    "configs" : [
        // Anyone can read from these endpoints
        {
           "pattern"    : "info/*",
           "methods"    : "read", // and nothing else
           "customAuthz": "a(']') || /x/.test('{')"
        },
        {
            "pattern"   : "security/*",
            "actions"   : ""
        }
    ]
};

// Additional custom authorization functions go here
function mine() { return { "configs": [] }; }
`;

/** What a script says when it is run. */
function rulesOf(text: string): unknown[] {
  const context: { httpAccessConfig?: { configs: unknown[] } } = {};
  vm.runInNewContext(text.replace('\uFEFF', ''), context);
  return JSON.parse(JSON.stringify(context.httpAccessConfig!.configs)) as unknown[];
}

/** Whether a text got additions only. */
function isKeptIn(text: string, longer: string): boolean {
  let at = 0;
  for (const character of longer) if (character === text[at]) at++;
  return at === text.length;
}

describe('access.js', () => {
  it('gets the rule behind the last one, laid out as that one is', () => {
    expect(script(stock)).toBe(
      stock.replace(
        '"actions"   : ""\n        }\n',
        `"actions"   : ""
        },
        {
            "pattern": "endpoint/idcsPasswordSync",
            "roles": "openidm-authorized,operator",
            "methods": "read",
            "actions": ""
        }
`,
      ),
    );
  });

  it.each([
    ['as it is written above', stock],
    ['with CRLF and a byte order mark', `\uFEFF${stock.replace(/\n/g, '\r\n')}`],
    ['with tabs', stock.replace(/ {4}/g, '\t')],
    ['in one line', "var httpAccessConfig = {configs:[{pattern:'x'}]};"],
    ['without rules', 'var httpAccessConfig = {\n  configs: []\n};\n'],
    [
      'with a remark behind the last rule',
      'var httpAccessConfig = { "configs": [\n  {"pattern": "x"} // all of x\n  // the end\n]};',
    ],
    [
      'with a comma behind the last rule',
      'var httpAccessConfig = { "configs": [\n  {"pattern": "x"}, // all of x\n]};',
    ],
    [
      'with a comma in another line',
      'var httpAccessConfig = { "configs": [\n  {"pattern": "x"} /* , */\n  , // all\n]};',
    ],
    ['assigned', 'httpAccessConfig = { configs: [\n  {\n    pattern: "x" }\n]}'],
    ['declared with others', 'var a = 1, httpAccessConfig = { configs: [ { pattern: "x" },\n { pattern: "y" } ] };'],
    [
      'with what is no literal',
      'var a = {}; var httpAccessConfig = { configs: [ a, , { pattern: "x" + 1, [a]: 1, ...a } ] };',
    ],
    ['with Latin letters', 'var httpAccessConfig = { configs: [ { pattern: "\u00e4" /* \u2028 */ } ] };'],
  ])('changes nothing the second time: %s', (_, text) => {
    const once = script(text);
    expect(rulesOf(once)).toEqual([...rulesOf(text), rule]);
    expect(script(once)).toBe(once);
    expect(once.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
    expect(/[^\r]\n/.test(once)).toBe(/[^\r]\n/.test(text));
    expect(isKeptIn(text, once)).toBe(true);
  });

  it('gives other roles to a rule of ours, and leaves those of others alone', () => {
    const text = `var httpAccessConfig = { configs: [
  ${JSON.stringify(theirs)},
  { 'pattern': 'endpoint/idcsPasswordSync', 'roles' : 'gone', /* ours */ 'methods': 'read', 'actions': '' }
] };`;
    expect(script(text)).toBe(text.replace("'gone'", '"openidm-authorized,operator"'));
    expect(rulesOf(script(text, other))).toEqual([theirs, other]);
  });

  it('takes the last of several', () => {
    const text = 'var httpAccessConfig = { configs: [] };\nhttpAccessConfig = { configs: [ {} ] };';
    expect(rulesOf(script(text))).toEqual([{}, rule]);
  });

  it.each([
    ['access-no-list', 'var httpAccessConfig = load("x");'],
    ['access-no-list', 'var httpAccessConfig;'],
    ['access-no-list', 'var httpAccessConfig = { configs: rules() };'],
    ['access-no-list', 'var config = { configs: [] };'],
    ['access-no-list', ''],
    ['access-not-parsed', 'var httpAccessConfig = { configs: [ };'],
    ['not-utf8', Buffer.from([0x2f, 0x2f, 0xe4])],
  ])('%s: %s', (code, text) => {
    const problems = problemsOf(() => script(text));
    expect(problems).toEqual([expect.objectContaining({ code, mend: expect.stringMatching(/\w/) as string })]);
    expect(problems[0]!.file).toMatch(code === 'access-not-parsed' ? /access\.js:1:\d+$/ : /access\.js$/);
  });
});
