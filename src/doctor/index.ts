/** The check-ups, without a terminal. */
export { examineOracle, type Order as OracleOrder } from './oracle';
export { bootPropertiesOf, examineIdm, plainHttp, type Order as IdmOrder } from './idm';
export { readProperties } from './properties';
export type { Result } from './step';
export type { Watch } from './watched';
