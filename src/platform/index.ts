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

/**
 * Of OpenIDM 7.0.1 these are read in its source and seen at work. Of the others they are documented: substitution and
 * resolver/boot.properties under "Property value substitution" of the setup guide; access.json under "Authorization and roles" of the
 * authentication guide, with the knowledge article a48058800 that says what it has replaced since 7; the safelist under "Use policies to
 * filter audit data" of the audit guide; schedules under "Configure schedules". What is said of 6.5 but for access.js is what
 * 7 documents.
 */
export interface PlatformFacts {
  readonly name: string;
  readonly substitution: Substitution;
  /** Where the rules stand that say who may call what over REST, below the project folder. */
  readonly accessFile: 'script/access.js' | 'conf/access.json';
  /** Where properties stand that `&{...}` finds, below the project folder. */
  readonly bootProperties: 'conf/boot/boot.properties' | 'resolver/boot.properties';
  /** Whether the audit service logs of a topic of one's own only the fields that audit.json names to it as safe. */
  readonly auditSafelist: boolean;
  /** Whether a schedule of the type `simple` may repeat (`repeatInterval`, in milliseconds, and `repeatCount`); else it runs once. */
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
