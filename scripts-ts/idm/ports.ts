/** The ports of a delivery, put together from the adapters. */
import { oracleTarget } from '../oracle/client';
import type { AccessToken } from '../oracle/token';
import type { Ports, Target } from '../sync/ports';
import { javaTransport } from './http';
import { intentPorts } from './intent-ports';
import { jdk, type JavaLock, utf8 } from './java';
import { once, sharedStrings } from './jvm';
import { oracleIds } from './oracle-ids';
import { reporter } from './report';
import { objection, reveal, type Settings } from './settings';
import { describe } from './trouble';
import { storedUsers } from './users';

export function portsOf(settings: Settings): Ports {
  return {
    ...intentPorts(settings),
    random: Math.random,
    users: storedUsers(settings),
    target: targetOf(settings),
    report: reporter(settings.target),
  };
}

/** Tokens that a JVM remembers: one for each domain and client that its settings have named. */
const MAX_TOKENS = 16;

function targetOf(settings: Settings): Target {
  const wrong = objection(settings);
  if (wrong !== null) return unusable(wrong);
  try {
    return oracle(settings, reveal(settings.idcs.clientId));
  } catch (caught) {
    return unusable(`idcs.clientId can't be decrypted: ${describe(caught)}`);
  }
}

function oracle(settings: Settings, clientId: string): Target {
  const { idcs } = settings;
  const tokens = sharedStrings('tokens', MAX_TOKENS);
  const tokenKey = [idcs.baseUrl, idcs.clientId, idcs.scope].join(' ');
  return oracleTarget(
    {
      now: () => new Date(),
      transport: javaTransport(idcs),
      clientSecret: () => reveal(idcs.clientSecret),
      describe,
      base64: (text) => String(jdk().util.Base64.getEncoder().encodeToString(utf8(text))),
      store: {
        read() {
          const known = tokens.get(tokenKey);
          return known === null ? null : (JSON.parse(known) as AccessToken);
        },
        write: (token) => tokens.put(tokenKey, JSON.stringify(token)),
        exclusively: (refresh) => locked(`token lock ${tokenKey}`, refresh),
      },
      ids: oracleIds(idcs.baseUrl),
    },
    { ...idcs, clientId, provisioning: settings.provisioning.enabled },
  );
}

/** A target that fails for everybody until the configuration is mended. */
function unusable(reason: string): Target {
  const failed = { kind: 'failed' as const, failure: { class: 'configuration' as const, reason } };
  return { setPassword: () => failed, passwordSetSince: () => failed };
}

function locked<Result>(name: string, run: () => Result): Result {
  const lock: JavaLock = once(name, () => new (jdk().util.concurrent.locks.ReentrantLock)());
  lock.lock();
  try {
    return run();
  } finally {
    lock.unlock();
  }
}
