/** The protocol against everything that can happen to it, in memory. */
import { everyStrike, everyTurn } from './runs/exhaustive';
import { generate } from './runs/generate';
import { runScenario } from './runs/run';
import { runNamed, SCENARIOS } from './runs/scenarios';
import { Stats } from './world/stats';

describe('the protocol', () => {
  test.each(SCENARIOS.map((named) => [named.name, named] as const))('%s', (_name, named) => {
    runNamed(named, new Stats());
  });

  // `npm run simulate` goes through all of these; here each crash point, and some of the others.
  test('keeps its promises wherever a node crashes', () => {
    const stats = new Stats();
    everyStrike(stats, () => undefined, ['crash']);
    expect(stats.crashPoints.size).toBeGreaterThan(100);
  }, 240_000);

  test('keeps its promises wherever a process freezes', () => {
    everyStrike(new Stats(), () => undefined, [{ freezeMs: 75_000 }], 8);
  }, 240_000);

  test('keeps its promises however two changes of one user take turns', () => {
    everyTurn(new Stats(), () => undefined, 10);
  }, 240_000);

  test('keeps its promises in random runs', () => {
    const stats = new Stats();
    for (let seed = 1; seed <= 1500; seed++) runScenario(generate(seed), stats, { thorough: seed % 16 === 0 });
    expect(stats.crashes).toBeGreaterThan(100);
  });
});
