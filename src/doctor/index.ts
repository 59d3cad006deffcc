/** The check-ups, without a terminal. */
export { examineOracle, type Order as OracleOrder } from './oracle';
export { examineIdm, type Order as IdmOrder } from './idm';
export { readProperties } from './properties';
export type { Result } from './step';
export type { Watch } from './watched';
