/** The fields of a cron expression in the order in which Quartz 1.8.6 reads them, the scheduler of IDM. */
const fields = [
  { name: 'seconds', min: 0, max: 59, steps: 59 },
  { name: 'minutes', min: 0, max: 59, steps: 59 },
  { name: 'hours', min: 0, max: 23, steps: 23 },
  { name: 'day of the month', min: 1, max: 31, steps: 31 },
  { name: 'month', min: 1, max: 12, steps: 12 },
  { name: 'day of the week', min: 1, max: 7, steps: 7 },
  { name: 'year', min: 1970, max: 2199, steps: Infinity },
] as const;

type Field = (typeof fields)[number];

const [, , , dayOfMonth, month, dayOfWeek, year] = fields;

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/**
 * Why Quartz would not take this expression, or would read it otherwise than it is written; undefined when neither is so. IDM drops a
 * schedule that it can't read with no more than a line in its log, and then nothing is ever delivered again after an outage.
 *
 * What is allowed is what org.quartz.CronExpression of Quartz 1.8.6 allows. Beyond that, it passes over letters behind a number
 * (`5x`), takes 99 for `*`, reads three letters of a name and drops a step behind one: such expressions are objected to as well.
 */
export function cronObjection(expression: string): string | undefined {
  const parts = expression
    .trim()
    .toUpperCase()
    .split(/[ \t]+/);
  if (parts.length < 6 || parts.length > 7) return `has ${parts.length} fields, and Quartz wants 6 or 7, seconds first`;
  for (const [index, part] of parts.entries()) {
    const field = fields[index]!;
    const values = part.split(',');
    if (!values.every((value) => isValue(value, field))) return `has "${written(expression, index)}" as ${field.name}`;
    // Quartz: 'L' and 'LW' with other days is not implemented; and it has no "?" beside others.
    if (values.length > 1 && values.some((value) => /L|\?/.test(value.replace(/JUL/g, '')))) {
      return `has "${written(expression, index)}" as ${field.name}, where L and ? have to stand alone`;
    }
  }
  const unspecified = [parts[3], parts[5]].filter((part) => part === '?').length;
  if (unspecified !== 1) return 'must have "?" either as day of the month or as day of the week, and not as both';
  return undefined;
}

/**
 * Why an expression that Quartz takes would never fire after a time; undefined when it may. Quartz refuses a trigger that never
 * fires when it is scheduled.
 */
export function cronNeverFires(expression: string, now: Date): string | undefined {
  const parts = expression
    .trim()
    .toUpperCase()
    .split(/[ \t]+/);
  const last = lastYear(parts[6]);
  if (last !== undefined && last < now.getUTCFullYear()) return `ends in the year ${last}`;
  const shortest = firstDay(parts[3]!);
  if (shortest === undefined) return undefined;
  const named = monthsOf(parts[4]!);
  if (named && named.every((each) => shortest > daysIn[each - 1]!)) return 'names a day that none of its months has';
  return undefined;
}

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function lastYear(part: string | undefined): number | undefined {
  if (part === undefined || !/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(part)) return undefined;
  return Math.max(...part.split(/[,-]/).map(Number));
}

/** The smallest day of the month that a part names, when it names days and nothing else. */
function firstDay(part: string): number | undefined {
  return /^\d+(,\d+)*$/.test(part) ? Math.min(...part.split(',').map(Number)) : undefined;
}

function monthsOf(part: string): number[] | undefined {
  const numbers = part.split(',').map((each) => (months.includes(each) ? months.indexOf(each) + 1 : Number(each)));
  return numbers.every((each) => each >= 1 && each <= 12) ? numbers : undefined;
}

function isValue(value: string, field: Field): boolean {
  if (value === '?') return field === dayOfMonth || field === dayOfWeek;
  if (field === dayOfMonth && /^(L|LW|\d{1,2}W)$/.test(value)) {
    return value.startsWith('L') || inRange(value.slice(0, -1), field);
  }
  if (field === dayOfWeek) {
    if (value === 'L') return true;
    const special = /^([1-7]|[A-Z]{3})(L|#[1-5])$/.exec(value);
    if (special) return inRange(special[1]!, field);
  }
  const match = /^(?:\*?(?:\/(\d+))?|(\w+)(?:-(\w+))?(?:\/(\d+))?)$/.exec(value);
  if (!match || value === '') return false;
  const [, everyStep, from, to, step] = match;
  if (everyStep !== undefined) return +everyStep > 0 && +everyStep <= field.steps;
  if (from === undefined) return true;
  if (step !== undefined && (+step === 0 || [from, to].some((each) => each !== undefined && !/^\d+$/.test(each))))
    return false;
  // Quartz looks for the second name only behind a first one.
  if (to !== undefined && /^\d+$/.test(from) !== /^\d+$/.test(to)) return false;
  if (field === year && to !== undefined && +to < +from) return false;
  return [from, to].every((each) => each === undefined || inRange(each, field));
}

function inRange(text: string, field: Field): boolean {
  const names = field === month ? months : field === dayOfWeek ? days : [];
  if (names.includes(text)) return true;
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  return number >= field.min && number <= field.max;
}

/** A field as it was written, for the message. */
function written(expression: string, index: number): string {
  return expression.trim().split(/[ \t]+/)[index]!;
}
