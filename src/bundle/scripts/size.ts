import type { Problem } from '../../environment/problem';
import type { CompiledScript } from './model';

/**
 * IDM runs the whole file on every call, some 20 microseconds a kilobyte. The hooks stand on the user's path: what only a delivery
 * needs is loaded by them when it comes to that.
 */
const budgetKilobytes = { hook: 60, other: 160 };

/** Above this the build fails; Rhino leaves compiled code for its interpreter not far from here. */
export const sizeToFailAt = 200 * 1024;

/** What is worth a word although the script will do. */
export function warningsAbout(script: CompiledScript): Problem[] {
  const budget = budgetKilobytes[/^(on|post)[A-Z]/.test(script.name) ? 'hook' : 'other'];
  if (script.text.length <= budget * 1024) return [];
  return [
    {
      code: 'script-large',
      file: `${script.name}.js`,
      what: `is ${kilobytes(script)}; IDM runs all of it on every call, and ${budget} KB is the budget`,
      mend: 'Import less into this entry script.',
    },
  ];
}

export function kilobytes(script: CompiledScript): string {
  return `${Math.ceil(script.text.length / 1024)} KB`;
}
