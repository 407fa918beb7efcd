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
import { Crowd, NODE_RECORDS_MAX } from "../src/crowd.ts";
import { type Place, placeOf, positions } from "../src/model.ts";
import type { March } from "../src/registry.ts";
import type { Right } from "../src/right.ts";
import { MARCH, marchRoom } from "../src/room.ts";
import { personOf, signStatement } from "../src/statement.ts";
import { TokenOrder } from "../src/token-order.ts";
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
    barred: [],
    revoked: [],
    vouched: [],
    decidedAt: 0,
  };
}

/** A registry of one march, which forgets with its process. */
export class MemoryRegistry {
  march: March;
  /** What it fails with, while it does; `late`: after it has kept what it was given. */
  failure: { readonly fault: Error; readonly isLate: boolean } | null = null;

  constructor(march: March) {
    this.march = march;
  }

  async find(id: string): Promise<March | null> {
    return id === this.march.id ? this.march : null;
  }

  async decide(march: March, before: number): Promise<boolean> {
    if (this.failure?.isLate === false) throw this.failure.fault;
    if (before !== this.march.decidedAt) return false;
    this.march = march;
    if (this.failure !== null) throw this.failure.fault;
    return true;
  }
}

export interface OpenMarch {
  /** Whether the node is making a signature. */
  readonly isSigning: () => boolean;
  readonly registry: MemoryRegistry;
  readonly march: March;
  readonly steward: Identity;
  readonly timers: FakeTimers;
  readonly host: Host;
  readonly crowd: Crowd;
  readonly owner: Owner;
}

const random = (bytes: number) => new Uint8Array(bytes).fill(9);

export async function openMarch(
  options: {
    readonly journal?: Journal;
    readonly march?: Partial<March>;
    readonly recordsMax?: number;
  } = {},
): Promise<OpenMarch> {
  const steward = await newIdentity();
  const march = { ...(await newMarch(steward)), ...options.march };
  const timers = new FakeTimers(START_MS);
  const registry = new MemoryRegistry(march);
  const signing = countedSigning(await newIdentity());
  const crowd = new Crowd(timers, options.recordsMax ?? NODE_RECORDS_MAX);
  const order = new TokenOrder(timers);
  const definition = marchRoom({ registry, clock: timers, crowd, random, order });
  const host = new Host([definition], {
    timers,
    journal: options.journal ?? new MemoryJournal(timers),
    verifier: new Verifier(),
    identity: signing.identity,
    nonce: () => 1,
  });
  const { owner } = await host.use({ kind: MARCH, id: march.id });
  return { registry, march, steward, timers, host, crowd, owner, isSigning: signing.isBusy };
}

/** Knows whether a signature is being made: by other threads, which no fake time moves. */
function countedSigning(identity: Identity) {
  let busy = 0;
  const sign = async (bytes: Uint8Array): Promise<Uint8Array> => {
    busy += 1;
    try {
      return await identity.sign(bytes);
    } finally {
      busy -= 1;
    }
  };
  return { identity: { ...identity, sign }, isBusy: () => busy > 0 };
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
    records
      .filter(({ record }) => record.model === positions.name)
      .map(({ entry }) => {
        const { person, place } = entry.value as { person: string; place: Place | null };
        return [person, place];
      }),
  );
}
