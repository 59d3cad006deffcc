/**
 * Scenarios that wait for the same minute to pass run side by side, since a lease that nobody comes back for lasts as long as
 * it lasts. Each is a test that tells its own outcome, and none knows of another.
 */
export type Scenario = [name: string, run: () => Promise<void>];

export function sideBySide(scenarios: Scenario[], deadlineMs: number): void {
  const outcomes = new Map<string, Promise<{ error?: unknown }>>();
  beforeAll(() => {
    for (const [name, run] of scenarios) {
      const outcome = run().then(
        () => ({}),
        (error: unknown) => ({ error }),
      );
      outcomes.set(name, outcome);
    }
  });
  test.each(scenarios)(
    '%s',
    async (name) => {
      const outcome = await outcomes.get(name);
      if (outcome?.error !== undefined) throw outcome.error;
    },
    deadlineMs,
  );
}
