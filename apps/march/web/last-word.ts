/**
 * The last that a phone says in a march before its key goes: that its position is to be taken
 * away. It goes out in one request, which outlasts the page: no room need be open for it.
 *
 * Rule W36: docs/spec/march-page.md.
 */
import { MemoryStore, openIdentity, Space, Verifier } from "@muster/replica";
import { base64url } from "jose";
import { positions } from "../src/model.ts";
import type { Joined, KeptMarch } from "./kept-march.ts";
import { sentPosition } from "./sent-position.ts";
import type { Settings } from "./settings.ts";

export interface LastWord {
  readonly path: string;
  readonly body: { readonly record: string };
  readonly token: string;
}

export interface LastWordPorts {
  /** The node's time in a march, in milliseconds since the epoch, as far as is known. */
  readonly nowOf: (march: string) => number;
  readonly settings: Settings;
  /** Resolves, or rejects, after a few seconds at most. */
  readonly send: (word: LastWord) => Promise<unknown>;
}

/** For each march that this phone may have a pin in. Resolves when all were sent, or were not. */
export async function sayLast(
  marches: readonly KeptMarch[],
  { nowOf, settings, send }: LastWordPorts,
): Promise<void> {
  const words = marches.map(async (march) => {
    const { joined } = march;
    if (joined === null || !joined.rights.includes("share")) return;
    // Read at once: the panic forgets how wrong this phone's clock is.
    const nowMs = nowOf(march.id);
    const record = await withdrawal(march, { joined, settings, now: () => nowMs });
    const body = { record: base64url.encode(record) };
    await send({ path: `/march/${march.id}/records`, body, token: joined.token });
  });
  await Promise.allSettled(words);
}

interface Withdrawing {
  readonly joined: Joined;
  readonly settings: Settings;
  readonly now: () => number;
}

/** A record of no place, as this phone's key signs it now. */
async function withdrawal(
  { id, keys, lifetimeMs }: KeptMarch,
  { joined, settings, now }: Withdrawing,
): Promise<Uint8Array> {
  const space = new Space({
    name: `march/${id}`,
    models: [positions],
    store: new MemoryStore(),
    clock: { now },
    identity: await openIdentity(keys),
    verifier: new Verifier(),
    lifetimeMs,
  });
  return (await space.write(positions, sentPosition(joined, null, settings))).bytes;
}
