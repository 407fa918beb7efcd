/**
 * A march for tests: a real owner of its room, with a registry and a journal in memory, and time
 * that stands still.
 */
import {
  generateKeys,
  type Identity,
  MemoryStore,
  openIdentity,
  Space,
  Verifier,
} from "@muster/replica";
import type { Grant } from "@muster/rooms";
import { Host, type Journal, MemoryJournal, type Owner } from "@muster/rooms/server";
import { Crowd, POSITIONS_MAX } from "../src/crowd.ts";
import { type Place, placeOf, positions } from "../src/model.ts";
import type { March } from "../src/registry.ts";
import { MARCH, marchRoom, type Right } from "../src/room.ts";
import { personOf, signStatement } from "../src/statement.ts";
import { FakeTimers } from "./fake-timers.ts";

/** On a slot's edge, so that expiries are easy to say. */
export const START_MS = 1_800_000_000_000;
export const LIFETIME_MS = 1_800_000;
export const SQUARE = placeOf(40.7074, -74.0113);

export async function newIdentity(): Promise<Identity> {
  return openIdentity(await generateKeys());
}

export async function newMarch(steward: Identity): Promise<March> {
  return {
    id: "a-march-of-tests",
    endsAt: START_MS + 24 * 3_600_000,
    lifetimeMs: LIFETIME_MS,
    stewardKeys: [steward.publicKey],
    tokenKey: new Uint8Array(32).fill(7),
  };
}

export interface OpenMarch {
  readonly march: March;
  readonly steward: Identity;
  readonly timers: FakeTimers;
  readonly host: Host;
  readonly crowd: Crowd;
  readonly owner: Owner;
}

export async function openMarch(
  options: {
    readonly journal?: Journal;
    readonly march?: Partial<March>;
    readonly positionsMax?: number;
  } = {},
): Promise<OpenMarch> {
  const steward = await newIdentity();
  const march = { ...(await newMarch(steward)), ...options.march };
  const timers = new FakeTimers(START_MS);
  const registry = { find: async (id: string) => (id === march.id ? march : null) };
  const crowd = new Crowd(timers, options.positionsMax ?? POSITIONS_MAX);
  const host = new Host([marchRoom({ registry, clock: timers, crowd })], {
    timers,
    journal: options.journal ?? new MemoryJournal(timers),
    verifier: new Verifier(),
    identity: await newIdentity(),
    nonce: () => 1,
  });
  const { owner } = await host.use({ kind: MARCH, id: march.id });
  return { march, steward, timers, host, crowd, owner };
}

/** Someone without a key, for whom the node signs. */
export function guest(
  person: string,
  contingent = "Tenants",
  rights: readonly Right[] = ["share"],
): Grant {
  return { person, rights, about: { contingent }, expiresAt: START_MS + 24 * 3_600_000 };
}

export function share(owner: Owner, grant: Grant, place: Place | null): Promise<void> {
  const contingent = grant.about["contingent"] ?? "";
  return owner.write(grant, positions, { person: grant.person, contingent, place });
}

/** Someone with a key, who signs alone. */
export async function keyHolder(contingent = "Tenants"): Promise<{
  readonly grant: Grant;
  readonly identity: Identity;
}> {
  const identity = await newIdentity();
  const base = guest(await personOf(identity.publicKey), contingent);
  const key = Buffer.from(identity.publicKey).toString("hex");
  return { grant: { ...base, about: { contingent, key } }, identity };
}

/** The bytes of a position as its own phone signs them. */
export async function signedPosition(
  { march, timers }: Pick<OpenMarch, "march" | "timers">,
  identity: Identity,
  position: { readonly person: string; readonly contingent: string; readonly place: Place | null },
): Promise<Uint8Array> {
  const space = new Space({
    name: `${MARCH}/${march.id}`,
    models: [positions],
    store: new MemoryStore(),
    clock: timers,
    identity,
    verifier: new Verifier(),
    lifetimeMs: march.lifetimeMs,
  });
  return (await space.write(positions, position)).bytes;
}

/** The arguments of an erase that `by` signs now, or by a clock that is so far ahead. */
export function signedErase({ march, timers }: OpenMarch, by: Identity, aheadMs = 0) {
  return signStatement(by, { does: "erase", march: march.id, at: timers.now() + aheadMs });
}

/** Who is seen by someone of these rights, and where. */
export function seenBy(owner: Owner, grant: Grant): Readonly<Record<string, Place | null>> {
  const { records } = owner.standing(owner.audiencesOf(grant));
  return Object.fromEntries(
    records.map(({ entry }) => {
      const { person, place } = entry.value as { person: string; place: Place | null };
      return [person, place];
    }),
  );
}
