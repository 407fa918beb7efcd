/**
 * Who may come in by an invite: not who was removed; and by a link that was revoked, or by an invite
 * of a steward who was removed, nobody but stewards.
 *
 * Rules A19, A20: docs/spec/march.md.
 */
import { Fault, type Grant } from "@muster/rooms";
import type { Invited } from "./invite.ts";
import { isBarred } from "./mandate.ts";
import type { March } from "./registry.ts";
import { REMOVED, REVOKED } from "./turned-away.ts";

/** Throws `forbidden` for who was removed, and for an invite that counts no more. */
export function checkDoor(march: March, { link, by }: Invited, { person, rights }: Grant): void {
  if (isBarred(march, person)) {
    throw new Fault("forbidden", REMOVED);
  }
  // A steward comes by their key, whatever became of the link.
  if (rights.includes("steward")) return;
  if (march.revoked.includes(link) || isBarred(march, by)) {
    throw new Fault("forbidden", REVOKED);
  }
}
