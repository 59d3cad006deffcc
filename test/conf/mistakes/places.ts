/** Places in the project `sound` that several tables speak of. */
import type { Mistake } from '../planting';

export const user = '/objects/0';
export const property = (name: string) => `${user}/schema/properties/${name}`;
export const managed = (mistake: Omit<Mistake, 'file'>): Mistake => ({ file: 'conf/managed.json', ...mistake });
