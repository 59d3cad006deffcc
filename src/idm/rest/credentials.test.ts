import { PassThrough } from 'node:stream';
import { credentialHeaders, idmCredentials, type Terminal } from './credentials';

/** Somebody types this at the terminal; what is shown to them is collected. */
function terminal(typed: string): { terminal: Terminal; shown: () => string } {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = new PassThrough();
  let shown = '';
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    if (shown.endsWith(': ')) input.write(typed);
  });
  return { terminal: { input, output }, shown: () => shown };
}

const nobody: Terminal = { input: new PassThrough(), output: new PassThrough() };

it.each([
  [{ PWSYNC_IDM_PASSWORD: 'x' }, { kind: 'password', user: 'openidm-admin', password: 'x' }],
  [
    { PWSYNC_IDM_USER: 'me', PWSYNC_IDM_PASSWORD: 'x' },
    { kind: 'password', user: 'me', password: 'x' },
  ],
  [
    { PWSYNC_IDM_TOKEN: 't', PWSYNC_IDM_PASSWORD: 'x' },
    { kind: 'bearer', token: 't' },
  ],
])('takes them from %j', async (variables, expected) => {
  expect(await idmCredentials(variables, nobody)).toEqual(expected);
});

it('asks a terminal, and shows nothing of what is typed', async () => {
  const at = terminal('hunter2\r');
  expect(await idmCredentials({}, at.terminal)).toEqual({
    kind: 'password',
    user: 'openidm-admin',
    password: 'hunter2',
  });
  expect(at.shown()).toBe('Password of openidm-admin at IDM: \n');
});

it.each([
  ['nobody to ask', nobody],
  ['nothing typed', terminal('\r').terminal],
  ['Ctrl-C', terminal('\u0003').terminal],
])('names the variables: %s', async (_, at) => {
  await expect(idmCredentials({}, at)).rejects.toMatchObject({
    exitCode: 2,
    problems: [{ code: 'no-idm-credentials', mend: expect.stringContaining('PWSYNC_IDM_PASSWORD') as string }],
  });
});

it.each([
  ['Passw0rd!', 'Passw0rd!'],
  ['with space', 'with space'],
  [' at the edge ', "UTF-8''%20at%20the%20edge%20"],
  ["it's (fine)*", "it's (fine)*"],
  ["UTF-8''x", "UTF-8''UTF-8%27%27x"],
  ['line\nbreak', "UTF-8''line%0Abreak"],
])('writes the password %j as %s', (password, value) => {
  expect(credentialHeaders({ kind: 'password', user: 'u', password })['x-openidm-password']).toBe(value);
});
