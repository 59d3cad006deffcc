import type { Platform } from '../../platform';

/** A policy on a property of a managed object, as IDM's managed.json writes it. */
export interface PropertyPolicy {
  readonly policyId: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/**
 * What a bundle adds to the customer's own files, as data: it stands in bundle.json, so that whoever installs the bundle
 * can merge it into files that the build has never seen.
 */
export interface Additions {
  readonly platform: Platform;
  /** The managed objects that get our hooks. */
  readonly managedObjects: readonly string[];
  /** The property of these objects that holds the password. */
  readonly passwordProperty: string;
  readonly mode: 'background' | 'inline' | 'strict';
  readonly outbox: { readonly path: string; readonly keysPath: string };
  /** Policies for the password property, added to those that are there. */
  readonly passwordPolicies: readonly PropertyPolicy[];
  /** Script files for `additionalFiles` of policy.json, relative to the project folder. */
  readonly policyFiles: readonly string[];
  /** A topic of our own for audit.json; null: events go to IDM's own topic `activity`. */
  readonly auditTopic: string | null;
  /** The roles that may read the endpoint, administrators apart. */
  readonly endpointRoles: readonly string[];
}
