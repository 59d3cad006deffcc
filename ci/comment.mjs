/**
 * Puts a text under the pull request (GitHub) or merge request (GitLab) that this job runs for, as one comment: a later run
 * changes it. It is known again by its first line.
 *
 *     node ci/comment.mjs FILE
 */
import fs from 'node:fs';

const body = fs.readFileSync(process.argv[2] ?? 'review/comment.md', 'utf8');
const marker = body.split('\n', 1)[0];
const env = process.env;

if (env.GITHUB_ACTIONS) await onGitHub();
else if (!env.PWSYNC_GITLAB_TOKEN)
  console.log('PWSYNC_GITLAB_TOKEN is not set: the plan stands in the log and in no comment.');
else await onGitLab();

async function onGitHub() {
  const repository = `${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}`;
  const headers = { authorization: `Bearer ${env.GITHUB_TOKEN}`, accept: 'application/vnd.github+json' };
  const comments = `${repository}/issues/${env.PULL_REQUEST}/comments`;
  const earlier = await find(comments, headers, ({ user }) => user?.type === 'Bot');
  if (earlier) await send('PATCH', `${repository}/issues/comments/${earlier.id}`, headers);
  else await send('POST', comments, headers);
}

async function onGitLab() {
  const headers = { 'private-token': env.PWSYNC_GITLAB_TOKEN };
  const notes = `${env.CI_API_V4_URL}/projects/${env.CI_PROJECT_ID}/merge_requests/${env.CI_MERGE_REQUEST_IID}/notes`;
  const me = await ask('GET', `${env.CI_API_V4_URL}/user`, headers);
  const earlier = await find(notes, headers, ({ author }) => author?.id === me.id);
  if (earlier) await send('PUT', `${notes}/${earlier.id}`, headers);
  else await send('POST', notes, headers);
}

/** Somebody else's comment stays, even one that quotes ours from its first line on. */
async function find(url, headers, isOurs) {
  for (let page = 1; ; page += 1) {
    const comments = await ask('GET', `${url}?per_page=100&page=${page}`, headers);
    const found = comments.find((comment) => comment.body?.startsWith(marker) && isOurs(comment));
    if (found || comments.length < 100) return found;
  }
}

async function send(method, url, headers) {
  await ask(method, url, headers, { body });
  console.log(method === 'POST' ? 'The plan is a comment now.' : 'The comment holds the new plan.');
}

async function ask(method, url, headers, content) {
  const response = await fetch(url, {
    method,
    headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'pwsync' },
    ...(content && { body: JSON.stringify(content) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (response.ok) return response.json();
  throw new Error(`${method} ${url} was answered with ${response.status}: ${(await response.text()).slice(0, 500)}`);
}
