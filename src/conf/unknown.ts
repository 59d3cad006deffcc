import { nearest } from '../environment/nearest';
import { error, warning, type Path, type Remark } from './finding';
import { inProse } from './values';

/** A name that is not among those that IDM knows: an error where the list is all there is, else only doubtful. */
export function unknownName(
  name: string,
  known: Iterable<string>,
  at: Path,
  { code, what, closed }: { code: string; what: string; closed: boolean },
): Remark {
  const names = [...known];
  const meant = nearest(name, names);
  const mend = meant ? `Did you mean "${meant}"?` : `Known are ${inProse(names)}.`;
  return (closed ? error : warning)(code, at, what, mend);
}

/**
 * The key that was meant by one that IDM does not know, when it is so near that it is a slip of the pen and not a key of somebody's
 * own. Of short words many are near to each other: there but one letter may be wrong, or two exchanged.
 */
export function slipOf(key: string, known: readonly string[]): string | undefined {
  const meant = nearest(key, known);
  if (meant === undefined || Math.max(key.length, meant.length) > 6) return meant;
  const [a, b] = [key.toLowerCase(), meant.toLowerCase()];
  const begin = [...a].findIndex((letter, at) => letter !== b[at]);
  const from = begin < 0 ? Math.min(a.length, b.length) : begin;
  const rest = (text: string, skip: number) => text.slice(from + skip);
  const exchanged = a[from] === b[from + 1] && a[from + 1] === b[from] && rest(a, 2) === rest(b, 2);
  const wrong = rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1);
  return exchanged || wrong ? meant : undefined;
}
