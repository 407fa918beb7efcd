/**
 * What is said once, and then only taken back: an alert, a post. By whom, when, and how much.
 *
 *   nothing ──by oneself──► said ──by its author, a steward, or when it is over──► taken back
 *
 * Rules A15, A17: docs/spec/march.md.
 */
import type { Grant } from "@muster/rooms";
import { AHEAD_MS_MAX, type SayingLimit } from "../limits.ts";
import { isIdOf } from "../models/alerts.ts";
import { forbidden, type Refusal, tooMany } from "./scene.ts";

export interface Said {
  readonly id: string;
  readonly by: string;
  /** In milliseconds since the epoch; null: taken back. */
  readonly at: number | null;
}

type Counted = Pick<Said, "by" | "at">;

export interface Saying {
  readonly grant: Grant;
  readonly isSteward: boolean;
  readonly said: Said;
  /** What stands under its name. */
  readonly before: Said | null;
  readonly nowMs: number;
}

export function whyNotOnce({ grant, isSteward, said, before, nowMs }: Saying): Refusal | null {
  // After the node has started anew, whoever came first would have what others say.
  if (!isIdOf(said.id, said.by)) return forbidden("its id does not begin with who says it");
  if (said.at === null) return whyNotBack({ grant, isSteward, said, before });
  if (before !== null) return forbidden("it was said once, and cannot be changed");
  if (said.by !== grant.person) return forbidden("you may speak for yourself only");
  if (said.at > nowMs + AHEAD_MS_MAX) return forbidden("its time has not come: check the clock");
  return null;
}

function whyNotBack({ grant, isSteward, said, before }: Omit<Saying, "nowMs">): Refusal | null {
  if (before === null) {
    // After the node has started anew, a phone may take back what the node does not know yet, or
    // its author would say it again: what it takes then counts as said by its author.
    if (said.by === grant.person || isSteward) return null;
    return forbidden("there is nothing to take back");
  }
  if (before.at === null) return forbidden("it is over, or was taken back");
  if (before.by !== said.by) return forbidden("it was said by someone else");
  if (grant.person === before.by || isSteward) return null;
  return forbidden("only who said it, or a steward, may take it back");
}

/** `held` is all that counts together: with what was taken back, or it would be said anew. */
export function whyTooMuch(
  limit: SayingLimit,
  said: Counted,
  held: readonly Counted[],
): Refusal | null {
  const own = held.filter(({ by }) => by === said.by);
  const recent = own.filter(
    ({ at }) => at !== null && said.at !== null && Math.abs(at - said.at) <= limit.windowMs,
  );
  if (recent.length >= limit.inWindowMax) return tooMany("you have said much: wait a while");
  if (own.length >= limit.ofPersonMax) {
    return tooMany(`one person says at most ${limit.ofPersonMax}`);
  }
  return held.length >= limit.max ? tooMany(`there is place for ${limit.max}: wait a while`) : null;
}
