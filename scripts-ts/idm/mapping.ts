/** What a mapping of the settings makes of a managed user: the name of a property, or a template of them. */

const PLACE = /\{([A-Za-z_][A-Za-z0-9_-]*)\}/g;

/**
 * @param mapping  a property (`mail`), or a template of properties in braces (`{userName}@example.com`)
 * @returns null when a property that it needs is missing, empty, or neither text nor a number
 */
export function mapped(user: { [property: string]: unknown }, mapping: string): string | null {
  if (mapping.indexOf('{') < 0) return textOf(user[mapping]);
  let isWhole = true;
  const made = mapping.replace(PLACE, (_place, property: string) => {
    const value = textOf(user[property]);
    if (value === null) isWhole = false;
    return value || '';
  });
  return isWhole ? made : null;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
