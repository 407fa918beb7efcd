/**
 * An alert in words: what it is worth, how old it is and when it goes. The same on the map's card,
 * in the list and for a screen reader: a rumour is called one everywhere.
 *
 * Rules W51, W52: docs/spec/march-page.md.
 */
import { ageText, durationText } from "./age.ts";
import type { ShownAlert } from "./shown-alerts.ts";
import { text } from "./text.ts";

type Worth = Pick<ShownAlert, "state" | "decided" | "confirmedBy" | "disputedBy" | "waits">;

/** Who decided: a steward, or how many say so, from how many groups: people who came by one link. */
export function worthText(worth: Worth, isLive: boolean): string {
  const { state, decided, confirmedBy, disputedBy, waits } = worth;
  const said = text.alerts.state;
  if (waits) return isLive ? said.waitsLive : said.waits;
  if (state === "confirmed") return decided ? said.steward : said.confirmed(confirmedBy);
  if (state === "disputed") {
    return decided ? said.disputedBySteward : said.disputed(disputedBy, confirmedBy);
  }
  return confirmedBy === 0 ? said.one : said.more(confirmedBy);
}

/** Beside its sign on the map. What nobody has confirmed says so there too. */
export function mapText({ kind, state, waits }: Pick<ShownAlert, "kind" | "state" | "waits">) {
  const { kinds, mapState } = text.alerts;
  if (waits) return `${kinds[kind]}: ${mapState.waits}`;
  return state === "confirmed" ? kinds[kind] : `${kinds[kind]}: ${mapState[state]}`;
}

/** Where there is no room for more. */
export function shortText({ kind, state, waits }: Pick<ShownAlert, "kind" | "state" | "waits">) {
  const name = text.alerts.kinds[kind];
  return state === "confirmed" && !waits ? name : `${name}?`;
}

/** Since when and until when. */
export function timesText({ at, endsAt }: Pick<ShownAlert, "at" | "endsAt">, nowMs: number) {
  const { seen, goes } = text.alerts;
  return `${seen(ageText(nowMs - at))} · ${goes(durationText(endsAt - nowMs))}`;
}
