/** The IDM core host itself: what it keeps when it is killed, and the holds with which tests stop it at an instant. */
import fs from 'node:fs';
import path from 'node:path';
import { environmentsFolder, temporaryFolder } from '../installation/bundle';
import { CoreHost, type StoredObject } from '../installation/core-process';
import type { HoldSpec } from '../installation/holds';
import { person } from '../installation/idm';

const folder = temporaryFolder('durability');
const project = path.join(folder, 'project');
const running = new Set<CoreHost>();

async function start(data?: string): Promise<CoreHost> {
  const host = await CoreHost.start({ project, ...(data !== undefined && { data }) });
  running.add(host);
  return host;
}

async function restarted(host: CoreHost, data: string): Promise<CoreHost> {
  await host.kill();
  return start(data);
}

/** What is stored, by id, without what IDM itself needs. */
async function things(host: CoreHost): Promise<Record<string, StoredObject>> {
  return Object.fromEntries(((await host.dump()).things ?? []).map((thing) => [thing._id, thing]));
}

/** The headers of a PUT that creates. */
const create = { 'if-none-match': '*' };

beforeAll(() => fs.cpSync(path.join(environmentsFolder, 'example-customer'), project, { recursive: true }));
afterAll(async () => {
  await Promise.all([...running].map((host) => host.stop()));
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('a host that is killed', () => {
  test('keeps all that it has answered, with revisions, values and order', async () => {
    const data = path.join(folder, 'all');
    let host = await start(data);
    const values = { text: 'Zoë "\\\n\u2028', long: 12345678901, share: 0.1, list: [{ none: null }, []] };
    for (const id of ['c', 'a', 'b', 'd']) await host.idm.ok('PUT', `repo/things/${id}`, { id }, create);
    for (const number of [1, 2, 3]) await host.idm.ok('PUT', 'repo/things/a', { ...values, number });
    for (const id of ['b', 'c']) await host.idm.ok('DELETE', `repo/things/${id}`, undefined, { 'if-match': '0' });
    await host.idm.ok('PUT', 'repo/things/b', { again: true }, create);
    await host.idm.ok('PUT', 'repo/halves/a', { half: '\ud83d' }, create);
    const before = await host.dump();
    expect(before.things).toEqual([
      { _id: 'a', _rev: '3', ...values, number: 3 },
      { _id: 'd', _rev: '0', id: 'd' },
      { _id: 'b', _rev: '0', again: true },
    ]);

    host = await restarted(host, data);
    expect(await host.dump()).toEqual(before);
    // Half a surrogate pair does not survive an HTTP answer, so a script has to look.
    expect(await host.idm.evaluated("openidm.read('repo/halves/a').half.charCodeAt(0)")).toBe(0xd83d);
    await host.idm.ok('PUT', 'repo/things/a', { ...values, number: 4 }, { 'if-match': '3' });
    const later = await host.dump();
    host = await restarted(host, data);
    expect(await host.dump()).toEqual(later);
  });

  test.each([
    { when: 'before' as const, left: { updated: '0', deleted: '0' } },
    { when: 'after' as const, left: { updated: '1', created: '0' } },
  ])('$when its calls have their effect keeps just $left', async ({ when, left }) => {
    const data = path.join(folder, when);
    let host = await start(data);
    const { idm } = host;
    for (const id of ['updated', 'deleted']) await idm.ok('PUT', `repo/things/${id}`, {}, create);
    const holds = await Promise.all(
      (['create', 'update', 'delete'] as const).map((operation) => host.hold({ operation, type: 'things', when })),
    );
    const lost = Promise.all(
      [
        idm.call('PUT', 'repo/things/created', {}, create),
        idm.call('PUT', 'repo/things/updated', {}, { 'if-match': '0' }),
        idm.call('DELETE', 'repo/things/deleted', undefined, { 'if-match': '0' }),
      ].map((answer) => expect(answer).rejects.toThrow('IDM does not answer any more')),
    );
    for (const hold of holds) await hold.reached();
    host = await restarted(host, data);
    await lost;
    const revisions = Object.entries(await things(host)).map(([id, { _rev }]) => [id, _rev]);
    expect(Object.fromEntries(revisions)).toEqual(left);
  });

  test('in full flight keeps every answered change, and of the unanswered ones all or nothing', async () => {
    const data = path.join(folder, 'flight');
    const host = await start(data);
    const writers = ['a', 'b', 'c', 'd', 'e', 'f'];
    const answered = new Map<string, number>();
    const enough = new Promise<void>((resolve) => {
      for (const id of writers) {
        void (async () => {
          for (let number = 0; ; number++) {
            await host.idm.ok('PUT', `repo/things/${id}`, { number, padding: 'x'.repeat(5000) });
            answered.set(id, number);
            if (answered.size === writers.length && number > 50) resolve();
          }
        })().catch(() => undefined); // The kill, which ends all of them.
      }
    });
    await enough;
    const left = await things(await restarted(host, data));
    for (const id of writers) {
      const number = Number(left[id]?.number);
      expect(left[id]).toMatchObject({ _rev: String(number) });
      expect([0, 1]).toContain(number - Number(answered.get(id)));
    }
  });

  test('leaves a torn last line, which is ignored, and a journal broken elsewhere is refused', async () => {
    const data = path.join(folder, 'torn');
    const journal = path.join(data, 'repository.journal');
    let host = await start(data);
    await host.idm.ok('PUT', 'repo/things/a', { number: 1 }, create);
    await host.kill();
    const [line] = fs.readFileSync(journal, 'utf8').trimEnd().split('\n').slice(-1);
    fs.appendFileSync(journal, String(line).replace('"a"', '"torn"').slice(0, -1));

    host = await start(data);
    await host.idm.ok('PUT', 'repo/things/a', { number: 2 });
    host = await restarted(host, data);
    expect(await things(host)).toEqual({ a: { _id: 'a', _rev: '1', number: 2 } });

    await host.kill();
    fs.writeFileSync(journal, `${fs.readFileSync(journal, 'utf8')}{"type":\n${line}\n`);
    await expect(start(data)).rejects.toThrow(/repository\.journal: no usable journal: line \d+ is broken/);
  });

  test('can still open what it has sealed', async () => {
    const data = path.join(folder, 'sealed');
    let host = await start(data);
    const id = await host.idm.createUser('sealed', 'Canary-7f3a-Sealed1');
    await host.idm.setPassword(id, 'Canary-7f3a-Sealed2');
    host = await restarted(host, data);
    const stored = `openidm.read('repo/managed/user/${id}')`;
    expect(await host.idm.evaluated(`openidm.isEncrypted(${stored}.password)`)).toBe(true);
    expect(await host.idm.evaluated(`openidm.decrypt(${stored}).password`)).toBe('Canary-7f3a-Sealed2');
    await host.idm.setPassword(id, 'Canary-7f3a-Sealed3');
    expect(JSON.stringify(await host.dump())).not.toContain('Canary');
  });

  test('has its data folder for itself while it lives', async () => {
    const data = path.join(folder, 'mine');
    await start(data);
    await expect(start(data)).rejects.toThrow('another process uses this data folder');
  });
});

describe('holds', () => {
  let host: CoreHost;
  beforeAll(async () => {
    host = await start();
  });

  const update = (id: string): HoldSpec => ({ operation: 'update', type: 'managed/user', when: 'before', id });
  const userOf = (name: string): Promise<string> => host.idm.createUser(name, 'Canary-7f3a-Holds1');
  const patch = (id: string, field: string, headers?: Record<string, string>): ReturnType<typeof host.idm.call> =>
    host.idm.call('PATCH', `managed/user/${id}`, [{ operation: 'replace', field, value: 'New' }], headers);

  test('a call waits until it is released, the others go on, and the core merges what came between', async () => {
    const id = await userOf('held');
    const hold = await host.hold(update(id));
    expect(await hold.view()).toMatchObject({ ...update(id), state: 'armed', skip: 0 });
    const first = patch(id, '/givenName');
    expect(await hold.reached()).toMatchObject({ state: 'reached', id });
    expect(await host.holds()).toContainEqual(await hold.view());
    expect((await patch(await userOf('free'), '/sn')).status).toBe(200);
    expect((await patch(id, '/sn')).status).toBe(200);
    expect(await hold.release()).toMatchObject({ state: 'released' });
    expect(await first).toMatchObject({ status: 200, body: { _rev: '2', givenName: 'New', sn: 'New' } });
  });

  test('a PUT without a revision replaces whatever came between, one with a revision is refused', async () => {
    for (const [id, headers, expected] of [
      ['blind', {}, { status: 200, body: { _rev: '2', by: 'held' } }],
      ['seeing', { 'if-match': '0' }, { status: 412 }],
    ] as const) {
      await host.idm.ok('PUT', `repo/things/${id}`, {}, create);
      const hold = await host.hold({ operation: 'update', type: 'things', when: 'before', id });
      const held = host.idm.call('PUT', `repo/things/${id}`, { by: 'held' }, headers);
      await hold.reached();
      await host.idm.ok('PUT', `repo/things/${id}`, { by: 'other' }, { 'if-match': '0' });
      await hold.release();
      expect(await held).toMatchObject(expected);
    }
  });

  test('a read that is held after its effect answers what was there before', async () => {
    await host.idm.ok('PUT', 'repo/things/read', { number: 1 }, create);
    const hold = await host.hold({ operation: 'read', type: 'things', when: 'after', id: 'read' });
    const read = host.idm.call('GET', 'repo/things/read');
    await hold.reached();
    await host.idm.ok('PUT', 'repo/things/read', { number: 2 });
    await hold.release();
    expect(await read).toMatchObject({ status: 200, body: { number: 1, _rev: '0' } });
  });

  test('the second update fails, and only that', async () => {
    await host.idm.ok('PUT', 'repo/things/failing', {}, create);
    const hold = await host.hold({ operation: 'update', type: 'things', when: 'before', skip: 1, fail: 412 });
    const answers = [];
    for (const number of [1, 2, 3]) answers.push(await host.idm.call('PUT', 'repo/things/failing', { number }));
    expect(answers.map(({ status }) => status)).toEqual([200, 412, 200]);
    expect(answers[2]?.body).toMatchObject({ _rev: '2', number: 3 });
    expect(await hold.reached()).toMatchObject({ id: 'failing', fail: 412 });
  });

  test.each([
    { when: 'before' as const, familyName: 'Person', revision: '0' },
    { when: 'after' as const, familyName: 'New', revision: '1' },
  ])('a commit that fails $when its effect leaves revision $revision', async ({ when, familyName, revision }) => {
    const id = await userOf(`commit-${when}`);
    await host.hold({ ...update(id), when, fail: 503 });
    expect(await patch(id, '/sn')).toMatchObject({ status: 503 });
    const { body } = await host.idm.ok('GET', `managed/user/${id}`);
    expect(body).toMatchObject({ sn: familyName, _rev: revision });
  });

  test('each hold takes one call, the oldest first, and one that is released before takes none', async () => {
    const spec: HoldSpec = { operation: 'query', type: 'things', when: 'after' };
    const [gone, first, second] = [await host.hold(spec), await host.hold(spec), await host.hold(spec)];
    await gone.release();
    const query = (): Promise<object> => host.idm.ok('GET', 'repo/things?_queryFilter=true');
    const one = query();
    await first.reached();
    expect(await second.view()).toMatchObject({ state: 'armed' });
    const two = query();
    await second.reached();
    await query();
    await Promise.all([first.release(), second.release()]);
    await Promise.all([one, two]);
  });

  test('any number of held requests leave the host answering', async () => {
    const spec: HoldSpec = { operation: 'read', type: 'crowd', when: 'before' };
    const holds = await Promise.all(Array.from({ length: 64 }, () => host.hold(spec)));
    const reads = holds.map(() => host.idm.call('GET', 'repo/crowd/a'));
    for (const hold of holds) await hold.reached();
    expect((await host.idm.call('POST', 'managed/user?_action=create', person('crowd'))).status).toBe(201);
    await Promise.all(holds.map((hold) => hold.release()));
    expect(new Set((await Promise.all(reads)).map(({ status }) => status))).toEqual(new Set([404]));
  });

  test('a hold that could never be reached is refused', async () => {
    for (const wrong of [
      { when: 'during' },
      { operation: 'patch' },
      { type: '' },
      { ids: 'a' },
      { skip: -1 },
      { fail: 200 },
      { operation: 'query', id: 'a' },
    ]) {
      const spec = { operation: 'read', type: 'things', when: 'before', ...wrong };
      expect({ wrong, ...(await host.idm.call('POST', '_host/holds', spec)) }).toMatchObject({ wrong, status: 400 });
    }
    expect((await host.idm.call('GET', '_host/holds/none')).status).toBe(404);
    expect((await host.idm.call('POST', '_host/holds/none?release=true')).status).toBe(404);
  });
});
