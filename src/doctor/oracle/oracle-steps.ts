import { authorised } from '../../../scripts-ts/oracle/call';
import { accessToken } from '../../../scripts-ts/oracle/token';
import {
  isObject,
  jsonObject,
  type HttpRequest,
  type HttpResult,
  type Transport,
} from '../../../scripts-ts/oracle/transport';
import { nodeCredentials } from '../../idcs/credentials';
import { nodeTokenPorts } from '../../idcs/token-ports';
import { UnusableFile } from '../../idcs/way';
import { accountSearch, judgeAccount } from './account';
import { found, type CheckUp, type CheckUpStep, type Oracle } from './check-up';
import { judgeClock } from './clock';
import { place } from './console';
import { cautiousRules, inWords, passwordFor, policiesIn, strictest } from './policy';
import { isForbidden, refusalOf, type Request } from './refusal';
import { judgeRole } from './roles';
import { failed, passed, skipped, warning, type Outcome } from '../step';

const USER_PASSWORD_VALIDATOR = 'urn:ietf:params:scim:schemas:oracle:idcs:UserPasswordValidator';

export const oracleSteps: readonly CheckUpStep[] = [
  { id: 'clock', title: 'Clock', needs: ['tls'], run: checkClock },
  { id: 'token', title: 'Access token', needs: ['tls'], run: fetchToken },
  { id: 'role', title: 'Scopes and role', needs: ['token'], run: checkRole },
  { id: 'look-up', title: 'Look-up of users', needs: ['role'], run: lookUp },
  { id: 'policy', title: 'Password policy', needs: ['role'], run: readPolicy },
  { id: 'password', title: 'Setting a password', needs: ['look-up', 'policy'], run: tryPassword },
];

/** Any answer tells Oracle's time; this document is public. */
function checkClock(checkUp: CheckUp): Outcome {
  const oracle = oracleOf(checkUp);
  const url = `${oracle.settings.baseUrl}/.well-known/openid-configuration`;
  const sentAt = Date.now();
  const result = oracle.ports.transport.exchange({ method: 'GET', url, headers: { Accept: 'application/json' } });
  if (result.kind === 'answer') return judgeClock(result.date, sentAt, Date.now());
  return refused(checkUp, 'search', result);
}

function fetchToken(checkUp: CheckUp): Outcome {
  const { ports, settings, last } = oracleOf(checkUp);
  const { credentials } = ports;
  try {
    if (credentials.kind === 'assertion') credentials.sign('');
  } catch (error) {
    if (error instanceof UnusableFile) return failed(error.message, error.mend);
    throw error;
  }
  const result = accessToken(ports, settings, null);
  if (result.kind === 'failed') {
    const answer = last();
    if (answer) return refused(checkUp, 'token', answer);
    return failed(result.failure.reason, `Compare the settings with ${place.oauth}.`);
  }
  checkUp.secrets.add(result.token.value);
  const seconds = Math.max(0, Math.round((result.token.useUntil - Date.now()) / 1000));
  return passed(`by ${credentials.kind === 'secret' ? 'client secret' : 'signed assertion'}, kept for ${seconds} s`);
}

function checkRole(checkUp: CheckUp): Outcome {
  const { settings } = found(checkUp, 'settled').environment;
  // A name that nobody has, where no user was named: it is the answer that counts.
  const search = ask(
    checkUp,
    'POST',
    '/Users/.search',
    accountSearch(settings.user.lookUp, checkUp.order.user ?? 'pwsync-doctor'),
  );
  checkUp.search = search;
  const token = oracleOf(checkUp).ports.store.read();
  return judgeRole(token?.value ?? '', search);
}

function lookUp(checkUp: CheckUp): Outcome {
  const search = found(checkUp, 'search');
  const { user } = checkUp.order;
  const { settings } = found(checkUp, 'settled').environment;
  const list = objectOf(search, 200);
  if (list === null || typeof list.totalResults !== 'number') return refused(checkUp, 'search', search);
  if (user === undefined) return passed('a search is answered; --user NAME looks for one user');
  const { outcome, account } = judgeAccount(list, settings.user.lookUp, user);
  if (account) checkUp.account = account;
  return outcome;
}

/** Nothing that is delivered depends on the policy; it is read so that a password can be made that keeps it. */
function readPolicy(checkUp: CheckUp): Outcome {
  const result = ask(checkUp, 'GET', '/PasswordPolicies?count=100');
  if (isForbidden(result)) {
    const { what, requestId } = refusalOf('policies', result, 'secret');
    const mend =
      'Passwords are delivered all the same: User Manager sets them, and may not read policies. Add the app role ' +
      `Security Administrator if policies are to be read: ${place.roles}.`;
    return warning(`the application may not read password policies (${what})`, mend, requestId);
  }
  const list = objectOf(result, 200);
  const policies = list && policiesIn(list);
  if (!policies) return refused(checkUp, 'policies', result);
  checkUp.rules = strictest(policies);
  return passed(`${policies.length} ${policies.length === 1 ? 'policy' : 'policies'}: ${inWords(checkUp.rules)}`);
}

/** UserPasswordValidator tells what UserPasswordChanger would answer, and sets nothing. */
function tryPassword(checkUp: CheckUp): Outcome {
  if (checkUp.order.user === undefined) return skipped('no user is named with --user');
  const { id, userName } = found(checkUp, 'account');
  const password = passwordFor(checkUp.rules ?? cautiousRules, [userName]);
  if (password === undefined) {
    return warning('the password policies contradict one another', `No password keeps them all: ${place.policies}.`);
  }
  checkUp.secrets.add(password);
  const result = ask(checkUp, 'PUT', `/UserPasswordValidator/${encodeURIComponent(id)}`, {
    schemas: [USER_PASSWORD_VALIDATOR],
    password,
  });
  const body = result.kind === 'answer' ? jsonObject(result) : null;
  const broken = brokenRules(body);
  if (broken.length > 0 && result.kind === 'answer') {
    const mend = `A random password made for the policy that was read is refused: another policy may hold for this user (${place.policies}).`;
    return failed(`Oracle would refuse it: ${broken.join('; ')}`, mend, result.requestId);
  }
  if (result.kind === 'answer' && (result.status === 204 || (result.status < 300 && body))) {
    return passed(`Oracle would take one for ${userName}; none was set`);
  }
  return refused(checkUp, 'password', result);
}

/** The rules that a validator lists as broken, at the top or within its error. */
function brokenRules(body: unknown): string[] {
  if (!isObject(body)) return [];
  return Object.entries(body).flatMap(([key, value]) => {
    if (key !== 'failedPasswordPolicyRules') return brokenRules(value);
    const rules = value instanceof Array ? (value as unknown[]).filter(isObject) : [];
    return rules.map((rule) => [rule.key, rule.value].filter((part) => typeof part === 'string').join(': '));
  });
}

function ask(checkUp: CheckUp, method: HttpRequest['method'], path: string, body?: object): HttpResult {
  const { ports, settings, last } = oracleOf(checkUp);
  const called = authorised(ports, settings, method, path, body);
  if (called.kind !== 'noToken') return called;
  return last() ?? { kind: 'unsent', reason: called.failure.reason, configuration: true };
}

function refused(checkUp: CheckUp, request: Request, result: HttpResult): Outcome {
  const { what, mend, requestId } = refusalOf(request, result, oracleOf(checkUp).ports.credentials.kind);
  return failed(what, mend, requestId);
}

function objectOf(result: HttpResult, status: number): { [key: string]: unknown } | null {
  return result.kind === 'answer' && result.status === status ? jsonObject(result) : null;
}

function oracleOf(checkUp: CheckUp): Oracle {
  if (checkUp.oracle) return checkUp.oracle;
  const { idcs, way } = found(checkUp, 'settled');
  let last: HttpResult | undefined;
  const inner = checkUp.transport(way);
  const transport: Transport = { exchange: (request) => (last = inner.exchange(request)) };
  const ports = nodeTokenPorts(transport, nodeCredentials(idcs, checkUp.order.project));
  checkUp.oracle = { ports, settings: idcs, last: () => last };
  return checkUp.oracle;
}
