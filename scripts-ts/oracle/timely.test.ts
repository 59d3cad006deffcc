/** How long the requests of a delivery may take, and what they tell of Oracle's clock. */
import { dated, found, html, json, scimError } from './testing/answers';
import { Oracle, setPassword } from './testing/oracle';

let oracle: Oracle;
beforeEach(() => {
  oracle = new Oracle();
});

const user = { id: 'id-1', userName: 'Anna' };
const policy = 'error.identity.passwordmgmt.pwdpolicyViolation';
const done = json(200, { id: 'id-1' });
const set = (changes?: Parameters<typeof setPassword>[1]) => setPassword(oracle, changes);

const SEARCH = 'POST /admin/v1/Users/.search';
const SET = 'PUT /admin/v1/UserPasswordChanger/id-1';
const TOKEN = 'POST /oauth2/v1/token';

/** Oracle takes so long for each request. */
function slow(seconds: number): void {
  const { exchange } = oracle.transport;
  oracle.transport = {
    exchange: (request) => {
      oracle.milliseconds += seconds * 1000;
      return exchange(request);
    },
  };
}

describe('the window of requests', () => {
  const late = { kind: 'failed', failure: { class: 'transient' } };

  test.each([
    [25, [TOKEN, SEARCH, SET]],
    [18, [TOKEN, SEARCH, SET]],
    [17.999, [TOKEN, SEARCH]],
    [8, [TOKEN]],
  ])('ends after %d s, with 9 s for each request: none begins later', (seconds, sent) => {
    oracle.script = [found(user), done];
    slow(9);
    const result = set({ begin: oracle.milliseconds + seconds * 1000 });
    expect(oracle.takeRequests()).toEqual(sent);
    expect(result).toMatchObject(sent.includes(SET) ? { kind: 'delivered' } : late);
  });

  test('were it over before the first: nothing goes out', () => {
    for (const over of [{ begin: oracle.milliseconds - 1 }, { end: oracle.milliseconds }]) {
      expect(set(over)).toMatchObject(late);
      expect(oracle.requests).toEqual([]);
    }
  });

  test('leaves each request the time to its end, and no more', () => {
    oracle.script = [found(user), done];
    const start = oracle.milliseconds;
    slow(3);
    set({ begin: start + 10_000, end: start + 15_000 });
    expect(oracle.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([15_000, 12_000, 9000]);
  });

  test('also not after a 401: what was found by then is known to the next try', () => {
    oracle.script = [found(user), html(401, '401 Unauthorized'), done];
    slow(9);
    expect(set({ begin: oracle.milliseconds + 20_000 })).toMatchObject(late);
    expect(oracle.takeRequests()).toEqual([TOKEN, SEARCH, SET]);
    expect(set()).toEqual({ kind: 'delivered', provisioned: false });
  });
});

describe("Oracle's clock", () => {
  const second = 1000;

  test('is read from every answer, and tells when a password was set', () => {
    oracle.cachedIds.set('anna userName anna', 'id-1');
    const start = oracle.milliseconds;
    slow(0.2);
    oracle.script = [() => dated(done, oracle.milliseconds + 5 * second)];
    const sent = set() as { set?: { from: string; to: string } };
    const [from, to] = [sent.set!.from, sent.set!.to].map((time) => Date.parse(time) - start);
    // Set after the token was had, 0.2 s after the start, and before 0.4 s, by a clock that is 5 s ahead.
    expect(from).toBeLessThanOrEqual(5 * second + 200);
    expect(to).toBeGreaterThanOrEqual(5 * second + 400);
    expect(to! - from!).toBeLessThan(2 * second);
  });

  test.each([
    ['no header', null],
    ['a header that is no date', 'soon'],
  ])('is not known from %s, and neither is the time', (_what, date) => {
    oracle.script = [found(user), { ...done, date }];
    expect(set()).toEqual({ kind: 'delivered', provisioned: false });
    expect(oracle.ahead).toBeNull();
  });

  test('is read from a refusal as well', () => {
    oracle.script = [found(user), dated(scimError(400, 'Too weak.', policy), oracle.milliseconds)];
    set();
    expect(oracle.ahead).not.toBeNull();
  });
});
