/** The ports of a delivery, put together from the adapters. */
import { oracleTarget } from '../oracle/client';
import type { Ahead } from '../oracle/clock';
import { limitsOf } from '../oracle/tiers';
import type { AccessToken } from '../oracle/token';
import type { Ports, Target } from '../sync/ports';
import { base64Of } from './base64';
import { credentialsOf } from './credentials';
import { gateTo } from './gate';
import { hookPorts } from './hook-ports';
import { transportOf } from './http';
import { hasJava, jdk } from './java';
import { lockOf, sharedStrings } from './jvm';
import { limiterFor, pause } from './limiter';
import { nonce } from './nonce';
import { oracleIds } from './oracle-ids';
import { reporter } from './report';
import { objection, reveal, type Settings } from './settings';
import { describe } from './trouble';
import { storedUsers } from './users';

export function portsOf(settings: Settings): Ports {
  return {
    ...hookPorts(settings),
    random: Math.random,
    ...(hasJava() && { pause }),
    users: storedUsers(settings),
    target: targetOf(settings),
    gate: gateTo(settings.idcs.baseUrl),
    report: reporter(settings),
  };
}

/** Domains that a JVM remembers tokens and clocks of: as many as its settings have named. */
const MAX_DOMAINS = 16;

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
  const limits = limitsOf(idcs.rate);
  const tokens = sharedStrings('tokens', MAX_DOMAINS);
  const clocks = sharedStrings('clocks', MAX_DOMAINS);
  const tokenKey = [idcs.baseUrl, idcs.clientId, idcs.scope].join(' ');
  return oracleTarget(
    {
      now: () => new Date(),
      transport: transportOf(idcs),
      credentials: credentialsOf(idcs),
      nonce,
      describe,
      base64: base64Of,
      store: {
        read() {
          const known = tokens.get(tokenKey);
          return known === null ? null : (JSON.parse(known) as AccessToken);
        },
        write: (token) => tokens.put(tokenKey, JSON.stringify(token)),
        exclusively: (refresh, patienceMs) => locked(`token ${tokenKey}`, patienceMs, refresh),
      },
      ids: oracleIds(idcs.baseUrl),
      limiter: limiterFor(idcs.baseUrl, limits),
      clock: {
        read() {
          const known = clocks.get(idcs.baseUrl);
          return known === null ? null : (JSON.parse(known) as Ahead);
        },
        write: (ahead) => clocks.put(idcs.baseUrl, JSON.stringify(ahead)),
      },
    },
    { ...idcs, clientId, lookUp: settings.user.lookUp, provisioning: settings.provisioning.enabled, limits },
  );
}

/** A target that fails for everybody until the configuration is mended. */
function unusable(reason: string): Target {
  const failed = { kind: 'failed' as const, failure: { class: 'configuration' as const, reason } };
  return { setPassword: () => failed, lastSet: () => failed };
}

/** null when the lock is not to be had within that time: a refresh that hangs keeps nobody for ever. */
function locked<Result>(name: string, patienceMs: number, run: () => Result): Result | null {
  const lock = lockOf(name);
  const unit = hasJava() ? jdk().util.concurrent.TimeUnit.MILLISECONDS : null;
  if (!lock.tryLock(Math.max(0, Math.floor(patienceMs)), unit)) return null;
  try {
    return run();
  } finally {
    lock.unlock();
  }
}
