/**
 * The decisions of stewards, as a command of the room: signed, kept, then done and answered.
 *
 *   signature, time ─► decided(march) ─► registry ─► records leave, sessions end ─► answer
 *
 * Rules A18 to A20, A22: docs/spec/march.md.
 */
import { Verifier } from "@muster/replica";
import { type Command, Fault, type Room } from "@muster/rooms";
import { decided } from "./decided.ts";
import { DecideArgs, type Decided } from "./decision.ts";
import type { Mandate } from "./mandate.ts";
import { withdrawAllOf } from "./removal.ts";
import type { Roster } from "./roster.ts";
import { checkTime, stewardWhoSigned } from "./steward-signature.ts";
import { REMOVED } from "./turned-away.ts";

export interface Deciders {
  readonly mandate: Mandate;
  readonly roster: Roster;
  readonly room: Room;
  /** Whose word counts may have changed; and who was removed. */
  readonly onDecided: (removed: string | null) => void;
}

export function decideCommand({ mandate, roster, room, onDecided }: Deciders): Command {
  const verifier = new Verifier();
  return async (_grant, args): Promise<Decided> => {
    const parsed = DecideArgs.safeParse(args);
    if (!parsed.success) {
      throw new Fault("bad_message", "a decision has `does`, `about`, `at` and `signature`");
    }
    const { does, about, at, signature } = parsed.data;
    checkTime(at, room.now());
    const statement = { does, march: room.id, about, at };
    const person = await stewardWhoSigned(mandate, verifier, { statement, signature });
    const { march, stewards } = mandate;
    const known = roster.find(about);
    const signer = { person, key: stewards.get(person) ?? new Uint8Array() };
    const key = stewards.get(about) ?? known?.key ?? null;
    const deciding = { does, about, at, nowMs: room.now(), signer, key, link: known?.link ?? "" };
    const changed = decided(march, deciding);
    await mandate.change(changed);
    const isRemoval = does === "remove" || does === "remove-and-revoke";
    const records = isRemoval ? await remove(room, about) : 0;
    if (does === "end") end(room);
    const isOther = (one: string) => stewards.has(one) !== mandate.isSteward(one);
    for (const one of [person, about].filter(isOther)) rejoin(room, one);
    onDecided(isRemoval ? about : null);
    const revoked = changed.revoked.slice(march.revoked.length).at(0) ?? null;
    return { did: does, records, revoked, stewards: changed.stewardKeys.length };
  };
}

async function remove(room: Room, person: string): Promise<number> {
  room.expel(person, new Fault("forbidden", REMOVED));
  return withdrawAllOf(room, person);
}

/** Stewards hear more than others: who becomes one, or is one no more, joins anew. */
export function rejoin(room: Room, person: string): void {
  room.expel(person, new Fault("conflict", "the stewards have changed: join again"));
}

/** Nothing of it stays in memory until the room is let go. */
export function end(room: Room): void {
  room.space.erase(room.space.nextWatermark());
  room.end("a steward has ended the march");
}
