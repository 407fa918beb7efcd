/**
 * Invites: what lets its holder join with some rights. Short, since phones scan it as a QR code.
 * Nothing is stored for them; they end with the march.
 *
 *   version 1 byte │ rights 1 │ end 5, in seconds │ inviter 16 │ HMAC of the march's key 16
 *
 * In base64url that is 52 characters, and no bit of the last one is left over.
 *
 * Rules A4, A5: docs/spec/march.md. Why no JWT: docs/decisions/0008-invites.md.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { Fault } from "@muster/rooms";
import type { March } from "./registry.ts";
import type { Right } from "./room.ts";

export type InviteRight = Exclude<Right, "steward">;

export interface Invited {
  readonly rights: readonly InviteRight[];
  /** The person who invited. */
  readonly by: string;
}

type Inviting = Pick<March, "id" | "endsAt" | "tokenKey">;

const VERSION = 1;
const FORM = /^[A-Za-z0-9_-]{52}$/;
const MAC_BYTES = 16;
const MAC_AT = 23;
const BIT_OF: Readonly<Record<InviteRight, number>> = { share: 1, display: 2 };

/** `by` is a person with a key. */
export function signInvite(march: Inviting, rights: readonly InviteRight[], by: string): string {
  const body = Buffer.alloc(MAC_AT);
  body.writeUInt8(VERSION, 0);
  body.writeUInt8(
    rights.reduce((bits, right) => bits | BIT_OF[right], 0),
    1,
  );
  body.writeUIntBE(Math.floor(march.endsAt / 1000), 2, 5);
  body.set(Buffer.from(by, "base64url"), 7);
  return Buffer.concat([body, macOf(march, body)]).toString("base64url");
}

/** What the invite allows. Faults: `unauthorised`, `ended`. */
export function readInvite(march: Inviting, invite: string, nowMs: number): Invited {
  if (march.endsAt <= nowMs) throw new Fault("ended", "the march has ended");
  // Node decodes around what is no base64url: one invite must not have many spellings.
  const bytes = Buffer.from(FORM.test(invite) ? invite : "", "base64url");
  const body = bytes.subarray(0, MAC_AT);
  const mac = macOf(march, body);
  const isOurs =
    bytes.length === MAC_AT + MAC_BYTES && timingSafeEqual(bytes.subarray(MAC_AT), mac);
  if (!isOurs || body[0] !== VERSION) {
    throw new Fault("unauthorised", "the invite is not one of this march");
  }
  if (body.readUIntBE(2, 5) * 1000 <= nowMs) throw new Fault("ended", "the invite has expired");
  const bits = body.readUInt8(1);
  const rights = (["share", "display"] as const).filter((right) => (bits & BIT_OF[right]) !== 0);
  return { rights, by: body.toString("base64url", 7) };
}

/** With a label of its own: the same key signs session tokens, which begin otherwise. */
function macOf({ id, tokenKey }: Inviting, body: Uint8Array): Buffer {
  const hmac = createHmac("sha256", tokenKey);
  return hmac
    .update(`muster march 1\0invite\0${id}\0`)
    .update(body)
    .digest()
    .subarray(0, MAC_BYTES);
}
