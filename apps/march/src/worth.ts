/**
 * What an alert is worth: what a steward says of it last, or else what people say who are
 * independent, which is to be on different branches of the tree of invites.
 *
 *   a steward ─────────────────────────────► their word
 *   two branches or more confirm, fewer dispute ─► confirmed
 *   else any branch disputes ──────────────► disputed
 *   else ──────────────────────────────────► unconfirmed
 *
 * Rule A16: docs/spec/march.md.
 */
import { compareStamps, type Entry } from "@muster/replica";
import type { Alert, AlertState, Credence, Saying, Verdict } from "./models/alerts.ts";

const INDEPENDENT_MIN = 2;

/** How a march knows the people who speak. */
export interface Witnesses {
  isSteward(person: string): boolean;
  /** On which branch a person is; null where that is not known, and their word does not count. */
  branchOf(person: string): string | null;
}

/** `said` is of this alert only. */
export function credenceOf(
  { id, by }: Pick<Alert, "id" | "by">,
  said: readonly Entry<Verdict>[],
  witnesses: Witnesses,
): Credence {
  const own = witnesses.branchOf(by);
  const confirming = branchesOf(said, "confirmed", witnesses);
  // Who tells it confirms it already: their friends add nothing.
  if (own !== null) confirming.delete(own);
  const confirmedBy = confirming.size;
  const disputedBy = branchesOf(said, "disputed", witnesses).size;
  const word = byStewards(by, said, witnesses);
  const state = word ?? byPeople(confirmedBy, disputedBy);
  return { alert: id, state, decided: word !== null, confirmedBy, disputedBy };
}

function branchesOf(
  said: readonly Entry<Verdict>[],
  saying: Saying,
  witnesses: Witnesses,
): Set<string> {
  const branches = said
    .filter(({ value }) => value.says === saying)
    .flatMap(({ value }) => witnesses.branchOf(value.person) ?? []);
  return new Set(branches);
}

/** A steward who tells of it has said so; another may still dispute it. */
function byStewards(
  by: string,
  said: readonly Entry<Verdict>[],
  witnesses: Witnesses,
): AlertState | null {
  const last = said
    .filter(({ value }) => value.says !== null && witnesses.isSteward(value.person))
    .toSorted((a, b) => compareStamps(a.stamp, b.stamp))
    .at(-1);
  return last?.value.says ?? (witnesses.isSteward(by) ? "confirmed" : null);
}

function byPeople(confirmedBy: number, disputedBy: number): AlertState {
  if (confirmedBy >= INDEPENDENT_MIN && confirmedBy > disputedBy) return "confirmed";
  return disputedBy > 0 ? "disputed" : "unconfirmed";
}
