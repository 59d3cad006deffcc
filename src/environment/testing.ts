import { temporaryFolder } from '../bundle/testing/folders';
import { loadEnvironment } from './load';
import { KnownFailure } from './problem';

/** The shortest environment. */
export const least = {
  idcs: { baseUrl: 'https://idcs-1.identity.oraclecloud.com', clientId: 'id', clientSecret: '&{idcs.client.secret}' },
};

/** Loads an environment of this content. */
export function load(content: unknown) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return loadEnvironment(temporaryFolder({ 'test.json': text }), 'test');
}

/** The problems of a file as `code pointer`. */
export function objections(content: unknown): string[] {
  return problems(() => load(content)).map(({ code, pointer }) => `${code} ${pointer}`);
}

export function problems(work: () => unknown) {
  return failure(work).problems;
}

export function failure(work: () => unknown): KnownFailure {
  try {
    work();
  } catch (error) {
    if (error instanceof KnownFailure) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
