import pc from 'picocolors';
import { placeOf, type Problem } from '../environment/problem';

/** Colours for a stream, and none when it is no terminal or NO_COLOR is set. */
export function coloursFor(stream: NodeJS.WriteStream): ReturnType<typeof pc.createColors> {
  return pc.createColors(Boolean(stream.isTTY) && !process.env.NO_COLOR);
}

/** A problem for people: where, what, and how to mend it. */
export function describe(problem: Problem, label: 'error' | 'warning', stream: NodeJS.WriteStream): string {
  const colours = coloursFor(stream);
  const head = label === 'error' ? colours.red(label) : colours.yellow(label);
  const place = placeOf(problem);
  const mend = problem.mend.replace(/\n/g, '\n  ');
  return `${head} ${place ? `${colours.bold(place)}: ` : ''}${problem.what}\n  ${mend} ${colours.dim(`[${problem.code}]`)}\n`;
}

/** A result for machines. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
