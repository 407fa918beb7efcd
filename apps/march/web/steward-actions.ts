/**
 * What a steward is offered: what the march would take now, so that nobody reads a refusal of what
 * could be known before.
 *
 * Rule W60: docs/spec/march-page.md. The march's own: A18, A19 in docs/spec/march.md.
 */
import { STEWARDS_MAX } from "../src/limits.ts";
import type { Decision } from "../src/statement.ts";

export type PersonAction = Extract<Decision, "appoint" | "hand-over" | "vouch" | "remove">;

export interface Stewarding {
  readonly me: string;
  readonly stewards: readonly string[];
}

/** Nothing for who is no steward, and nothing on oneself: see `mayResign`. */
export function actionsOn({ me, stewards }: Stewarding, person: string): readonly PersonAction[] {
  if (!stewards.includes(me) || person === me) return [];
  // A steward's word counts already.
  if (stewards.includes(person)) return ["remove"];
  // To hand over, the march has two more for a moment.
  const isRoom = stewards.length < STEWARDS_MAX;
  return isRoom ? ["appoint", "hand-over", "vouch", "remove"] : ["vouch", "remove"];
}

export function mayResign({ me, stewards }: Stewarding): boolean {
  return stewards.includes(me) && stewards.length > 1;
}
