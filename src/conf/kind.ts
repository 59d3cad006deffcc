import type { JsonText } from '../environment/json-text';
import type { ConfigId } from './file-name';
import type { Path, Remark } from './finding';
import type { Site } from './site';
import type { JsonMap } from './values';

/** A file of conf that could be read. */
export interface ConfFile {
  /** `conf/managed.json` */
  readonly path: string;
  readonly id: ConfigId;
  readonly json: JsonText;
  readonly value: JsonMap;
}

/** What a check may ask about everything else. */
export interface Context {
  readonly site: Site;
  /** The files by their ids: `managed`, `schedule/recon`. */
  readonly files: ReadonlyMap<string, ConfFile>;
  /** The files that are there and can't be read: what depends on them is not known. */
  readonly broken: ReadonlySet<string>;
  /** Whether the lists of names that we have are all that the platform knows. They are for OpenIDM 7, whose source is open. */
  readonly closed: boolean;
}

/** What is known of the files that one service of IDM reads. */
export interface Kind {
  readonly service: string;
  /** Whether the service takes one configuration, or several that are told apart by what follows `-` in their names. */
  readonly files: 'one' | 'several';
  readonly schema?: object;
  /** Where scripts stand. Whatever stands there has to be one; null and absence are for the schema to judge. */
  readonly scripts?: (value: JsonMap, file: ConfFile) => Iterable<Path>;
  /** Values that IDM would keep from readers if they were written as it wants them. */
  readonly secrets?: readonly Secret[];
  readonly check?: (file: ConfFile, context: Context) => Iterable<Remark>;
}

export interface Secret {
  /** `*` stands for every key and every index. */
  readonly at: readonly string[];
  /** Whether IDM encrypts the file's value itself when it loads it; the file then changes by itself. */
  readonly encryptedByIdm: boolean;
}
