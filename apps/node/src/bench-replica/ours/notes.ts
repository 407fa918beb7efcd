/** A space of notes, as an application opens one: signed, stamped, expiring, ready to synchronise. */
import {
  generateKeys,
  Ledger,
  type MapModel,
  MemoryStore,
  map,
  openIdentity,
  openSync,
  type Schema,
  Space,
  type Sync,
  systemTimers,
  Verifier,
} from "@muster/replica";

const text: Schema<string> = {
  "~standard": {
    validate: (value) =>
      typeof value === "string" ? { value } : { issues: [{ message: "a note is a text" }] },
  },
};

export const notes: MapModel<string> = map({ name: "notes", value: text });
export const LIFETIME_MS = 60 * 60_000;

/** Stands still: what is measured is not how long it took. */
export class SetClock {
  nowMs = Date.now();

  now(): number {
    return this.nowMs;
  }
}

const verifier = new Verifier();

/** Of each space that was opened. */
const ledgers = new WeakMap<Space, Ledger>();

/** An author of its own, with a key of its own. */
export async function openNotes(clock: { now(): number }): Promise<Space> {
  const ledger = new Ledger();
  const space = new Space({
    name: "the notes of a bench",
    models: [notes],
    store: new MemoryStore(),
    clock,
    identity: await openIdentity(await generateKeys()),
    verifier,
    lifetimeMs: LIFETIME_MS,
    ledger,
  });
  ledgers.set(space, ledger);
  return space;
}

export function syncOf(space: Space): Promise<Sync> {
  return openSync({ space, ledger: ledgers.get(space)!, timers: systemTimers });
}

/** What a person would see, and the bytes behind it: what nobody wrote shows in either. */
export function shown(space: Space): string {
  const view = Object.fromEntries(
    [...space.view(notes).items].map(([key, { value }]) => [key, value] as const).toSorted(byKey),
  );
  const bytes = [...space.records()].map(({ record }) => Buffer.from(record.bytes).toString("hex"));
  return JSON.stringify([view, bytes.toSorted()]);
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
