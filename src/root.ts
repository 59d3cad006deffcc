import path from 'node:path';
import fs from 'node:fs';

/** The folder of this package: the one that holds package.json, whether run from dist/ or from src/ under a test. */
export const packageRoot = findUp(__dirname);

function findUp(folder: string): string {
  return fs.existsSync(path.join(folder, 'package.json')) ? folder : findUp(path.dirname(folder));
}
