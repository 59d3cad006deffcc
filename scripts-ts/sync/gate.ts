/**
 * The gate that all deliveries of a JVM pass: closed for a while when Oracle asks to slow down, and broken when Oracle refuses us
 * whoever the user is. A broken gate lets one probe through at a time; what the probe meets opens it or keeps it broken.
 */
import type { Failure } from './failure';
import type { Ports, UserRef } from './ports';
import { after, latest } from './record';
import type { SyncSettings } from './settings';

export type Gate = Open | Closed;

export interface Open {
  kind: 'open';
  /** The one user whom Oracle has refused us since it last did something for anybody. */
  suspect?: string;
}

export interface Closed {
  kind: 'paused' | 'broken';
  until: string;
  failure: Failure;
}

/** The longest that the gate is closed at a time. */
const MAX_SECONDS = 60;

export const OPEN: Open = { kind: 'open' };

type GatePorts = Pick<Ports, 'gate' | 'now' | 'random'>;

export type Passing = { kind: 'passed' } | { kind: 'closed'; until: string; failure: Failure };

/** A pause that is over is none, although nobody has come by since; a broken gate stays so until a probe has been through it. */
export function current(gate: Gate, now: Date): Gate {
  return gate.kind === 'paused' && Date.parse(gate.until) <= now.getTime() ? OPEN : gate;
}

/** Whether the gate is closed now. Changes nothing. */
export function isClosed({ gate, now }: GatePorts): boolean {
  const state = gate.read();
  return state.kind !== 'open' && Date.parse(state.until) > now().getTime();
}

/** Passes the gate, as its probe where it is broken; else says until when it is closed, and why. */
export function pass(ports: GatePorts, settings: SyncSettings): Passing {
  const now = ports.now();
  const state = current(ports.gate.read(), now);
  if (state.kind === 'open') return { kind: 'passed' };
  const { until, failure } = state;
  if (Date.parse(until) > now.getTime()) return { kind: 'closed', until, failure };
  // Should the probe never come back, the next one goes at that time.
  const probed: Gate = { ...state, until: after(now, 2 * settings.deadlineSeconds) };
  return ports.gate.swap(state, probed) ? { kind: 'passed' } : { kind: 'closed', until: probed.until, failure };
}

/**
 * Oracle has answered a delivery: whatever it said of that user, it speaks to us. A pause goes on all the same, for the
 * request may have been under way before Oracle asked for it.
 */
export function open({ gate, now }: GatePorts): void {
  const stored = gate.read();
  const pauses = current(stored, now()).kind === 'paused';
  const isAsItShould = stored.kind === 'open' && stored.suspect === undefined;
  if (!isAsItShould && !pauses) gate.swap(stored, OPEN);
}

/**
 * Closes the gate after a failure that is not this user's own, and answers until when. What may be the user's own (an administrator,
 * whose password our role may not set) leaves it open until another user meets the like. It is this user's attempt all the same, and the
 * answer null: were nobody left but such users, each would be the next one's probe for ever, and nobody be told.
 */
export function close(ports: GatePorts, settings: SyncSettings, failure: Failure, ref: UserRef): string | null {
  const stored = ports.gate.read();
  const state = current(stored, ports.now());
  const user = `${ref.object}/${ref.id}`;
  if (failure.personal && state.kind === 'open' && (state.suspect === undefined || state.suspect === user)) {
    ports.gate.swap(stored, { kind: 'open', suspect: user });
    return null;
  }
  const kind = failure.class === 'throttled' ? 'paused' : 'broken';
  const least = after(ports.now(), secondsClosed(ports, settings, failure));
  // Oracle's own 429 asks for a longer pause than a limit of ours that is free again in a moment.
  const until = kind === 'paused' && state.kind === 'paused' ? latest([state.until, least]) : least;
  ports.gate.swap(stored, { kind, until, failure });
  return failure.personal ? null : until;
}

function secondsClosed({ random }: GatePorts, settings: SyncSettings, { freeAfterSeconds }: Failure): number {
  if (freeAfterSeconds !== undefined) return Math.min(MAX_SECONDS, freeAfterSeconds);
  return Math.min(MAX_SECONDS, settings.backoffSeconds) * (0.5 + random() / 2);
}
