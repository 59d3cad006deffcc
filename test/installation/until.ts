/**
 * Waits until a condition holds, and answers what it gave. Rejects when it does not hold by the deadline, with what it
 * gave last.
 */
export async function until<Result>(
  what: string,
  condition: () => Promise<Result | null | undefined | false>,
  deadlineMs = 15_000,
  pauseMs = 20,
): Promise<Result> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const result = await condition();
    if (result !== null && result !== undefined && result !== false) return result;
    if (Date.now() >= end) throw new Error(`not within ${deadlineMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
