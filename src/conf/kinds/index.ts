import type { Kind } from '../kind';

export const kinds: readonly Kind[] = [];
