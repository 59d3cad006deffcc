/** The workflow files for customers do what docs/ci.md says: their shell lines are run in a customer's repository. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { removeTemporaryFolders } from '../../src/bundle/testing/folders';
import { fakeIdm, type FakeIdm } from '../../src/idm/rest/testing/fake-idm';
import { packageRoot } from '../../src/root';
import { comments, type Comments } from './comments';
import { compileCommand, customer, removeCommand, type Customer } from './customer';
import { gitHub, gitHubText, gitLab, gitLabText, onGitHub, onGitLab, type Given } from './hosts';

beforeAll(compileCommand);
afterAll(() => {
  removeCommand();
  removeTemporaryFolders();
});

const token = 'token-of-the-comment';

/** What differs between the two hosts, so that the rest is said once. */
const hosts = {
  GitHub: {
    review: (at: Customer) => onGitHub('review', at),
    comment: (at: Customer, { base }: Comments) =>
      onGitHub('comment', at, {
        env: { GITHUB_API_URL: base, GITHUB_REPOSITORY: 'acme/idm' },
        expressions: { 'github.token': token, 'github.event.pull_request.number': '12' },
      }),
    created: 'POST /repos/acme/idm/issues/12/comments',
    updated: /^PATCH \/repos\/acme\/idm\/issues\/comments\/\d+$/,
    finding: /^::error file=idm\/example\/conf\/managed\.json,line=\d+,col=\d+,title=unknown-hook::/gm,
    problem: /^::error file=environments\/example\.json,title=unknown-key::/gm,
    deploy: (job: 'plan' | 'apply' | 'check', at: Customer, { base }: FakeIdm, digest = '') =>
      onGitHub(job, at, {
        expressions: {
          'inputs.environment': 'example',
          'matrix.name': 'example',
          'needs.plan.outputs.digest': digest,
          'vars.PWSYNC_IDM_URL': base,
          'vars.PWSYNC_IDM_USER': '',
          'secrets.PWSYNC_IDM_PASSWORD': 'secret',
        },
      }),
  },
  GitLab: {
    review: (at: Customer) => onGitLab('password-sync review', at),
    comment: (at: Customer, { base }: Comments) => {
      const env = { CI_API_V4_URL: base, CI_PROJECT_ID: '3', CI_MERGE_REQUEST_IID: '12', PWSYNC_GITLAB_TOKEN: token };
      return onGitLab('password-sync comment', at, { env });
    },
    created: 'POST /projects/3/merge_requests/12/notes',
    updated: /^PUT \/projects\/3\/merge_requests\/12\/notes\/\d+$/,
    finding: /^error idm\/example\/conf\/managed\.json:\d+:\d+: .*\[unknown-hook\]$/gm,
    problem: /^error environments\/example\.json: .*\[unknown-key\]$/gm,
    deploy: (job: 'plan' | 'apply' | 'check', at: Customer, { base }: FakeIdm, digest = '') => {
      const idm = { PWSYNC_IDM_URL: base, PWSYNC_IDM_PASSWORD: 'secret' };
      const given: Given = {
        env: { ...idm, PWSYNC_DEPLOY: 'example', PWSYNC_CHECK: 'example', ...(digest && { PWSYNC_PLAN: digest }) },
      };
      return onGitLab(`password-sync ${job}`, at, given);
    },
  },
};

interface Sarif {
  runs: { results: { ruleId: string; level: string; locations: { physicalLocation: Place }[] }[] }[];
}
interface Place {
  artifactLocation: { uri: string };
  region?: { startLine: number };
}

function reviewed({ folder }: Customer) {
  const read = (file: string) => fs.readFileSync(path.join(folder, 'review', file), 'utf8');
  const { runs } = JSON.parse(read('pwsync.sarif')) as Sarif;
  const quality = JSON.parse(read('codequality.json')) as { check_name: string; location: object }[];
  return { plan: read('plan.md'), comment: read('comment.md'), runs, quality };
}

function change({ folder }: Customer, file: string, from: string, to: string): void {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  expect(text).toContain(from);
  fs.writeFileSync(path.join(folder, file), text.replace(from, to));
}

describe.each(['GitHub', 'GitLab'] as const)('%s: on a pull request', (name) => {
  const host = hosts[name];
  let at: Customer;
  let api: Comments;
  beforeAll(async () => {
    at = customer(name === 'GitHub' ? ['example', 'minimal'] : ['example']);
    api = await comments();
    for (let other = 0; other < 100; other += 1) api.add('Looks good to me', 'somebody');
    api.add('<!-- pwsync: plan -->\nquoted', 'somebody');
  });
  afterAll(() => api.close());

  it('shows the plan in the job and in a comment', async () => {
    const review = await host.review(at);
    expect(review).toMatchObject({ code: 0 });
    expect(at.npmCalls()).toEqual([expect.stringMatching(/^ci\b/)]);
    const { plan, comment, runs, quality } = reviewed(at);
    expect(review.summary).toBe(plan);
    expect(plan).toContain('| ✅ example | 0 errors, 0 warnings | 12 to create, 1 to change, 0 to delete |');
    expect(plan).toMatch(/^\+ +"source": "require\('script\/hooks\/setDefaults'\);/m);
    expect(comment).toBe(plan);
    expect({ runs, quality }).toMatchObject({ runs: [{ results: [] }], quality: [] });

    expect(await host.comment(at, api)).toMatchObject({ code: 0 });
    expect(api.changes.splice(0)).toEqual([host.created]);
    expect(api.kept.at(-1)).toMatchObject({ body: comment });
  });

  it('fails for a file that IDM would not understand, says where, and changes the comment', async () => {
    change(at, 'idm/example/conf/managed.json', '"onUpdate"', '"onUpdated"');
    const review = await host.review(at);
    expect(review.code).toBe(1);
    expect(review.output.match(host.finding)).toHaveLength(1);
    const { comment, runs, quality } = reviewed(at);
    expect(review.summary).toContain('| ❌ example | 1 error, 0 warnings |');
    if (name === 'GitHub') expect(review.summary).toContain('| ✅ minimal | 0 errors, 0 warnings |');
    expect(runs).toHaveLength(1);
    const place = { artifactLocation: { uri: 'idm/example/conf/managed.json' }, region: { startLine: 9 } };
    expect(runs[0]!.results).toMatchObject([
      { ruleId: 'unknown-hook', level: 'error', locations: [{ physicalLocation: place }] },
    ]);
    expect(quality).toMatchObject([
      { check_name: 'unknown-hook', location: { path: 'idm/example/conf/managed.json', lines: { begin: 9 } } },
    ]);

    expect(await host.comment(at, api)).toMatchObject({ code: 0 });
    expect(api.changes.splice(0)).toEqual([expect.stringMatching(host.updated)]);
    expect(api.kept).toHaveLength(102);
    expect(api.kept.at(-1)).toMatchObject({ body: comment });
    expect(api.kept.at(-2)).toMatchObject({ body: '<!-- pwsync: plan -->\nquoted' });
    expect([...api.shown]).toEqual([name === 'GitHub' ? `Bearer ${token}` : token]);
  });
});

it.each(['GitHub', 'GitLab'] as const)(
  '%s: fails for an environment that can not be built, and says where',
  async (name) => {
    const at = customer(['example']);
    change(at, 'environments/example.json', '"rate"', '"rates"');
    const review = await hosts[name].review(at);
    expect(review.code).toBe(1);
    expect(review.output.match(hosts[name].problem)).toHaveLength(1);
    expect(review.summary).toContain('can not be built');
    const place = { artifactLocation: { uri: 'environments/example.json' } };
    expect(reviewed(at).runs[0]!.results).toMatchObject([{ level: 'error', locations: [{ physicalLocation: place }] }]);
  },
);

it('fails where the project folder of an environment is missing, and where pwsync is', async () => {
  const at = customer(['minimal']);
  fs.rmSync(path.join(at.folder, 'idm'), { recursive: true });
  const review = await onGitHub('review', at);
  expect(review.code).toBe(1);
  expect(review.summary).toContain('idm/minimal/conf is missing');
  fs.rmSync(path.join(at.folder, 'node_modules'), { recursive: true });
  expect(await onGitLab('password-sync review', at)).toMatchObject({
    code: 2,
    output: expect.stringContaining('run npm ci') as string,
  });
});

it('cuts what is too long for a comment, and ends every block of it', async () => {
  const at = customer(['example']);
  const hooks = Array.from({ length: 1000 }, (_, index) => `"onUpdate\`\`\`${index}": {},\n`).join('');
  change(at, 'idm/example/conf/managed.json', '"onUpdate"', `${hooks}"onUpdate"`);
  await onGitHub('review', at);
  const { comment } = reviewed(at);
  expect(Buffer.byteLength(comment)).toBeLessThan(65_536);
  expect(comment).toMatch(/^\.\.\. \d+ lines more, see the job$/m);
  expect(comment.match(/^````(text|diff)?$/gm)).toEqual(['````text', '````', '````diff', '````']);
});

it('leaves GitLab without a comment where it has no token for one', async () => {
  const at = customer();
  fs.mkdirSync(path.join(at.folder, 'review'));
  fs.writeFileSync(path.join(at.folder, 'review/comment.md'), 'plan');
  const done = await onGitLab('password-sync comment', at);
  expect(done).toMatchObject({ code: 0, output: expect.stringContaining('PWSYNC_GITLAB_TOKEN is not set') as string });
});

it('fails where the comment can not be written, and does not show the token', async () => {
  const at = customer();
  fs.mkdirSync(path.join(at.folder, 'review'));
  fs.writeFileSync(path.join(at.folder, 'review/comment.md'), 'plan');
  const api = await comments();
  const done = await hosts.GitHub.comment(at, { ...api, base: `${api.base}/user?` });
  api.close();
  expect(done.code).toBe(1);
  expect(done.output).not.toContain(token);
});

describe('to a running IDM', () => {
  let at: Customer;
  let idm: FakeIdm;
  beforeEach(async () => {
    at = customer(['example']);
    idm = await fakeIdm();
    const managed = path.join(at.folder, 'idm/example/conf/managed.json');
    idm.configs.set('managed', JSON.parse(fs.readFileSync(managed, 'utf8')) as object);
    idm.intercept = ({ method, path: asked }) => {
      const [, kind] = /^(endpoint|scheduler)\//.exec(asked) ?? [];
      if (method !== 'GET' || kind === undefined) return undefined;
      const body = idm.configs.get(kind === 'endpoint' ? 'custom/idcsPasswordSync' : 'schedule/passwordSyncRetry');
      return body && { status: 200, body };
    };
  });
  afterEach(() => idm.close());

  const written = () => idm.asked.filter(({ method }) => method !== 'GET');

  it.each(['GitHub', 'GitLab'] as const)('%s: plans, applies that plan, and finds it there', async (name) => {
    const host = hosts[name];
    const plan = await host.deploy('plan', at, idm);
    expect(plan.code).toBe(0);
    expect(name === 'GitHub' ? plan.summary : plan.output).toContain('~ conf/managed.json');
    expect(written()).toEqual([]);
    const apply = await host.deploy('apply', at, idm, plan.outputs.PWSYNC_PLAN);
    expect(apply).toMatchObject({ code: 0, output: expect.stringMatching(/^Applied .* \(example\) to /m) as string });
    expect(idm.configs.get('endpoint/idcsPasswordSync')).toBeDefined();
    expect(plan.output + apply.output).not.toContain('secret');
    // Its other findings are the doctor's own: this IDM is an imitation.
    const check = await host.deploy('check', at, idm);
    expect(check.output).toMatch(/^Nothing to do\.$/m);
    expect(check.output).toContain('IDM answers');
  });

  it('applies no other plan than the one that was looked at', async () => {
    const plan = await hosts.GitHub.deploy('plan', at, idm);
    idm.configs.set('managed', { ...idm.configs.get('managed'), more: true });
    const apply = await hosts.GitHub.deploy('apply', at, idm, plan.outputs.PWSYNC_PLAN);
    expect(apply).toMatchObject({
      code: 1,
      output: expect.stringContaining('not the plan that was looked at') as string,
    });
    expect(await hosts.GitHub.deploy('apply', at, idm)).toMatchObject({
      code: 1,
      output: expect.stringContaining('the digest of the plan') as string,
    });
    expect(written()).toEqual([]);
  });

  it('fails the check of an IDM that holds something else', async () => {
    const check = await hosts.GitHub.deploy('check', at, idm);
    expect(check).toMatchObject({ code: 1, output: expect.stringMatching(/^Plan: \d+ to create/m) as string });
  });
});

describe('GitHub: what it may do', () => {
  const jobs = Object.entries(gitHub.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  it('runs pull requests without secrets and without a right to write, but to comment', () => {
    expect(Object.keys(gitHub.on)).toEqual(['pull_request', 'workflow_dispatch', 'schedule']);
    expect(gitHub.permissions).toEqual({ contents: 'read' });
    expect(jobs.filter(([, { permissions }]) => permissions).map(([name]) => name)).toEqual(['comment']);
    expect(gitHub.jobs.comment!.if).toContain('head.repo.full_name == github.repository');
    expect(gitHub.jobs.comment!.steps.flatMap(({ run }) => run ?? [])).toEqual([
      'node ci/comment.mjs review/comment.md',
    ]);
  });

  it('hands secrets to jobs of an environment alone, and there to the step that needs them', () => {
    for (const [, job] of jobs) {
      const { steps: its, ...around } = job;
      expect(JSON.stringify(around)).not.toContain('secrets.');
      if (JSON.stringify(its).includes('secrets.')) expect(job.environment).toBeDefined();
    }
    expect(gitHub.jobs.plan!.if).toContain('github.ref_name == github.event.repository.default_branch');
    expect(gitHub.jobs.apply).toMatchObject({ needs: 'plan', if: 'inputs.apply' });
    expect(gitHub.jobs.apply!.outputs).toBeUndefined();
  });

  it('puts nothing that somebody has written into a shell line', () => {
    expect(gitHub.defaults.run.shell).toBe('bash');
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it("takes GitHub's own actions by their major version, and leaves no token behind", () => {
    for (const { uses } of steps) if (uses) expect(uses).toMatch(/^(actions|github)\/[a-z/-]+@v\d+$/);
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts).toHaveLength(jobs.length);
    for (const checkout of checkouts) expect(checkout.with).toEqual({ 'persist-credentials': false });
  });

  it('keeps of a run what it shows, for some days', () => {
    const kept = steps.filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
    expect(kept).toMatchObject([{ if: '${{ !cancelled() }}', with: { path: 'review', 'retention-days': 5 } }]);
  });
});

describe('GitLab: what it may do', () => {
  const jobs = Object.entries(gitLab).filter(([name]) => !name.startsWith('.'));

  it('runs each job for one occasion alone, and what needs a secret in an environment', () => {
    for (const [, { rules }] of jobs) expect(rules).toHaveLength(1);
    expect(jobs.filter(([, { environment }]) => !environment).map(([name]) => name)).toEqual(['password-sync review']);
    expect(gitLab['password-sync comment']!.rules![0]!.if).toContain(
      '$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID',
    );
    for (const name of ['plan', 'apply']) {
      expect(gitLab[`password-sync ${name}`]!.rules![0]!.if).toContain('$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH');
    }
  });

  it('waits for somebody before it applies', () => {
    const waiting = jobs.filter(([, { rules }]) => rules?.[0]?.when === 'manual').map(([name]) => name);
    expect(waiting).toEqual(['password-sync apply']);
  });

  it('keeps of a run what it shows, also of one that failed, for some days', () => {
    const kept = jobs.filter(([, { artifacts }]) => artifacts?.paths).map(([, { artifacts }]) => artifacts);
    expect(kept).toMatchObject([{ when: 'always', expire_in: '5 days', paths: ['review/'] }]);
  });
});

describe('the guide', () => {
  const guide = fs.readFileSync(path.join(packageRoot, 'docs/ci.md'), 'utf8');

  it('tells of every variable that has to be set', () => {
    const all = [gitHubText, gitLabText].join('\n').match(/PWSYNC_[A-Z_]*[A-Z]/g) ?? [];
    for (const variable of new Set(all)) if (variable !== 'PWSYNC_PLAN') expect(guide).toContain(variable);
  });

  it('names options that there are', () => {
    const lines = guide.match(/npx --no-install pwsync [a-z-]+[^\n`|]*/g) ?? [];
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      const [, , , command = ''] = line.split(' ');
      const help = spawnSync(process.execPath, ['bin/pwsync.js', command, '--help'], {
        cwd: packageRoot,
        encoding: 'utf8',
      });
      for (const option of line.match(/ --(?!no-install)[a-z-]+/g) ?? []) expect(help.stdout).toContain(option);
    }
  });
});
