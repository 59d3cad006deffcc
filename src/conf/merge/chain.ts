import { hookStatement, hooks, scriptFolder, type HookName } from './hooks';
import { isStrict, requireCalls } from './require-calls';

/** How a customer's hook changes so that it runs our script as well. */
export type Chaining =
  /** It runs ours already. */
  | { readonly kind: 'ours' }
  /** Its source gets a line before or after it. */
  | { readonly kind: 'source'; readonly before: string; readonly after: string }
  /** Its file gives way to a source that loads the file and ours. */
  | { readonly kind: 'file'; readonly source: string }
  | { readonly kind: 'impossible'; readonly what: string; readonly mend: string };

/**
 * Decides how a hook is chained. Ours comes after the customer's script where it has to see what that one changed, and
 * before it where that one could throw and keep ours from running; ours never throws.
 */
export function chainingOf(config: unknown, hook: HookName): Chaining {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    return impossible('is not a script configuration', 'Write an object with type and source or file, or remove it.');
  }
  const { type, file, source } = config as Record<string, unknown>;
  if (runsOurs(hook, file, source)) return { kind: 'ours' };
  if (!isJavaScript(type)) {
    return impossible(
      `is a script of type ${JSON.stringify(type) ?? 'unknown'}, and only text/javascript can be chained`,
      'Write the hook in JavaScript, or let a JavaScript hook do its work.',
    );
  }
  if (typeof source === 'string' && file === undefined) {
    const ours = `${hookStatement(hook)};`;
    if (hooks[hook] === 'after') return { kind: 'source', before: '', after: `\n${ours}` };
    // A directive counts only before all statements, and theirs would stand behind ours.
    const strict = isStrict(source) ? "'use strict';\n" : '';
    return { kind: 'source', before: `${strict}${ours}\n`, after: '' };
  }
  if (typeof file === 'string' && source === undefined) return chainedFile(file, hook);
  return impossible('has not just one of file and source', 'Keep the one that IDM is to run.');
}

function chainedFile(named: string, hook: HookName): Chaining {
  // IDM takes ./x.js for a file, and require does not.
  const file = named.replace(/^(\.\/)+/, '');
  if (!/^[^'\\\r\n]+\.js$/.test(file)) {
    return impossible(
      `names the file ${JSON.stringify(file)}, and only NAME.js can be loaded by require`,
      'Rename it.',
    );
  }
  const theirs = `require('${file.slice(0, -'.js'.length)}');`;
  const ours = `${hookStatement(hook)};`;
  return { kind: 'file', source: (hooks[hook] === 'after' ? [theirs, ours] : [ours, theirs]).join('\n') };
}

/** IDM finds a file below the project's `script` with and without that folder's name. */
function runsOurs(hook: HookName, file: unknown, source: unknown): boolean {
  if (typeof source === 'string') return requireCalls(source).some(({ script }) => script === hook);
  return typeof file === 'string' && file.replace(/^script\//, '') === `${scriptFolder}/${hook}.js`;
}

function isJavaScript(type: unknown): boolean {
  return typeof type === 'string' && /^((text|application)\/)?(javascript|ecmascript|x-javascript|js)$/i.test(type);
}

function impossible(what: string, mend: string): Chaining {
  return { kind: 'impossible', what, mend };
}
