import type { HttpAnswer } from '../../../scripts-ts/oracle/transport';
import { accountSearch, judgeAccount } from './account';
import { judgeClock } from './clock';
import { judge } from './network-steps';
import { refusalOf } from './refusal';
import { claimsOf, judgeRole } from './roles';
import { Secrets } from '../secrets';

const answer = (status: number, body: object | string = {}, contentType = 'application/json'): HttpAnswer => ({
  kind: 'answer',
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  contentType,
  date: null,
  requestId: 'R1',
});

describe('clocks', () => {
  const at = Date.parse('2026-02-02T02:02:02Z');
  const judged = (aheadSeconds: number) =>
    judgeClock(new Date(at + aheadSeconds * 1000).toUTCString(), at, at + 800).status;

  it.each([
    [0, 'passed'],
    [-5, 'passed'],
    [40, 'warning'],
    [-200, 'warning'],
    [301, 'failed'],
    [-3600, 'failed'],
  ])('%i s apart: %s', (seconds, status) => {
    expect(judged(seconds)).toBe(status);
  });

  it('are not known without a Date', () => {
    expect(judgeClock(null, at, at).status).toBe('warning');
    expect(judgeClock('yesterday', at, at).status).toBe('warning');
  });
});

describe('tokens and roles', () => {
  const jwt = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;

  it('claims are read from a JWT, and from nothing else', () => {
    expect(claimsOf(jwt({ scope: 'a b' }))).toEqual({ scope: 'a b' });
    for (const token of ['opaque', 'a.b', 'a.b.c', 'a.!.c.d', `x.${Buffer.from('3').toString('base64url')}.y`]) {
      expect(claimsOf(token)).toBeUndefined();
    }
  });

  it.each([
    [jwt({ clientAppRoles: ['User Manager', 'Me'] }), 200, 'passed', /carries the app roles User Manager, Me/],
    [jwt({ clientAppRoles: ['Help Desk Administrator'] }), 200, 'warning', /none that is known to set passwords/],
    [jwt({ scope: 'urn:a urn:b' }), 200, 'passed', /carries 2 scopes/],
    ['opaque', 200, 'passed', /is not one that tells/],
    [jwt({ clientAppRoles: [] }), 403, 'failed', /HTTP 403.*app roles \(none\)/],
    ['opaque', 401, 'failed', /HTTP 401/],
    ['opaque', 503, 'skipped', /not answered/],
  ])('%#', (token, status, outcome, what) => {
    const judged = judgeRole(token, answer(status));
    expect(judged.status).toBe(outcome);
    expect(judged.what).toMatch(what);
    if (outcome === 'failed')
      expect(judged).toMatchObject({ requestId: 'R1', mend: expect.stringMatching('User Manager') });
  });

  it('are not told by the page of a gateway', () => {
    const page = '<html></html>';
    for (const status of [200, 403])
      expect(judgeRole('opaque', answer(status, page, 'text/html')).status).toBe('skipped');
    expect(judgeRole('opaque', answer(401, page, 'text/html')).status).toBe('failed');
  });

  it('are not known without an answer', () => {
    expect(judgeRole('opaque', { kind: 'unanswered', reason: 'gone' }).status).toBe('skipped');
  });
});

describe('TLS', () => {
  const days = (count: number) => new Date(Date.now() + count * 86_400_000 + 1000);
  const found = { protocol: 'TLSv1.3', subject: 'host', issuer: 'authority', expires: days(60) };

  it.each([
    [{}, 'passed', /TLSv1.3, certificate of host by authority, 60 days to go/],
    [{ expires: days(20) }, 'warning', /20 days to go/],
    [{ expires: days(-3), objection: 'CERT_HAS_EXPIRED' }, 'failed', /has expired 3 days ago/],
    [{ objection: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'failed', /is not trusted: UNABLE/],
    [{ objection: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'failed', /does not hold for the host name/],
  ])('%j', (more, status, what) => {
    const judged = judge({ ...found, ...more }, 'host.example');
    expect(judged.status).toBe(status);
    expect(judged.what).toMatch(what);
  });
});

describe('accounts', () => {
  const alice = { id: 'A1', userName: 'Alice', externalId: '4711', active: true };
  const list = (...users: object[]) => ({ totalResults: users.length, Resources: users });

  it('one that is right', () => {
    const { outcome, account } = judgeAccount(list(alice), 'externalId', '4711');
    expect(outcome).toMatchObject({ status: 'passed', what: expect.stringMatching('externalId "4711"') });
    expect(account).toEqual({ id: 'A1', userName: 'Alice' });
  });

  it.each([
    ['two', list(alice, alice), /knows several users/],
    ['none', { totalResults: 0 }, /knows no user/],
    ['one of another name', list({ ...alice, userName: 'bob' }), /knows no user/],
    ['one without an id', list({ userName: 'Alice' }), /no list of users/],
  ])('%s', (_, users, what) => {
    const { outcome, account } = judgeAccount(users, 'userName', 'alice');
    expect(outcome.status).toBe('failed');
    expect(outcome.what).toMatch(what);
    expect(account).toBeUndefined();
  });

  it('are asked for without the name in a URL, quotes escaped', () => {
    expect(accountSearch('userName', 'a"b')).toMatchObject({ filter: String.raw`userName eq "a\"b"`, count: 2 });
  });
});

describe('refusals', () => {
  const mend = (...args: Parameters<typeof refusalOf>) => refusalOf(...args).mend;

  it('tell what the token endpoint minds', () => {
    const said = (error: string) => mend('token', answer(400, { error }), 'secret');
    expect(said('invalid_scope')).toMatch(/__myscopes__.*User Manager/);
    expect(said('unauthorized_client')).toMatch('grant type Client credentials');
    expect(said('unsupported_grant_type')).toMatch('grant type Client credentials');
    expect(said('invalid_client')).toMatch(/client secret.*Activate/);
    expect(mend('token', answer(404), 'secret')).toMatch('Domain URL');
  });

  it('take a page of 401 for the one that Oracle writes, and any other for that of a gateway', () => {
    const page = '<html><title>401 Unauthorized</title></html>';
    expect(mend('token', answer(401, page, 'text/html'), 'secret')).toMatch('client secret');
    expect(mend('search', answer(401, page, 'text/html'), 'secret')).toMatch('User Manager');
    expect(mend('search', answer(200, page, 'text/html'), 'secret')).toMatch('proxy or gateway');
  });

  it('tell what was found on the way', () => {
    expect(refusalOf('search', { kind: 'unsent', reason: 'CERT', configuration: true }, 'secret')).toEqual({
      what: 'CERT',
      mend: expect.stringMatching('idcs.tls'),
      requestId: null,
    });
    expect(mend('password', answer(404), 'secret')).toMatch('User management > Users');
    expect(mend('policies', answer(400), 'secret')).toMatch('report it');
  });
});

it('secrets are struck out, plain, encoded for a form, and in base64', () => {
  const secrets = new Secrets();
  for (const value of ['pa ss&word', 'abc', undefined]) secrets.add(value);
  const text = `pa ss&word pa%20ss%26word ${Buffer.from('pa ss&word').toString('base64')} abc`;
  expect(secrets.strikeOut(text)).toBe('*** *** *** abc');
});
