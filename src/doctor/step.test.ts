import { failed, passed, runSteps, skipped, warning, type Outcome, type Step } from './step';

function steps(outcomes: Record<string, [needs: string[], outcome: Outcome]>) {
  const ran: string[] = [];
  const list = Object.entries(outcomes).map(([id, [needs, outcome]]): Step<string> => {
    return { id, title: id.toUpperCase(), needs, run: (context) => (ran.push(`${id} ${context}`), outcome) };
  });
  return { list, ran };
}

it('runs every step in order, and tells of each begin and end', async () => {
  const { list, ran } = steps({
    a: [[], passed('fine')],
    b: [['a'], warning('so so', 'mend', 'R1')],
    c: [['a', 'b'], skipped('not asked for')],
    d: [['c'], passed('fine')],
  });
  const told: string[] = [];
  const watch = {
    begun: ({ id }: Step<string>) => told.push(`begun ${id}`),
    ended: ({ id }: { id: string }) => told.push(`ended ${id}`),
  };
  const results = await runSteps(list, 'context', watch);
  expect(results).toEqual([
    { id: 'a', title: 'A', status: 'passed', what: 'fine' },
    { id: 'b', title: 'B', status: 'warning', what: 'so so', mend: 'mend', requestId: 'R1' },
    { id: 'c', title: 'C', status: 'skipped', what: 'not asked for' },
    { id: 'd', title: 'D', status: 'passed', what: 'fine' },
  ]);
  expect(ran).toEqual(['a context', 'b context', 'c context', 'd context']);
  expect(told.slice(0, 4)).toEqual(['begun a', 'ended a', 'begun b', 'ended b']);
});

it('skips what needs a failed step, near or far, and names that one; the others run', async () => {
  const { list, ran } = steps({
    a: [[], failed('broken', 'mend')],
    b: [['a'], passed('fine')],
    c: [['b'], passed('fine')],
    d: [[], passed('fine')],
  });
  const results = await runSteps(list, '', { begun: () => {}, ended: () => {} });
  expect(results.map(({ status, what }) => `${status}: ${what}`)).toEqual([
    'failed: broken',
    'skipped: needs "A", which failed',
    'skipped: needs "A", which failed',
    'passed: fine',
  ]);
  expect(ran).toEqual(['a ', 'd ']);
});

it('leaves out a request id that there is none of', () => {
  expect(failed('what', 'mend', null)).toEqual({ status: 'failed', what: 'what', mend: 'mend' });
});
