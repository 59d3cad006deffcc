import type { Installation } from '../installation';
import { CANARY, lastRequest, syncedUser } from './steps';

export function leaks(installed: () => Installation): void {
  test('no clear-text password in log, repository, audit trail, metrics, or any URL', async () => {
    const { idm, oracle } = installed();
    const { userName } = await syncedUser(installed());
    const traces = await installed().traces();
    // The search itself is tried first: what must be there is found.
    expect(Object.values(traces).join('')).toContain(userName);
    for (const [where, text] of Object.entries({ ...traces, metrics: await idm.metrics() })) {
      expect({ where, leaks: occurrences(text) }).toEqual({ where, leaks: [] });
    }
    const requests = await oracle.control.requests({ after: 0 });
    expect(requests.length).toBe(lastRequest(installed()));
    expect(occurrences(JSON.stringify(requests))).toEqual([]);
  });
}

/** In clear, URL-encoded and Base64, whatever stood before it. */
function occurrences(text: string): string[] {
  const disguises = [0, 1, 2].map((offset) =>
    Buffer.from(' '.repeat(offset) + CANARY)
      .toString('base64')
      .slice(offset === 0 ? 0 : 4, -4),
  );
  return [CANARY, encodeURIComponent(CANARY), ...disguises].filter((form) => text.includes(form));
}
