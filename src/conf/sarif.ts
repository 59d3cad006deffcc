import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from './finding';

/**
 * Findings as a log of the Static Analysis Results Interchange Format 2.1.0 (OASIS), which code hosts show beside the lines that
 * they are about. Paths below `base` are relative to it, as code hosts want them.
 */
export function sarifOf(findings: readonly Finding[], version: string, base: string): object {
  const rules = [...new Set(findings.map(({ code }) => code))].sort();
  const artifact = (file: string) => {
    const relative = path.relative(base, path.resolve(base, file));
    const inside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
    if (!inside) return { uri: pathToFileURL(path.resolve(base, file)).href };
    return { uri: encodeURI(relative.split(path.sep).join('/')), uriBaseId: 'SRCROOT' };
  };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'pwsync validate',
            version,
            rules: rules.map((id) => ({ id, shortDescription: { text: id.replace(/-/g, ' ') } })),
          },
        },
        originalUriBaseIds: { SRCROOT: { uri: pathToFileURL(`${base}${path.sep}`).href } },
        columnKind: 'utf16CodeUnits',
        results: findings.map(({ code, level, what, mend, path: file, line, column, pointer }) => ({
          ruleId: code,
          ruleIndex: rules.indexOf(code),
          level,
          message: { text: `${pointer ? `${pointer}: ` : ''}${what}. ${mend}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: artifact(file),
                ...(line === undefined
                  ? {}
                  : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }),
              },
              ...(pointer ? { logicalLocations: [{ fullyQualifiedName: pointer }] } : {}),
            },
          ],
        })),
      },
    ],
  };
}
