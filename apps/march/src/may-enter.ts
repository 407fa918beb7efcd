/**
 * Who may be in a march: not who was removed; and of one person who comes by their newest token
 * alone, so that a name is in one contingent at a time. A token counts from when it first comes, not
 * from when it is made: its holder may never have heard the answer that gave it.
 *
 *   newer than what came before ─► what came by those is ended ─► noted      older ─► refused
 *
 * Rules A19, A23: docs/spec/march.md.
 */
import { Fault, type Grant, type Room } from "@muster/rooms";
import type { Mandate } from "./mandate.ts";
import type { Roster } from "./roster.ts";
import type { TokenOrder } from "./token-order.ts";
import { REMOVED, REPLACED } from "./turned-away.ts";

export interface Door {
  readonly mandate: Pick<Mandate, "isBarred">;
  readonly roster: Roster;
  readonly room: Pick<Room, "expel">;
  readonly order: Pick<TokenOrder, "saw">;
}

/** Null, or why not. */
export function whyNotEnter({ mandate, roster, room, order }: Door, grant: Grant): string | null {
  if (mandate.isBarred(grant.person)) return REMOVED;
  if (roster.isReplaced(grant)) return REPLACED;
  if (roster.isNewer(grant)) room.expel(grant.person, new Fault("forbidden", REPLACED));
  order.saw(grant);
  roster.note(grant);
  return null;
}
