/** What the tests of a space talk about: places of people, and notes that all count. */
import { generateKeys, type Identity, openIdentity, Verifier } from "../src/identity.ts";
import { MemoryStore } from "../src/memory.ts";
import type { Entry, Model, Schema } from "../src/model.ts";
import { latest } from "../src/models/latest.ts";
import type { Header } from "../src/record.ts";
import { expiryOf } from "../src/slot.ts";
import { Space, type SpaceOptions } from "../src/space.ts";
import { compareStamps } from "../src/stamp.ts";

export interface Place {
  readonly person: string;
  readonly x: number;
}

/** On a slot's edge, so that expiries are easy to say. */
export const START_MS = 1_800_000_000_000;
export const LIFETIME_MS = 60_000;

const place: Schema<Place> = {
  "~standard": {
    validate: (value) => {
      const { person, x } = (value ?? {}) as { person?: unknown; x?: unknown };
      if (typeof person === "string" && typeof x === "number") return { value: { person, x } };
      return { issues: [{ message: "not a place" }] };
    },
  },
};

export const places = latest<Place>({ name: "places", value: place, key: ({ person }) => person });

/** Every record counts, and stands in the order of stamps. */
export const notes: Model<Place, Entry<Place>[], Entry<Place>> = {
  name: "notes",
  value: place,
  key: () => "",
  initial: () => [],
  reduce: (view, entry) => {
    if (view.some((held) => compareStamps(held.stamp, entry.stamp) === 0)) return null;
    view.push(entry);
    view.sort((a, b) => compareStamps(a.stamp, b.stamp));
    return entry;
  },
  forget: (view, entry) => {
    const at = view.findIndex((held) => compareStamps(held.stamp, entry.stamp) === 0);
    return view.splice(at, at < 0 ? 0 : 1)[0] ?? null;
  },
};

export async function newIdentity(): Promise<Identity> {
  return openIdentity(await generateKeys());
}

/** A space of its own identity and store, but for what `options` says. */
export async function openSpace(
  options: Pick<SpaceOptions, "clock"> & Partial<SpaceOptions>,
): Promise<Space> {
  return new Space({
    name: "march 1",
    models: [places, notes],
    store: new MemoryStore(),
    identity: await newIdentity(),
    verifier: new Verifier(),
    lifetimeMs: LIFETIME_MS,
    ...options,
  });
}

/** The header that a space would give to a place of `person`, but for what `changes` says. */
export function headerOf(by: Identity, person: string, changes: Partial<Header> = {}): Header {
  const stamp = { wallMs: START_MS, count: 0, author: by.author };
  const expiresAt = expiryOf((changes.stamp ?? stamp).wallMs, LIFETIME_MS);
  return { sequence: 1, stamp, model: "places", key: person, expiresAt, ...changes };
}

/** What the view of places shows, in a form that is easy to compare. */
export function shown(space: Space): Readonly<Record<string, number>> {
  return Object.fromEntries([...space.view(places)].map(([key, { value }]) => [key, value.x]));
}
