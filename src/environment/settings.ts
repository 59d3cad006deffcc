import type { Settings } from '../../scripts-ts/idm/settings-file';
import type { PropertyPolicy } from '../conf/merge';
import type { Platform } from '../platform';

/**
 * An environment file with every default filled in: the settings of the scripts, and what only the build needs. What each
 * key may be and what it is by default stands in environments/environment.schema.json.
 */
export interface EnvironmentSettings extends Omit<Settings, 'version' | 'environment' | 'target' | 'scripts'> {
  platform: Platform;
  schedule: { enabled: boolean; cron: string };
  connector: { enabled: boolean };
  passwordPolicies: PropertyPolicy[];
  policyFiles: string[];
  endpointRoles: string[];
  customerConf?: string;
}

/** An environment: its name is that of its file. */
export interface Environment {
  readonly name: string;
  /** The file, as the user would type it. */
  readonly file: string;
  readonly settings: EnvironmentSettings;
  /** The absolute path of the customer's conf directory, when the environment names one. */
  readonly customerConf?: string;
}
