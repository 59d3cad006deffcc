import fs from 'node:fs';
import path from 'node:path';

/** The real place of a file below a folder, symbolic links resolved, whether or not the file is there. */
export function locate(folder: string, name: string): string {
  const file = path.join(folder, name);
  try {
    return fs.realpathSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return file;
    // A link to nothing would be followed to where nobody looked.
    const link = fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink();
    if (link) return path.resolve(path.dirname(file), fs.readlinkSync(file));
    return name === '' || name === '.' ? folder : path.join(locate(folder, path.dirname(name)), path.basename(name));
  }
}

/** Whether a real place lies outside of a folder, whose own path has no links in it. */
export function leadsOut(folder: string, place: string): boolean {
  const relative = path.relative(folder, place);
  return relative.startsWith('..') || path.isAbsolute(relative);
}
