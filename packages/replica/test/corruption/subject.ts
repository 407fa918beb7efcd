/** A replica that is attacked: its clock is set by hand, and all that it has come to is one text. */
import { identityOf } from "../../src/author.ts";
import type { Identity } from "../../src/identity.ts";
import { MemoryStore } from "../../src/memory.ts";
import type { ReceiveOptions } from "../../src/outcome.ts";
import { Space, type SpaceOptions } from "../../src/space.ts";
import { CorrectedClock } from "../../src/sync/corrected-clock.ts";
import { Ledger, slotOf } from "../../src/sync/ledger.ts";
import { openSync, type Sync } from "../../src/sync/sync.ts";
import type { Watermark } from "../../src/watermark.ts";
import { LIFETIME_MS, notes, places, shown } from "../place.ts";
import { exactHash } from "./exact-crypto.ts";

/** Shared by all: the time that is true, and how wrong a device is. */
export interface Time {
  ms: number;
}

export interface Subject {
  readonly identity: Identity;
  readonly device: { offMs: number };
  readonly clock: CorrectedClock;
  readonly ledger: Ledger;
  readonly space: Space;
  readonly sync: Sync;
}

export async function openSubject(
  identity: Identity,
  time: Time,
  verifier: SpaceOptions["verifier"],
): Promise<Subject> {
  const device = { offMs: 0 };
  const monotonic = () => time.ms;
  const clock = new CorrectedClock({ now: () => time.ms + device.offMs, monotonic });
  const ledger = new Ledger(exactHash);
  const space = new Space({
    name: "march 1",
    models: [places, notes],
    store: new MemoryStore(),
    clock,
    identity,
    verifier,
    lifetimeMs: LIFETIME_MS,
    ledger,
  });
  // Nothing falls due by time alone: no time passes while a session is watched.
  const timers = { monotonic, after: () => () => undefined };
  return {
    identity,
    device,
    clock,
    ledger,
    space,
    sync: await openSync({ space, ledger, clock, timers }),
  };
}

/** Only the steward may erase. */
export function rightsOf(steward: Identity): ReceiveOptions {
  const allowed = identityOf(steward.author);
  return { mayErase: (author) => (identityOf(author) === allowed ? null : "no steward") };
}

/** All that a message could change. */
export interface State {
  /** What is held, seen, erased, shown, and what time it is. */
  readonly text: string;
  /** Asking for it counts one up: nothing else may move it. */
  readonly next: Watermark;
}

export function stateOf({ space, ledger, clock, device }: Subject): State {
  const slots = new Set(Array.from(space.records(), ({ record }) => slotOf(record)));
  const seen = Array.from(slots, (slot) =>
    Array.from(ledger.seen(slot), ([author, ranges]) => [author.toString(16), ...ranges]),
  );
  const { watermark } = space;
  const digest = ledger.digest(0).toString(16);
  const shifted = clock.offsetMs + device.offMs;
  const views = [shown(space), space.view(notes).length];
  const all = [views, watermark, digest, ledger.size, seen, shifted, clock.isKnown];
  return { text: JSON.stringify(all), next: space.nextWatermark() };
}

export function isSame(before: State, after: State): boolean {
  const { wallMs, count } = before.next;
  const isStill = after.next.wallMs === wallMs && after.next.count === count + 1;
  return isStill && before.text === after.text;
}
