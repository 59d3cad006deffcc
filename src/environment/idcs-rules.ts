import { leastShare } from '../../scripts-ts/oracle/tiers';
import type { Problem } from './problem';
import { bootPropertiesOf } from './rules';
import type { EnvironmentSettings } from './settings';

/** Without either, no token is to be had; the schema alone would ask for the secret even beside an assertion. */
export function missingCredentials(value: unknown, file: string): Problem[] {
  const idcs = (value as { idcs?: unknown } | null)?.idcs;
  if (typeof idcs !== 'object' || idcs === null || 'clientSecret' in idcs || 'assertion' in idcs) return [];
  const what = 'the key "clientSecret" is missing';
  const mend =
    'Write "&{idcs.client.secret}", after encrypting the secret with cli.sh encrypt and putting the result into ' +
    `${bootPropertiesOf(value)} under that name; or add "assertion" with the key that signs in its place.`;
  return [{ code: 'missing-key', file, pointer: '/idcs/clientSecret', what, mend }];
}

/** IDM's own deadlines: 10 s to connect, and 10 s of silence. No request can shorten them. */
const EXTERNAL_REST_SECONDS = 20;

/** What no schema shows about the way to Oracle: settings that need, or exclude, one another. */
export function idcsContradictions({ idcs }: EnvironmentSettings, file: string): Problem[] {
  const { clientSecret, assertion, tls, proxy } = idcs;
  const found: Problem[] = [];
  const add = (pointer: string, what: string, mend: string) =>
    found.push({ code: 'contradiction', file, pointer: `/idcs${pointer}`, what, mend });

  if (clientSecret !== undefined && assertion !== undefined)
    add('/assertion', 'stands beside clientSecret', 'Keep one of the two.');
  if (assertion && (assertion.pemFile === undefined) === (assertion.keystore === undefined))
    add('/assertion', 'names not exactly one place of the key', 'Write either "pemFile" or "keystore".');
  if ((tls.trust === 'pem') !== (tls.trustFile !== undefined))
    add('/tls/trustFile', 'goes with "trust": "pem", and only with it', 'Write both, or neither.');
  if (proxy && (proxy.user === undefined) !== (proxy.password === undefined))
    add('/proxy', 'has one of user and password', 'Write both, or neither.');
  if (leastShare(idcs.rate) < 1) {
    const mend = 'Lower nodes, raise sharePercent, or name the tier that the domain has.';
    add('/rate', 'leaves each node less than one request a second', mend);
  }
  if (idcs.transport === 'externalRest') {
    if (idcs.requestTimeoutSeconds < EXTERNAL_REST_SECONDS) {
      const what = `is ${idcs.requestTimeoutSeconds}, and a request of external/rest may take ${EXTERNAL_REST_SECONDS}`;
      add('/requestTimeoutSeconds', what, `Write ${EXTERNAL_REST_SECONDS} or more: leases count on it.`);
    }
    const needsJava = [
      assertion && '/assertion',
      proxy && '/proxy',
      tls.trust === 'pem' && '/tls/trust',
      tls.clientKeystore && '/tls/clientKeystore',
    ];
    for (const pointer of needsJava) {
      if (typeof pointer !== 'string') continue;
      const mend = 'Write "transport": "java", or configure IDM itself (conf/external.rest.json where it has one).';
      add(pointer, 'can not be had with "transport": "externalRest"', mend);
    }
  }
  return found;
}

/** What is allowed and has a price that the user should know of. */
export function idcsCautions({ settings, file }: { settings: EnvironmentSettings; file: string }): Problem[] {
  const { idcs, delivery } = settings;
  const cautions: Problem[] = [];
  if (idcs.passwordRequest === 'patch') {
    cautions.push({
      code: 'must-change',
      file,
      pointer: '/idcs/passwordRequest',
      what: 'makes Oracle ask every user for a new password at the next sign-in',
      mend: 'Write "changer", unless that is what you want.',
    });
  }
  if (idcs.transport === 'externalRest' && delivery.mode !== 'background') {
    cautions.push({
      code: 'external-rest-waits',
      file,
      pointer: '/delivery/mode',
      what: `lets users wait for a request that external/rest ends after ${EXTERNAL_REST_SECONDS} s, whatever inlineSeconds says`,
      mend: 'Write "background", unless users may wait so long.',
    });
  }
  if (idcs.transport === 'externalRest') {
    cautions.push({
      code: 'external-rest',
      file,
      pointer: '/idcs/transport',
      what:
        "loses Oracle's words and request id on every refusal, so that history and policy look alike; an unreachable Oracle looks " +
        "like a 502; the deadline is IDM's own; and Open Identity Platform does not check the host name of the certificate",
      mend: 'Write "java" wherever scripts may use Java classes.',
    });
  }
  return cautions;
}
