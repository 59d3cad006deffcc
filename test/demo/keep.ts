import type { Installation } from '../installation';

/** Prints how to play with what runs, and keeps the process alive: a signal ends it. */
export function keepRunning({ idm, oracle }: Installation): Promise<never> {
  const curl = `curl -s -u openidm-admin:openidm-admin -H 'Content-Type: application/json'`;
  process.stdout.write(`
Both keep running; Ctrl-C ends them.

  IDM     ${idm.url} (openidm-admin, openidm-admin)
  Oracle  ${oracle.url} (simulated)

Create a user, and ask Oracle for the password:
  ${curl} '${idm.url}/managed/user?_action=create' \\
    -d '{"userName": "bo", "givenName": "Bo", "sn": "Ek", "mail": "bo@example.com", "password": "Passw0rd-1"}'
  curl -s ${oracle.url}/_simulator/check-password -d '{"userName": "bo", "password": "Passw0rd-1"}'

Change the password (ID is the _id of the answer above):
  ${curl} -X PATCH ${idm.url}/managed/user/ID \\
    -d '[{"operation": "replace", "field": "/password", "value": "Passw0rd-2"}]'

Take Oracle down, and up again:
  curl -s -X PUT ${oracle.url}/_simulator/faults -d '[{"kind": "down"}]'
  curl -s -X DELETE ${oracle.url}/_simulator/faults

Look at the queue, deliver what waits, read the metrics:
  ${curl} '${idm.url}/endpoint/idcsPasswordSync?_fields=queue,counters'
  ${curl} -X POST '${idm.url}/endpoint/idcsPasswordSync?_action=drain'
  ${curl} '${idm.url}/endpoint/idcsPasswordSync?_fields=text&_mimeType=text/plain'
  ${curl} '${idm.url}/repo/passwordsync/outbox?_queryFilter=true'
`);
  return new Promise(() => setInterval(() => undefined, 1 << 30));
}
