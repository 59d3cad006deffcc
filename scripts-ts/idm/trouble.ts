interface JavaException {
  getClass(): { getName(): string };
  getMessage(): unknown;
  getCause(): JavaException | null;
  getCode?: () => number;
}

/** What a script catches: Java exceptions wrapped by Rhino, JavaScript errors, and objects that a script has thrown. */
interface Caught {
  javaException?: JavaException;
  code?: unknown;
  message?: unknown;
  name?: unknown;
  fileName?: unknown;
  lineNumber?: unknown;
}

/** The status code of IDM's exception, or null when it is none. */
export function codeOf(caught: unknown): number | null {
  const { javaException, code } = (caught || {}) as Caught;
  if (javaException) return typeof javaException.getCode === 'function' ? Number(javaException.getCode()) : null;
  return typeof code === 'number' ? code : null;
}

/**
 * What went wrong, for a log. The message of a JavaScript error is left out: Rhino quotes the object it stumbled over,
 * and a request context quoted so holds the caller's credentials.
 */
export function describe(caught: unknown): string {
  const { javaException, code, message, name, fileName, lineNumber } = (caught || {}) as Caught;
  if (javaException) return `${className(caught)}: ${String(underlying(javaException).getMessage())}`;
  if (typeof code === 'number') return `${code} ${String(message)}`;
  return `${String(name)} at ${String(fileName)}:${String(lineNumber)}`;
}

/** The name of the Java exception's class without its package, or an empty string. */
export function className(caught: unknown): string {
  const { javaException } = (caught || {}) as Caught;
  return javaException ? simpleName(underlying(javaException)) : '';
}

/** A future wraps what went wrong. */
function underlying(exception: JavaException): JavaException {
  const cause = exception.getCause();
  return cause !== null && simpleName(exception) === 'ExecutionException' ? cause : exception;
}

function simpleName(exception: JavaException): string {
  return String(exception.getClass().getName()).replace(/^.*\./, '');
}
