/** An Oracle identity domain (IDCS) that runs on a laptop, for the demo and for tests. */
export { startSimulator, type Simulator, type SimulatorOptions, type TenantOptions, type TlsOptions } from './server';
export { defaultClientId, defaultClientSecret } from './tenant';
export type { App, AppCertificate, DateForm } from './app';
export type { AppChange, Control, Health, PasswordCheck } from './control';
export { ControlError } from './control';
export { faultKinds, type Fault, type FaultKind } from './faults';
export type { GroupPolicy } from './group-policies';
export { controlHelp } from './help';
export type { Distribution, LatencySetting } from './latency';
export { operations, type Operation } from './operations';
export { defaultPolicy, type PolicySettings } from './policy';
export {
  groupOf,
  tierLimits,
  type RateGroup,
  type RateLimit,
  type RateLimits,
  type RateLimitSetting,
  type Tier,
} from './rate-limit';
export type { LoggedRequest, LogQuery } from './request-log';
export type { UserChange, UserSeed, UserSummary } from './user-seed';
