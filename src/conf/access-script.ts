import { literalText, parseScript, walk, type AnyNode } from './javascript';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One rule of httpAccessConfig: its values where they are literals, and the places of all its keys. */
export interface Rule {
  readonly values: Readonly<Record<string, unknown>>;
  readonly places: Readonly<Record<string, Place>>;
  readonly place: Place;
}

export interface AccessScript {
  readonly rules: readonly Rule[];
  /** Functions and variables that the script defines. */
  readonly functions: readonly string[];
  readonly faults: readonly (Place & { readonly code: string; readonly what: string; readonly mend: string })[];
}

/**
 * The rules of script/access.js: `var httpAccessConfig = {configs: [...]}`, which router-authz.js of OpenIDM loads and reads. Rules
 * that are computed are not seen.
 */
export function readAccessScript(text: string): AccessScript {
  const { program, faults } = parseScript(text);
  const told = faults.map(({ what, line, column }) => ({
    line,
    column,
    code: 'script-syntax',
    what: `is no JavaScript that IDM could run, and so nobody may do anything: ${what}`,
    mend: 'Mend the script.',
  }));
  if (!program) return { rules: [], functions: [], faults: told };
  let config: AnyNode | undefined;
  const functions: string[] = [];
  walk(program, (node) => {
    const name = nameOf(node);
    if (name !== undefined) functions.push(name);
    if (name === 'httpAccessConfig') config = (node.init ?? node.right) as AnyNode | undefined;
  });
  if (config === undefined) {
    const what = 'defines no httpAccessConfig, and so nobody may do anything';
    return {
      rules: [],
      functions,
      faults: [
        ...told,
        { line: 1, column: 1, code: 'no-rules', what, mend: 'Define httpAccessConfig = {"configs": [...]}.' },
      ],
    };
  }
  if (config.type !== 'ObjectExpression') return { rules: [], functions, faults: told };
  const configs = propertiesOf(config).find(([key]) => key === 'configs')?.[1];
  if (configs === undefined) {
    const mend = 'Write httpAccessConfig = {"configs": [...]}.';
    return {
      rules: [],
      functions,
      faults: [...told, { ...placeOf(config), code: 'missing-key', what: 'the key "configs" is missing', mend }],
    };
  }
  const items = configs.type === 'ArrayExpression' ? (configs.elements as AnyNode[]) : [];
  return {
    rules: items.flatMap((item) => (item?.type === 'ObjectExpression' ? ruleOf(item) : [])),
    functions,
    faults: told,
  };
}

/** What a node defines: a variable, a function, or a global by assignment. */
function nameOf(node: AnyNode): string | undefined {
  if (node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration')
    return String((node.id as AnyNode).name);
  const left = node.left as AnyNode | undefined;
  return node.type === 'AssignmentExpression' && left?.type === 'Identifier' ? String(left.name) : undefined;
}

function ruleOf(node: AnyNode): Rule {
  const values: Record<string, unknown> = {};
  const places: Record<string, Place> = {};
  for (const [key, value, place] of propertiesOf(node)) {
    places[key] = place;
    const text = literalText(value);
    if (text !== undefined) values[key] = text;
    else if (value.type === 'Literal' || value.type === 'ArrayExpression' || value.type === 'ObjectExpression')
      values[key] = value;
  }
  return { values, places, place: placeOf(node) };
}

function propertiesOf(node: AnyNode): [string, AnyNode, Place][] {
  return (node.properties as AnyNode[]).flatMap((property) => {
    const key = property.key as AnyNode | undefined;
    const name = key?.type === 'Identifier' ? String(key.name) : literalText(key);
    return name === undefined ? [] : [[name, property.value as AnyNode, placeOf(property)] as [string, AnyNode, Place]];
  });
}

function placeOf(node: AnyNode): Place {
  const { line, column } = node.loc!.start;
  return { line, column: column + 1 };
}
