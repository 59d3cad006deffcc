import { faultKinds } from './faults';
import { operations } from './operations';
import { defaultPolicy } from './policy';
import { rateGroups, tierLimits } from './rate-limit';

/** What `pwsync simulate-idcs --help` tells beyond its options. */
export function controlHelp(): string {
  return `
Point baseUrl of an environment at the URL that it prints, with that client id and secret, and it is the environment's Oracle.

Control API, JSON in and out, without a token, at the same host (URL/_simulator/...):
  GET    health                   is it up, how many users, the number of the last request
  POST   users                    add a user: {"userName", "password", "givenName", "familyName", "email", "externalId",
                                  "active", "federated", "delegated", "locked", "groups"}; only userName is needed
  GET    users                    all users: mustChange, lastSuccessfulSetDate, passwordSetCount; never a password
  POST   users/change             {"userName", "active", "federated", "delegated", "locked", "groups"}
  POST   check-password           {"userName", "password"} -> {"known", "matches"}
  GET    requests                 what was asked so far; ?after=SEQ &since=SEQ &operation= &group= &status=429|none &userName=
                                  &userId= &waitSeconds=30 (waits for the first that fits)
  DELETE requests                 forgets them
  GET    faults                   what is out of order, PUT replaces, DELETE mends:
  PUT    faults                   [{"kind", "operation", "userName", "times", "delayMs"}]; the first that fits a request
                                  meets it
  DELETE faults
  GET    latency                  how long requests take:
  PUT    latency                  {"any": {"kind": "lognormal", "median": 80, "p95": 400}, "token": {"kind": "uniform",
                                  "min": 10, "max": 50}, "search": {"kind": "fixed", "ms": 20}}; {} is none
  GET    rate-limit
  PUT    rate-limit               "off", "premium", or {"authn": {"perSecond": 10, "perMinute": 150}}
  GET    app
  POST   app                      changes what is given: {"active", "clientSecret", "roles", "certificates": [{"alias",
                                  "pem"}], "grantsPasswordManage", "missingRoleStatus": 403|401,
                                  "unauthorizedAnswer": "html"|"json", "dates": "milliseconds"|"seconds"|"no-fraction"}
  POST   tokens/revoke            makes all access tokens invalid
  GET    policy
  PUT    policy                   the default password policy; what is left out is as at the start
  GET    group-policies
  PUT    group-policies           [{"name", "priority", "groups", "settings"}]; the lowest priority wins
  POST   reset                    all is as at the start, without users

Kinds of faults:     ${list(faultKinds)}
Operations:          ${list(operations)}
Rate groups:         ${list(rateGroups)}
Tiers:               ${list(['off', ...Object.keys(tierLimits)])}
Policy settings:     ${list(Object.keys(defaultPolicy))}

Several domains: with --tenant idcs-a --tenant idcs-b the Host header chooses, http://idcs-a.localhost:PORT is one and any
other host the default domain. Each has users, app, faults, limits and log of its own, and its control API at its host.
Where the system does not resolve names below localhost, put them into /etc/hosts, or say it to curl:
  curl -H 'Host: idcs-a.localhost' http://127.0.0.1:PORT/_simulator/users

docs/simulator.md says what is as Oracle documents it, what was observed, what is guessed and what is missing.
`;
}

const width = 96;
const indent = ' '.repeat(21);

function list(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length + 2 <= width) lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(name);
  }
  return lines.join(`,\n${indent}`);
}
