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
