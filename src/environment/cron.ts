/** One field of a cron expression as Quartz 1.8 reads it, the scheduler of IDM. */
interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** What stands for a value beside numbers and names. */
  readonly special?: RegExp;
}

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT'.split(' ');

const fields: readonly Field[] = [
  { name: 'seconds', min: 0, max: 59 },
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31, special: /^(\?|L|LW|\d{1,2}W)$/i },
  { name: 'month', min: 1, max: 12, names: months },
  { name: 'day of the week', min: 1, max: 7, names: days, special: /^(\?|L|[1-7]L|[1-7]#[1-5])$/i },
  { name: 'year', min: 1970, max: 2099 },
];

/**
 * Why Quartz would not take this expression, or undefined. IDM drops a schedule that it can't read with no more than a
 * line in its log, and then nothing is ever delivered again after an outage.
 */
export function cronObjection(expression: string): string | undefined {
  const parts = expression.trim().split(/\s+/);
  if (parts.length < 6 || parts.length > 7) return `has ${parts.length} fields, and Quartz wants 6 or 7, seconds first`;
  for (const [index, part] of parts.entries()) {
    const field = fields[index]!;
    if (!part.split(',').every((value) => isValue(value, field))) return `has "${part}" as ${field.name}`;
  }
  const unspecified = [parts[3], parts[5]].filter((part) => part === '?').length;
  if (unspecified !== 1) return 'must have "?" either as day of the month or as day of the week, and not as both';
  return undefined;
}

function isValue(value: string, field: Field): boolean {
  if (field.special?.test(value)) return true;
  const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(value);
  if (!match) return false;
  const [, from, to, step] = match;
  return [from, to].every((each) => each === undefined || isInRange(each, field)) && (step === undefined || +step > 0);
}

function isInRange(text: string, { min, max, names }: Field): boolean {
  if (names?.includes(text.toUpperCase())) return true;
  return /^\d+$/.test(text) && +text >= min && +text <= max;
}
