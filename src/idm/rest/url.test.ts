import { KnownFailure } from '../../environment/problem';
import { idmUrl } from './url';

it.each([
  ['http://localhost:8080', 'http://localhost:8080/openidm'],
  ['http://localhost:8080/', 'http://localhost:8080/openidm'],
  ['http://127.0.0.1:8080/openidm', 'http://127.0.0.1:8080/openidm'],
  ['http://[::1]:8080/openidm//', 'http://[::1]:8080/openidm'],
  ['https://IDM.example.com/iam/openidm/', 'https://idm.example.com/iam/openidm'],
])('takes %s for %s', (typed, base) => {
  expect(idmUrl(typed)).toEqual({ base, warnings: [] });
});

it.each(['http://idm.example.com', 'http://10.0.0.1:8080/openidm', 'http://localhost.example.com'])(
  'warns of %s',
  (typed) => {
    expect(idmUrl(typed).warnings).toMatchObject([{ code: 'plain-http' }]);
  },
);

it.each([
  ['http://openidm-admin:hunter2@localhost:8080', 'url-with-credentials'],
  ['http://hunter2@localhost:8080', 'url-with-credentials'],
  ['openidm-admin:hunter2@localhost', 'url'],
  ['localhost:8080/openidm', 'url'],
  ['ftp://localhost', 'url'],
  ['http://localhost/openidm?token=hunter2', 'url'],
  ['', 'url'],
])('refuses %s without quoting it', (typed, code) => {
  let thrown: unknown;
  try {
    idmUrl(typed);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(KnownFailure);
  expect(thrown).toMatchObject({ exitCode: 2, problems: [{ code }] });
  expect(JSON.stringify((thrown as KnownFailure).problems)).not.toContain('hunter2');
});
