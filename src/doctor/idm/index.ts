import type { Result } from '../step';
import type { Watch } from '../watched';

export interface Order {
  readonly bundle?: string;
}

export function examineIdm(_order: Order, _watch: Watch): Promise<Result[]> {
  return Promise.resolve([]);
}
