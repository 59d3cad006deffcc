/** Reads an outbox entry as the repository gives it: what this version can't understand is told, and never guessed at. */
import { type OutboxEntry, SCHEMA, type Unreadable } from './record';

type Shape = { [key: string]: Check };
type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const whole: Check = (value) => typeof value === 'number' && value >= 0 && value % 1 === 0;
const time: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !isNaN(Date.parse(value));
const is =
  (...values: unknown[]): Check =>
  (value) =>
    values.indexOf(value) >= 0;
const list =
  (item: Check): Check =>
  (value) =>
    value instanceof Array && value.every(item);
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const shaped =
  (shape: Shape): Check =>
  (value) =>
    objectionTo(value, shape) === null;

const failure: Shape = {
  class: text,
  reason: text,
  status: maybe(whole),
  requestId: maybe(text),
  personal: maybe(is(true)),
  freeAfterSeconds: maybe(whole),
};
const intent: Shape = { nonce: text, at: time, password: text, copy: maybe(text), settled: maybe(is(true)) };
const mark: Shape = {
  owner: text,
  password: text,
  at: time,
  until: time,
  quietUntil: maybe(time),
  again: maybe(is(true)),
};
const held: Shape = { how: is('delivered', 'presumed'), password: text, seen: maybe(text) };

const common: Shape = {
  schema: is(SCHEMA),
  target: text,
  state: text,
  user: shaped({ object: text, id: text }),
  key: text,
  salt: text,
  intents: list(shaped(intent)),
  marks: list(shaped(mark)),
  held: maybe(shaped(held)),
  lastKnownSet: maybe(shaped({ from: time, to: time })),
  refused: maybe(shaped({ password: text, failure: shaped(failure) })),
  due: time,
  since: time,
  attempts: whole,
};

/** What each state adds to it. */
const states: { [state: string]: Shape } = {
  pending: { ...common, failure: maybe(shaped(failure)) },
  delivering: { ...common, lease: shaped({ owner: text, until: time }) },
  delivered: { ...common, held: shaped(held), looked: maybe(is(true)) },
  parked: { ...common, failure: shaped(failure), original: maybe(text) },
  expired: { ...common, reason: text },
  unbound: {
    schema: is(SCHEMA),
    target: text,
    state: text,
    object: text,
    userName: text,
    key: text,
    salt: text,
    intent: shaped(intent),
    due: time,
  },
};

/** @param value  plain, without the repository's own `_id` and `_rev` */
export function parseEntry(value: { [key: string]: unknown }): OutboxEntry | Unreadable {
  const reason = unreadableBecause(value);
  if (reason === null) return value as unknown as OutboxEntry;
  return { state: 'unreadable', reason, original: JSON.stringify(value) };
}

function unreadableBecause(value: { [key: string]: unknown }): string | null {
  if (value.schema !== SCHEMA) return `the entry is of schema ${shown(value.schema)}, and this version reads ${SCHEMA}`;
  const shape = typeof value.state === 'string' ? own(states, value.state) : undefined;
  if (shape === undefined) return `the entry is in a state that this version does not know: ${shown(value.state)}`;
  const objection = objectionTo(value, shape);
  return objection === null ? null : `the entry is damaged: ${objection}`;
}

/** As JSON, for the text of an object may throw. */
function shown(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 40);
}

/** Names the key; what it holds is not for a log. */
function objectionTo(value: unknown, shape: Shape): string | null {
  if (typeof value !== 'object' || value === null) return 'no object';
  const object = value as { [key: string]: unknown };
  for (const key in object) if (own(shape, key) === undefined) return `"${key}" is not known`;
  for (const key in shape) if (!(shape[key] as Check)(object[key])) return `"${key}" is missing or wrong`;
  return null;
}

/** An entry comes from outside: its keys may be named like what every object inherits. */
function own<Value>(object: { [key: string]: Value }, key: string): Value | undefined {
  return Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
}
