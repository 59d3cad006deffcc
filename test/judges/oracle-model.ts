/**
 * What Oracle's client says of the attributes of its models, read from its type declarations: each attribute has a comment
 * with the properties of Oracle's schema (when it is returned, whether it is required, what type it has). They are read from
 * the installed package, so that a newer client brings newer facts.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { models } from 'oci-identitydomains';
import ts from 'typescript';

export interface AttributeFacts {
  name: string;
  /** Undefined where Oracle writes it on the model of the complex attribute, or not at all. */
  returned?: string;
  type?: string;
  isRequired: boolean;
  /** Whether Oracle filters by it; undefined where it does not say. */
  isSearchable?: boolean;
  isList: boolean;
  /** string, number or boolean; the name of the model of a complex attribute; the name of an enumeration. */
  declared: string;
}

type Json = Record<string, unknown>;

/** The view that a client asked for: with attributes that come on request only, or not. */
export type View = 'default' | 'requested';

const folder = join(require.resolve('oci-identitydomains'), '../lib/model');
const known = new Map<string, Map<string, AttributeFacts>>();

/** The attributes of a model by their names in the client, such as `User` or `ExtensionPasswordStateUser`. */
export function factsOf(model: string): Map<string, AttributeFacts> {
  const facts = known.get(model) ?? read(model);
  known.set(model, facts);
  return facts;
}

/**
 * Everything in which an object, as the client's model read it, is not what Oracle says of that model: a name that the model
 * does not have, an attribute that is never returned or that nobody asked for, a value of another type, a date in another form.
 * `path` says where.
 */
export function deviations(model: string, value: Json, view: View = 'default', path = model): string[] {
  const facts = factsOf(model);
  const lacking = [...facts.values()].filter(
    ({ returned, name }) => returned === 'always' && value[name] === undefined,
  );
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return [];
    const fact = facts.get(name);
    const at = `${path}.${name}`;
    if (!fact) return [`${at} is no name of Oracle's`];
    if (fact.returned === 'never') return [`${at} is never returned`];
    if (fact.returned === 'request' && view === 'default') return [`${at} is returned on request only`];
    if (Array.isArray(member) !== fact.isList) return [`${at} is ${fact.isList ? 'not ' : ''}a list`];
    return [member].flat().flatMap((one: unknown) => deviation(fact, one, view, at));
  });
  return [...lacking.map(({ name }) => `${path}.${name} is missing, and always returned`), ...wrong];
}

/** The paths of an object, lists gone through: what was compared. */
export function pathsIn(value: Json, path = ''): string[] {
  return Object.entries(value).flatMap(([name, member]) =>
    member === undefined
      ? []
      : [member]
          .flat()
          .flatMap((one: unknown) =>
            typeof one === 'object' && one !== null ? pathsIn(one as Json, `${path}.${name}`) : [`${path}.${name}`],
          ),
  );
}

function deviation({ declared, type }: AttributeFacts, value: unknown, view: View, at: string): string[] {
  if (['string', 'number', 'boolean'].includes(declared)) {
    if (typeof value !== declared) return [`${at} is no ${declared}`];
    if (type === 'integer' && !Number.isInteger(value)) return [`${at} is no integer`];
    return type === 'dateTime' && !isDateTime(String(value)) ? [`${at} is no dateTime`] : [];
  }
  const values = enumeration(declared);
  if (values) return values.includes(value) ? [] : [`${at} is none of ${values.join(', ')}`];
  if (typeof value !== 'object' || value === null) return [`${at} is no object`];
  return deviations(declared, value as Json, view, at);
}

/** In UTC with milliseconds, as in all of Oracle's examples. */
function isDateTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** The values of an enumeration such as `UserEmails.Type`; undefined for what is a model. */
function enumeration(name: string): unknown[] | undefined {
  const [model = '', member] = name.split('.');
  if (member === undefined) return undefined;
  const values = (models as unknown as Record<string, Record<string, Record<string, unknown>>>)[model]?.[member];
  return Object.values(values ?? {});
}

function read(model: string): Map<string, AttributeFacts> {
  const text = readFileSync(join(folder, `${fileNameOf(model)}.d.ts`), 'utf8');
  const source = ts.createSourceFile(model, text, ts.ScriptTarget.Latest, true);
  const declaration = source.statements.find(
    (one): one is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(one) && one.name.text === model,
  );
  if (!declaration) throw new Error(`Oracle's client declares no ${model}.`);
  const facts = declaration.members.filter(ts.isPropertySignature).map((member) => attribute(source, member));
  return new Map(facts.map((one) => [one.name, one]));
}

function attribute(source: ts.SourceFile, member: ts.PropertySignature): AttributeFacts {
  const comment = source.text.slice(member.getFullStart(), member.getStart());
  const property = (name: string) => new RegExp(`- ${name}: *(\\S+)`).exec(comment)?.[1];
  const written = member.type?.getText() ?? '';
  const element = /^Array<(.*)>$/.exec(written)?.[1];
  const [returned, type, searchable] = [property('returned'), property('type'), property('idcsSearchable')];
  return {
    name: (member.name as ts.StringLiteral).text,
    ...(returned !== undefined && { returned }),
    ...(type !== undefined && { type }),
    isRequired: property('required') === 'true',
    ...(searchable !== undefined && { isSearchable: searchable === 'true' }),
    isList: element !== undefined,
    declared: (element ?? written).replace(/^model\./, ''),
  };
}

/** `ExtensionUserUser` stands in extension-user-user.d.ts. */
function fileNameOf(model: string): string {
  return model.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
}
