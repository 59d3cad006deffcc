import type { Problem } from '../../environment/problem';
import type { CompiledScript } from './model';

/** IDM runs the whole file on every call, at some 2 to 3 microseconds a kilobyte once it is compiled. */
export const sizeToWarnAt = 120 * 1024;

/** Above this the build fails; Rhino leaves compiled code for its interpreter not far from here. */
export const sizeToFailAt = 200 * 1024;

/** What is worth a word although the script will do. */
export function warningsAbout(script: CompiledScript): Problem[] {
  if (script.text.length <= sizeToWarnAt) return [];
  return [
    {
      code: 'script-large',
      file: `${script.name}.js`,
      what: `is ${kilobytes(script)}; IDM runs all of it on every call, and 120 KB is the budget`,
      mend: 'Import less into this entry script.',
    },
  ];
}

export function kilobytes(script: CompiledScript): string {
  return `${Math.ceil(script.text.length / 1024)} KB`;
}
