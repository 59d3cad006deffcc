import { TestClient } from './test-client';

const now = Date.parse('2025-01-01T00:00:00Z');

/** All that a client sees of a few requests: statuses, headers and bodies, the port made the same. */
async function answers(seed: string): Promise<string[]> {
  const client = await TestClient.start({ seed, clock: () => now });
  const { id } = client.control.addUser({ userName: 'anna', password: 'Initial-0' });
  const replies = [
    await client.askToken(),
    await client.changePassword(id, 'Changed-1'),
    await client.changePassword(id, 'Changed-1'),
    await client.admin('GET', `Users/${id}`),
    await client.admin('GET', 'Users?filter=x'),
  ];
  await client.simulator.close();
  const texts = replies.map(({ status, headers, text }) => JSON.stringify([status, [...headers], text]));
  return texts.map((text) => text.replaceAll(String(client.simulator.port), 'PORT'));
}

test('with a seed the same requests give the same answers, byte for byte', async () => {
  expect(await answers('a')).toEqual(await answers('a'));
});

test('another seed gives others', async () => {
  const [first, second] = [await answers('a'), await answers('b')];
  expect(first.filter((answer, at) => answer === second[at])).toEqual([]);
});

test('after a reset no token of before comes again', async () => {
  const client = await TestClient.start({ seed: 'a' });
  const { json } = await client.askToken();
  client.control.reset();
  const later = [await client.askToken(), await client.askToken(), await client.askToken()];
  expect(later.map((reply) => reply.json.access_token)).not.toContain(json.access_token);
  await client.simulator.close();
});
