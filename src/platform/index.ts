/** The IDM platforms that a bundle can be built for, and in what they differ. */

export const platforms = ['openidm-7', 'ping-6.5', 'ping-7', 'ping-8'] as const;

/** `openidm-7` is the Open Identity Platform's OpenIDM 7.0.x (and Wren:IDM 7.x); the others are ForgeRock's and Ping's. */
export type Platform = (typeof platforms)[number];

/** What a platform's `&{...}` can do. OpenIDM 7 knows the bare name only: no default, no coercion, no variable. */
export interface Substitution {
  /** `&{name|default}` */
  readonly defaults: boolean;
  /** `{"$int": "&{name}"}` and its like. */
  readonly coercion: boolean;
}

export interface PlatformFacts {
  readonly name: string;
  readonly substitution: Substitution;
  /** Where the rules stand that say who may call what over REST, below the project folder. */
  readonly accessFile: 'script/access.js' | 'conf/access.json';
  /** Where properties stand that `&{...}` finds, below the project folder. */
  readonly bootProperties: 'conf/boot/boot.properties' | 'resolver/boot.properties';
  /** Whether the audit service logs of a topic of one's own only the fields that audit.json names to it as safe. */
  readonly auditSafelist: boolean;
  /** How many seconds apart the retries of a `simple` schedule may be said (`repeatInterval`). */
  readonly repeatInterval: boolean;
}

const ping: PlatformFacts = {
  name: 'PingIDM',
  substitution: { defaults: true, coercion: true },
  accessFile: 'conf/access.json',
  bootProperties: 'resolver/boot.properties',
  auditSafelist: true,
  repeatInterval: true,
};

export const platformFacts: Readonly<Record<Platform, PlatformFacts>> = {
  'openidm-7': {
    name: 'OpenIDM 7',
    substitution: { defaults: false, coercion: false },
    accessFile: 'script/access.js',
    bootProperties: 'conf/boot/boot.properties',
    auditSafelist: false,
    repeatInterval: false,
  },
  'ping-6.5': { ...ping, name: 'ForgeRock IDM 6.5', accessFile: 'script/access.js', auditSafelist: false },
  'ping-7': { ...ping, name: 'ForgeRock IDM 7' },
  'ping-8': { ...ping, name: 'PingIDM 8' },
};
