/** An Oracle identity domain (IDCS) that runs on a laptop, for the demo and for tests. */
export { startSimulator, type Simulator, type SimulatorOptions } from './server';
export { defaultClientId, defaultClientSecret, type App } from './tenant';
export type { Control, Health, PasswordCheck } from './control';
export { ControlError } from './control';
export { faultKinds, type Fault, type FaultKind } from './faults';
export { operations, type Operation } from './operations';
export { defaultPolicy, type PolicySettings } from './policy';
export type { LoggedRequest, LogQuery } from './request-log';
export type { UserSeed, UserSummary } from './user-seed';
