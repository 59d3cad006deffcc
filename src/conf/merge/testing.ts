import type { CustomerFiles } from './index';

/** A customer who has these files, by their path below the project folder. */
export function customer(files: Record<string, string>): CustomerFiles {
  const bytes = (path: string) => (path in files ? Buffer.from(files[path]!) : undefined);
  return { read: bytes, script: (name) => bytes(`script/${name}`), shown: (path) => `shown/${path}` };
}
