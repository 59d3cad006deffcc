import { isDeepStrictEqual } from 'node:util';
import { platformFacts, platforms } from '../platform';
import { cronObjection } from './cron';
import { pointerOf, type Problem } from './problem';
import type { EnvironmentSettings } from './settings';

const reference = /^&\{[A-Za-z0-9_.-]+\}$/;
/** A key whose value is a secret, by its name. */
export const secretKey = /secret|passw(or)?d|passphrase|token|credential|private.?key|api.?key/i;

/** The keys that look secret by their name and are not: they name a property, or a kind of request. */
const harmless = ['/user/password', '/idcs/passwordRequest', '/idcs/tokenEndpoint'];

/** Finds literal secrets anywhere in what the file says, whether or not the schema knows the key. */
export function literalSecrets(value: unknown, file: string): Problem[] {
  const mend =
    `Encrypt the secret with IDM's cli.sh encrypt, put the result into ${bootPropertiesOf(value)} as ` +
    'idcs.client.secret, and write "&{idcs.client.secret}" here. A secret that was saved here is known: renew it.';
  const what = 'holds a value where only a reference may stand: secrets do not belong in this file';
  return literalsBelow(value, []).map((pointer) => ({ code: 'literal-secret', file, pointer, what, mend }));
}

/** Where secrets stand literally, as JSON pointers. */
function literalsBelow(value: unknown, keys: (string | number)[]): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = [...keys, key];
    if (typeof inner !== 'string') return literalsBelow(inner, path);
    const pointer = pointerOf(path);
    return !secretKey.test(key) || reference.test(inner) || harmless.includes(pointer) ? [] : [pointer];
  });
}

/** Where references find their values on the platform that an environment names, checked or not. */
export function bootPropertiesOf(environment: unknown): string {
  const named = (environment as { platform?: unknown } | null)?.platform;
  return platformFacts[platforms.find((platform) => platform === named) ?? 'openidm-7'].bootProperties;
}

/** What is wrong with the address of Oracle, in better words than a pattern has. */
export function baseUrlObjections(value: unknown, file: string): Problem[] {
  const baseUrl = (value as { idcs?: { baseUrl?: unknown } } | null)?.idcs?.baseUrl;
  if (typeof baseUrl !== 'string' || reference.test(baseUrl)) return [];
  const objection = objectionTo(baseUrl);
  return objection ? [{ code: 'wrong-url', file, pointer: '/idcs/baseUrl', ...objection }] : [];
}

const mend = 'Write https://idcs-0123.identity.oraclecloud.com, or a reference such as "&{idcs.base.url}".';

function objectionTo(text: string): { what: string; mend: string } | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return { what: 'is neither an https URL nor a reference', mend };
  if (url.username || url.password) {
    return { what: 'holds a user name or a password, and a URL is written to logs', mend };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { what: 'would send passwords over plain http; that is for a simulator on this machine only', mend };
  }
  if (url.pathname !== '/' || url.search || url.hash || /[?#]/.test(text)) {
    return { what: 'goes on after the host name, where the paths of Oracle are added', mend: `Write "${url.origin}".` };
  }
  return text.endsWith('/') ? { what: 'ends with a slash', mend: `Write "${url.origin}".` } : undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** What no schema shows: a schedule that IDM would drop, settings that contradict one another. */
export function contradictions(settings: EnvironmentSettings, file: string): Problem[] {
  const { delivery, outbox, schedule, passwordPolicies } = settings;
  const problems: Problem[] = [];
  const cron = cronObjection(schedule.cron);
  if (cron !== undefined) {
    const mend = 'Write it as Quartz does: "0 * * * * ?" is every minute.';
    problems.push({ code: 'wrong-cron', file, pointer: '/schedule/cron', what: cron, mend });
  }
  if (delivery.maxBackoffSeconds < delivery.backoffSeconds) {
    problems.push({
      code: 'contradiction',
      file,
      pointer: '/delivery/maxBackoffSeconds',
      what: `${delivery.maxBackoffSeconds} is less than backoffSeconds, which is ${delivery.backoffSeconds}`,
      mend: 'Raise maxBackoffSeconds or lower backoffSeconds.',
    });
  }
  if (outbox.path === outbox.keysPath) {
    problems.push({
      code: 'contradiction',
      file,
      pointer: '/outbox/keysPath',
      what: 'is the same place as path',
      mend: 'Give keys a place of their own: repo/passwordsync/keys.',
    });
  }
  passwordPolicies.forEach(({ policyId, params = {} }, index) => {
    const earlier = passwordPolicies.slice(0, index).find((each) => each.policyId === policyId);
    if (!earlier || isDeepStrictEqual(earlier.params ?? {}, params)) return;
    problems.push({
      code: 'contradiction',
      file,
      pointer: pointerOf(['passwordPolicies', index]),
      what: `is the policy ${policyId} again, with other parameters`,
      mend: 'Keep one of the two.',
    });
  });
  return problems;
}
