/** A script as IDM loads it: ES5, ASCII, LF. */
export interface CompiledScript {
  /** The entry's name, which is the file's: `onUpdate`. */
  readonly name: string;
  readonly text: string;
}

/** Where scripts are compiled from and where compiled ones are kept. */
export interface ScriptSources {
  /** The folder that holds `scripts-ts`. */
  readonly root: string;
  /** Stands in the banner of each script. */
  readonly version: string;
}

/** The folder of the sources, below the root. */
export const scriptsFolder = 'scripts-ts';
