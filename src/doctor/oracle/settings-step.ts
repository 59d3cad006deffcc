import path from 'node:path';
import type { Idcs } from '../../../scripts-ts/idm/settings-file';
import { loadEnvironment } from '../../environment/load';
import { KnownFailure, shownPath } from '../../environment/problem';
import { baseUrlObjections } from '../../environment/rules';
import { UnusableFile, wayOf } from '../../idcs/way';
import { place } from './console';
import type { CheckUp, CheckUpStep, Settled } from './check-up';
import { EncryptedProperty, variableOf, type Properties } from '../properties';
import { resolveReferences, type Resolved } from '../references';
import { failed, passed, warning, type Outcome } from '../step';

/**
 * The environment file is right, its references have values, and the files that it names can be read. Throws a KnownFailure
 * with exit code 2 for an environment that is not there, and for an encrypted property.
 */
export const settingsStep: CheckUpStep = { id: 'settings', title: 'Settings', needs: [], run: settle };

function settle(checkUp: CheckUp): Outcome {
  const { order, secrets } = checkUp;
  try {
    const environment = loadEnvironment(order.environments, order.env);
    const { value: idcs, missing } = resolved(environment.settings.idcs, order.properties);
    if (missing.length > 0) return unresolved(missing, environment.file);
    secretsOf(idcs).forEach((secret) => secrets.add(secret));
    const [objection] = baseUrlObjections({ idcs }, environment.file);
    if (objection)
      return failed(`idcs.baseUrl ${objection.what}`, `${objection.mend} It stands as Domain URL in ${place.domain}.`);
    if (idcs.assertion && order.assertionKey !== undefined) {
      idcs.assertion = { keyId: idcs.assertion.keyId, pemFile: path.resolve(order.assertionKey) };
    }
    const settled = { environment, idcs, url: new URL(idcs.baseUrl), way: wayOf(idcs, order.project) };
    checkUp.settled = settled;
    return inWords(settled);
  } catch (error) {
    if (error instanceof UnusableFile) return failed(error.message, error.mend);
    if (!(error instanceof KnownFailure) || error.exitCode === 2) throw error;
    return failed(error.message.replaceAll('\n', '; '), error.problems.map(({ mend }) => mend).join(' '));
  }
}

/** Each secret of the settings, and those of HTTP Basic together with their user as they are sent. */
function secretsOf({ clientId, clientSecret, assertion, tls, proxy }: Idcs): (string | undefined)[] {
  return [
    clientSecret,
    `${clientId}:${clientSecret}`,
    assertion?.keystore?.password,
    tls.clientKeystore?.password,
    proxy?.password,
    `${proxy?.user}:${proxy?.password}`,
  ];
}

function resolved<Value>(value: Value, properties: Properties): Resolved<Value> {
  try {
    return resolveReferences(value, properties);
  } catch (error) {
    if (!(error instanceof EncryptedProperty)) throw error;
    const what = `${error.property} is encrypted in the properties, and only IDM has the key to it`;
    const mend = `Give its value as the environment variable ${variableOf(error.property)}: read -rs ${variableOf(error.property)} && export ${variableOf(error.property)}`;
    throw new KnownFailure([{ code: 'encrypted-property', what, mend }], 2);
  }
}

function unresolved(missing: readonly string[], file: string): Outcome {
  const names = missing.map((name) => `&{${name}}`).join(', ');
  const variables = missing.map(variableOf).join(', ');
  const mend = `Set ${variables} in the environment, or name IDM's conf/boot/boot.properties with --properties.`;
  return failed(`${file} refers to ${names}, and there is no such property`, mend);
}

function inWords({ environment, idcs, way }: Settled): Outcome {
  const proof = idcs.assertion ? `assertion ${idcs.assertion.keyId}` : 'client secret';
  const proxy = way.proxy ? `, proxy ${way.proxy.host}:${way.proxy.port}` : '';
  const what = `${shownPath(path.resolve(environment.file))}: ${idcs.baseUrl}, client ${idcs.clientId}, ${proof}${proxy}`;
  if (idcs.tls.trust !== 'idm') return passed(what);
  const mend = 'Name what the truststore adds in the variable NODE_EXTRA_CA_CERTS, as a file in PEM.';
  return warning(`${what}; "trust": "idm" is IDM's own truststore, so that Node's authorities are trusted here`, mend);
}
