/**
 * Invites: what lets its holder join with some rights. Short, since phones scan it as a QR code.
 * Nothing is stored for them; they end with the march, or when a steward revokes their link.
 *
 *   version and rights 1 byte │ end 4, in seconds │ inviter 16 │ link 6 │ HMAC of the march's key 12
 *
 * In base64url that is 52 characters, and no bit of the last one is left over. The link is drawn
 * anew for each invite that a steward makes. Everyone may pass on theirs: whoever comes by it, near
 * or far, is on one branch of the tree of invites, and the link is its name.
 *
 * Rules A4, A5, A20: docs/spec/march.md. Why no JWT: docs/decisions/0008-invites.md.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { Fault } from "@muster/rooms";
import type { March } from "./registry.ts";
import type { Right } from "./right.ts";

export type InviteRight = Exclude<Right, "steward">;

export interface Invited {
  readonly rights: readonly InviteRight[];
  /** The steward who invited. */
  readonly by: string;
  /** 8 characters. */
  readonly link: string;
}

type Inviting = Pick<March, "id" | "endsAt" | "tokenKey">;

export const LINK_BYTES = 6;
const VERSION = 2;
const FORM = /^[A-Za-z0-9_-]{52}$/;
const MAC_BYTES = 12;
const LINK_AT = 21;
const MAC_AT = 27;
const BIT_OF: Readonly<Record<InviteRight, number>> = { share: 1, display: 2 };

/** `by` is a person with a key. */
export function signInvite(march: Inviting, { rights, by, link }: Invited): string {
  const body = Buffer.alloc(MAC_AT);
  const bits = rights.reduce((sum, right) => sum | BIT_OF[right], 0);
  body.writeUInt8((VERSION << 4) | bits, 0);
  body.writeUInt32BE(Math.floor(march.endsAt / 1000), 1);
  body.set(Buffer.from(by, "base64url"), 5);
  body.set(Buffer.from(link, "base64url"), LINK_AT);
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
  const head = bytes[0] ?? 0;
  if (!isOurs || head >> 4 !== VERSION) {
    throw new Fault("unauthorised", "the invite is not one of this march");
  }
  if (body.readUInt32BE(1) * 1000 <= nowMs) throw new Fault("ended", "the invite has expired");
  const rights = (["share", "display"] as const).filter((right) => (head & BIT_OF[right]) !== 0);
  const by = body.toString("base64url", 5, LINK_AT);
  return { rights, by, link: body.toString("base64url", LINK_AT) };
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
