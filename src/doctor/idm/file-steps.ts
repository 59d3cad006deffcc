import type { CheckUpStep } from './check-up';
import { compareFiles, readSettings } from './bundle-step';
import { checkEndpoint, checkSchedule } from './conf-steps';
import { judged } from './failures';
import { checkHooks } from './hooks-step';
import { findInstallation } from './installation';
import { checkInterrupted } from './interrupted-step';
import { checkReferences } from './references-step';
import { checkRepository } from './repository-step';
import { checkNamedFiles } from './trust-step';

/** What is seen in the files of an installation, whether or not it runs. */
export const fileSteps: readonly CheckUpStep[] = [
  { id: 'installation', title: 'Installation', needs: [], run: findInstallation },
  { id: 'interrupted', title: 'Deployments', needs: ['installation'], run: checkInterrupted },
  { id: 'bundle-settings', title: 'Settings of the bundle', needs: ['interrupted'], run: judged(readSettings) },
  { id: 'bundle-files', title: 'Files of the bundle', needs: ['bundle-settings'], run: judged(compareFiles) },
  { id: 'references', title: 'Properties', needs: ['bundle-settings'], run: judged(checkReferences) },
  { id: 'hooks', title: 'Hooks', needs: ['bundle-settings'], run: judged(checkHooks) },
  { id: 'outbox-classes', title: 'Classes of the outbox', needs: ['bundle-settings'], run: judged(checkRepository) },
  { id: 'schedule-file', title: 'Schedule', needs: ['bundle-settings'], run: judged(checkSchedule) },
  { id: 'endpoint-file', title: 'Endpoint', needs: ['bundle-settings'], run: judged(checkEndpoint) },
  { id: 'named-files', title: 'Trust and keys', needs: ['bundle-settings'], run: judged(checkNamedFiles) },
];
