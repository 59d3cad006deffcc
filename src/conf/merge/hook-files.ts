import { hookNames } from './hooks';

/** The names of the script files that hooks of managed objects run, as a managed.json gives them. */
export function hookFiles(managed: unknown): string[] {
  const objects = (managed as { objects?: unknown } | null)?.objects;
  return (Array.isArray(objects) ? (objects as unknown[]) : [])
    .flatMap((object) =>
      hookNames.map((hook) => (object as Record<string, { file?: unknown } | null> | null)?.[hook]?.file),
    )
    .filter((file): file is string => typeof file === 'string');
}
