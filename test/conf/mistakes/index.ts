import type { Mistake } from '../planting';
import { form, names, everywhere } from './form';
import { managedMistakes, policyMistakes } from './managed';
import { schedules, endpoints } from './schedules';
import { provisioners, repositories, syncs } from './systems';
import { audits, accesses, routers, authentications } from './security';
import { services, ours } from './services';

export { jdbcMistakes, pingMistakes } from './others';

/** Mistakes in the project `sound`, for OpenIDM 7. */
export const mistakes: readonly Mistake[] = [
  ...form,
  ...names,
  ...everywhere,
  ...managedMistakes,
  ...policyMistakes,
  ...schedules,
  ...endpoints,
  ...provisioners,
  ...repositories,
  ...syncs,
  ...audits,
  ...accesses,
  ...routers,
  ...authentications,
  ...services,
  ...ours,
];
