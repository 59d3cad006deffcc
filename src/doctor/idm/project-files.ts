import fs from 'node:fs';
import path from 'node:path';
import { parseJson, type JsonText } from '../../environment/json-text';
import { outlineScripts } from '../../deploy/rest/inline';
import { KnownFailure, shownPath } from '../../environment/problem';

/** The files of IDM's project folder, by their path below it, with `/`. */
export class ProjectFiles {
  constructor(readonly folder: string) {}

  at(name: string): string {
    return path.join(this.folder, name);
  }

  shown(name: string): string {
    return shownPath(this.at(name));
  }

  /** The bytes of a file, or undefined where there is none. Throws a KnownFailure `unreadable`. */
  bytes(name: string): Buffer | undefined {
    try {
      return fs.readFileSync(this.at(name));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      const what = `can't be read: ${code}`;
      const mend = 'Run this as the user that IDM runs as, who has to be able to read it.';
      throw new KnownFailure([{ code: 'unreadable', file: this.shown(name), what, mend }]);
    }
  }

  /** What a JSON file says, or undefined where there is none. Throws a KnownFailure, as parseJson does. */
  json(name: string): JsonText | undefined {
    const bytes = this.bytes(name);
    return bytes && parseJson(bytes.toString('utf8'), this.shown(name));
  }

  /** As `json`; where a script of ours stands in it as text, its name is there instead. */
  config(name: string): JsonText | undefined {
    const json = this.json(name);
    return json && parseJson(outlineScripts(json.text, name), json.file);
  }

  /** The files below a folder, sorted; none where there is no such folder. */
  below(folder: string): string[] {
    if (!fs.existsSync(this.at(folder))) return [];
    return fs
      .readdirSync(this.at(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      .sort();
  }

  changedAt(name: string): Date | undefined {
    return fs.statSync(this.at(name), { throwIfNoEntry: false })?.mtime;
  }
}
