import fs from 'node:fs';
import path from 'node:path';
import { platformFacts } from '../../platform';

/** Where the platforms keep the properties that `&{...}` finds, below the project folder. */
export const bootFiles: readonly string[] = [
  ...new Set(Object.values(platformFacts).map(({ bootProperties }) => bootProperties as string)),
];

/** The one that a project has, by its path; undefined where it has none. */
export function bootPropertiesOf(project: string): string | undefined {
  return bootFiles.map((file) => path.join(project, file)).find((file) => fs.existsSync(file));
}
