import vm from 'node:vm';

const globals =
  'Object Function Array String Boolean Number Date RegExp Error EvalError RangeError ReferenceError SyntaxError TypeError ' +
  'URIError Math JSON NaN Infinity undefined parseInt parseFloat isNaN isFinite decodeURI decodeURIComponent encodeURI ' +
  'encodeURIComponent escape unescape eval globalThis';

const members: Record<string, string> = {
  Object:
    'length name prototype getPrototypeOf getOwnPropertyDescriptor getOwnPropertyNames create defineProperty ' +
    'defineProperties seal freeze preventExtensions isSealed isFrozen isExtensible keys',
  'Array.prototype':
    'length constructor toString toLocaleString concat join pop push reverse shift slice sort splice unshift indexOf ' +
    'lastIndexOf every some forEach map filter reduce reduceRight',
  'String.prototype':
    'length constructor toString valueOf charAt charCodeAt concat indexOf lastIndexOf localeCompare match replace search ' +
    'slice split substring toLowerCase toLocaleLowerCase toUpperCase toLocaleUpperCase trim substr',
  Array: 'length name prototype isArray',
  Number: 'length name prototype MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY POSITIVE_INFINITY',
};

/** Runs a script with the built-ins of ES5 alone, as the oldest Rhino has them, and answers its completion value. */
export function runWithEs5(script: string, variables: Record<string, unknown> = {}): unknown {
  const context = vm.createContext({});
  const keep = JSON.stringify({ globals, members });
  vm.runInContext(`(${removeOthers.toString()})(${keep})`, context);
  Object.assign(context, variables);
  return vm.runInContext(script, context);
}

/** Runs inside the context, so it has to get by without what it removes. */
function removeOthers(keep: { globals: string; members: Record<string, string> }): void {
  const everything = globalThis as unknown as Record<string, unknown>;
  for (const [path, names] of Object.entries(keep.members)) {
    const [type, inner] = path.split('.') as [string, string | undefined];
    const owner = everything[type] as Record<string, unknown>;
    const target = (inner === undefined ? owner : owner[inner]) as Record<string, unknown>;
    for (const name of Object.getOwnPropertyNames(target)) {
      if (names.split(' ').indexOf(name) < 0) delete target[name];
    }
  }
  const known = keep.globals.split(' ');
  for (const name of Object.getOwnPropertyNames(everything)) if (known.indexOf(name) < 0) delete everything[name];
}
