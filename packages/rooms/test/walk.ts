/**
 * The room that the tests speak of: people of groups walk, each hears their own group, a display
 * hears all. `shouts` is a model whose records do not compete.
 */
import {
  type AuthorId,
  authorOf,
  type Entry,
  expiryOf,
  type Identity,
  type Kept,
  latest,
  MemoryStore,
  type Model,
  type Schema,
  Space,
} from "@muster/replica";
import type { Brief } from "../src/brief.ts";
import { Fault } from "../src/fault.ts";
import { Host } from "../src/host.ts";
import { MemoryJournal } from "../src/journal-memory.ts";
import { Owner, type OwnerPorts } from "../src/owner.ts";
import { defineRoom, type Opening, type Room, type RoomDefinition } from "../src/room.ts";
import { type Grant, type RoomName, roomKey, signToken } from "../src/token.ts";
import { FakeTimers } from "./fake-timers.ts";

export interface Step {
  readonly who: string;
  readonly group: string;
  readonly x: number;
}

const step: Schema<Step> = {
  "~standard": {
    validate: (value) => {
      const { who, group, x } = (value ?? {}) as Record<string, unknown>;
      if (typeof who !== "string" || typeof group !== "string" || typeof x !== "number") {
        return { issues: [{ message: "not a step" }] };
      }
      return { value: { who, group, x } };
    },
  },
};

export const steps = latest<Step>({ name: "steps", value: step, key: ({ who }) => who });

/** The same, told briefly: of a step in the same group only `x` is new. */
export const paces = {
  ...latest<Step>({ name: "paces", value: step, key: ({ who }) => who }),
  brief: {
    width: 1,
    numbersOf: ({ x }) => (x < 0 ? null : [x]),
    withNumbers: (value, [x = 0]) => ({ ...value, x }),
  } satisfies Brief<Step>,
};

export const shouts: Model<Step, Map<string, Entry<Step>>, Entry<Step>> = {
  name: "shouts",
  value: step,
  key: () => "",
  initial: () => new Map(),
  reduce: (view, entry) => {
    const name = JSON.stringify(entry.stamp);
    if (view.has(name)) return null;
    view.set(name, entry);
    return entry;
  },
  forget: (view, entry) => (view.delete(JSON.stringify(entry.stamp)) ? entry : null),
};

export const WALK: RoomName = { kind: "walk", id: "w1" };
export const DISPLAY = "display";
export const LIFETIME_MS = 600_000;
export const TOKEN_KEY = new Uint8Array(32).fill(7);
export const ENDS_AT = FakeTimers.START_MS + 3_600_000;

/** Signs nothing, and quickly: what signatures prove is tested with the replica. */
export function unsigned(number: number): Identity {
  const author: AuthorId = authorOf(new Uint8Array(40).fill(number));
  return {
    author,
    publicKey: new Uint8Array(32).fill(number),
    sign: async () => new Uint8Array(64).fill(1),
  };
}

export function walker(person: string, group: string): Grant {
  return { person, rights: ["walk"], about: { group }, expiresAt: ENDS_AT };
}

export function display(): Grant {
  return { person: "display", rights: ["display"], about: {}, expiresAt: ENDS_AT };
}

export function tokenOf(grant: Grant, name: RoomName = WALK): Promise<string> {
  return signToken(TOKEN_KEY, name, grant);
}

export const walkOpening: Opening = {
  endsAt: ENDS_AT,
  lifetimeMs: LIFETIME_MS,
  tokenKey: TOKEN_KEY,
  start: (room: Room) => ({
    audiences: ({ rights, about }) =>
      rights.includes("display") ? [DISPLAY] : [about["group"] ?? ""],
    route: ({ value }) => [(value as Step).group, DISPLAY],
    mayWrite: ({ person }, { value }) =>
      (value as Step).who === person ? null : "only your own steps",
    commands: {
      erase: async () => room.erase(() => true),
      echo: async (_grant, args) => args,
      fail: async () => {
        throw new Fault("forbidden", "no");
      },
      bug: async () => {
        throw new TypeError("a bug");
      },
    },
    notes: [],
  }),
};

export function walkRoom(opening: Partial<Opening> = {}): RoomDefinition {
  return defineRoom({
    kind: WALK.kind,
    models: [steps, paces, shouts],
    open: async (id) => (id.startsWith("w") ? { ...walkOpening, ...opening } : null),
  });
}

export function walkPorts(timers: FakeTimers, ports: Partial<OwnerPorts> = {}): OwnerPorts {
  return {
    timers,
    journal: new MemoryJournal(timers),
    verifier: { verify: async () => true },
    identity: unsigned(1),
    nonce: () => 77,
    onBroken: (error) => {
      throw error;
    },
    ...ports,
  };
}

export function openWalk(timers: FakeTimers, ports: Partial<OwnerPorts> = {}): Promise<Owner> {
  return Owner.open(walkRoom(), WALK.id, walkPorts(timers, ports));
}

export function hostOf(timers: FakeTimers, ports: Partial<OwnerPorts> = {}): Host {
  return new Host([walkRoom()], walkPorts(timers, ports), ports.onBroken);
}

/** Someone who writes records, with a space of their own. */
export class Author {
  readonly identity: Identity;
  readonly space: Space;

  constructor(number: number, timers: FakeTimers) {
    this.identity = unsigned(number);
    this.space = new Space({
      name: roomKey(WALK),
      models: [steps, paces, shouts],
      store: new MemoryStore(),
      clock: timers,
      identity: this.identity,
      verifier: { verify: async () => true },
      lifetimeMs: LIFETIME_MS,
    });
  }

  async step(who: string, group: string, x: number): Promise<Uint8Array> {
    return (await this.space.write(steps, { who, group, x })).bytes;
  }

  async pace(who: string, group: string, x: number): Promise<Uint8Array> {
    return (await this.space.write(paces, { who, group, x })).bytes;
  }
}

/** A record as it is kept, of someone's n-th step, without anybody having written it. */
export function keptStep(who: string, x: number, number = 2): Kept {
  const stamp = { wallMs: FakeTimers.START_MS + x, count: 0, author: unsigned(number).author };
  const expiresAt = expiryOf(stamp.wallMs, LIFETIME_MS);
  const entry = { key: who, stamp, expiresAt, value: { who, group: "a", x } };
  const body = new Uint8Array();
  const header = { sequence: x + 1, stamp, model: "steps", key: who, expiresAt };
  return { record: { ...header, body, bytes: Uint8Array.of(x) }, entry };
}
