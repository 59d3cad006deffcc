/** The search for clear-text passwords: all of them begin alike, in every test. */
import type { Installation } from '../installation';

/** Every password of a test begins so. */
export const CANARY = 'Canary-7f3a';

/**
 * Looks for passwords in everything that the installation has written, and in everything that the simulator was asked.
 *
 * @param known  what must be found there, so that a search of nothing does not pass for a clean one
 */
export async function expectNoClearText({ idm, oracle, traces }: Installation, known: string): Promise<void> {
  const written = { ...(await traces()), metrics: await idm.metrics() };
  expect(Object.values(written).join('')).toContain(known);
  for (const [where, text] of Object.entries(written)) {
    expect({ where, leaks: occurrences(text) }).toEqual({ where, leaks: [] });
  }
  const requests = await oracle.control.requests({ after: 0 });
  expect(requests.length).toBe(oracle.control.health().lastSeq);
  expect(occurrences(JSON.stringify(requests))).toEqual([]);
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
