import { cronObjection } from './cron';

it.each([
  '0 * * * * ?',
  '0 0/15 * * * ?',
  '0 0 3 ? * MON-FRI',
  '0 0 12 L * ?',
  '0 0 12 15W JAN,jul ? 2026-2030',
  '0 15 10 ? * 6#3',
  '*/30 * * ? * *',
])('%s is what Quartz takes', (expression) => {
  expect(cronObjection(expression)).toBeUndefined();
});

it.each([
  ['0 * * * * *', /either as day of the month/],
  ['0 * * ? * ?', /not as both/],
  ['* * * * *', /has 5 fields/],
  ['0 0 0 0 0 0 0 0', /has 8 fields/],
  ['99 * * * * ?', /"99" as seconds/],
  ['0 0 24 * * ?', /"24" as hours/],
  ['0 0 0 1 13 ?', /"13" as month/],
  ['0 0 0 ? * FUN', /"FUN" as day of the week/],
  ['0 */0 * * * ?', /as minutes/],
  ['a b c d e f', /"a" as seconds/],
])('%s is not: %s', (expression, why) => {
  expect(cronObjection(expression)).toMatch(why);
});
