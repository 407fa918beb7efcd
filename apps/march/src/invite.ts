/**
 * Invites: a token of the march's key that lets its holder join with some rights. Nothing is
 * stored for them; they end with the march. Rule A5: docs/spec/march.md.
 */
import { Fault, type Grant, type RoomName, signToken, verifyToken } from "@muster/rooms";
import type { March } from "./registry.ts";
import { MARCH, type Right } from "./room.ts";

type Invited = Pick<March, "id" | "endsAt" | "tokenKey">;

export function signInvite(march: Invited, rights: readonly Right[], by: string): Promise<string> {
  const grant = { person: by, rights, about: {}, expiresAt: march.endsAt };
  return signToken(march.tokenKey, invitesOf(march.id), grant);
}

/** What the invite allows. Faults: `unauthorised`, `ended`. */
export async function readInvite(march: Invited, invite: string, nowMs: number): Promise<Grant> {
  if (march.endsAt <= nowMs) throw new Fault("ended", "the march has ended");
  return verifyToken(march.tokenKey, invitesOf(march.id), invite, nowMs);
}

/** Another audience than the room's: an invite is no session token, nor the other way. */
function invitesOf(id: string): RoomName {
  return { kind: `${MARCH}-invite`, id };
}
