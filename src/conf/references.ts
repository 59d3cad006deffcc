import { nearest } from '../environment/nearest';
import { platformFacts } from '../platform';
import { error, warning, type Path, type Remark } from './finding';
import type { ConfFile, Context } from './kind';
import { everyValue } from './place';
import { isCoercion } from './shape';
import { isMap } from './values';

/** Properties that only some installations set: Java's own, and those that scripts ask for with a default. */
const mayBeElsewhere = /^(java|user|os|file|sun|jdk|line|path)\.|^env\./;

/** Whether every `&{...}` of a file is one that the platform understands, and finds. */
export function* referenceRemarks({ value }: ConfFile, context: Context): Generator<Remark> {
  const facts = platformFacts[context.site.platform];
  for (const [at, each] of everyValue(value)) {
    if (isMap(each) && isCoercion(each) && !facts.substitution.coercion && !isJsonPatch(each)) {
      const what = `${facts.name} does not know ${Object.keys(each)[0]}: it takes this for an object`;
      yield error('coercion-unknown', at, what, 'Write the value itself.');
    }
    if (typeof each === 'string' && each.includes('&{')) yield* referencesIn(each, at, context);
  }
}

function* referencesIn(text: string, at: Path, { site }: Context): Generator<Remark> {
  const facts = platformFacts[site.platform];
  if (!facts.substitution.defaults && text.endsWith('&') && text.includes('}')) {
    // PropertyUtil.substVars looks at the letter behind every & and runs over the end of the text.
    const what = `ends in "&": ${facts.name} breaks on it while it puts in properties, and loads nothing of this file`;
    yield error('broken-reference', at, what, 'Put the "&" into the property.');
    return;
  }
  const closed = [...text.matchAll(/&\{([^{}]*)\}/g)];
  const opened = text.split('&{').length - 1;
  if (closed.length < opened && !/&\{[^}]*&\{/.test(text)) {
    yield error('broken-reference', at, 'has a "&{" that is not closed', 'Close it with "}".');
  }
  for (const [whole, name] of closed) {
    if (!name!.trim()) yield error('broken-reference', at, `"${whole}" names no property`, 'Name one.');
    else if (name!.includes('|') && !facts.substitution.defaults) {
      const what = `${facts.name} knows no default in a reference: it looks for a property that is called "${name}"`;
      yield error(
        'default-unknown',
        at,
        what,
        `Write &{${name!.split('|')[0]}} and set the property in ${facts.bootProperties}.`,
      );
    } else if (name !== name!.trim()) {
      yield error('broken-reference', at, `"${whole}" has blanks within its braces`, `Write &{${name!.trim()}}.`);
    } else if (
      site.properties &&
      !site.properties.has(name!.split('|')[0]!) &&
      !name!.includes('|') &&
      !mayBeElsewhere.test(name!)
    ) {
      const meant = nearest(name!, site.properties);
      const what = `no file of the installation sets the property "${name}", and then it stays "${whole}"`;
      const mend = meant ? `Did you mean "${meant}"? Else set it` : 'Set it';
      yield warning('unknown-property', at, what, `${mend} in ${facts.bootProperties}, or with -D in OPENIDM_OPTS.`);
    }
  }
}

/** Schemas and queries use `$` as well; an object of one key whose value is an object is none of ours. */
function isJsonPatch(value: object): boolean {
  const [only] = Object.values(value) as unknown[];
  return typeof only !== 'string';
}
