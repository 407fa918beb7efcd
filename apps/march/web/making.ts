/**
 * How far somebody is in telling of an alert: which place it is of.
 *
 *   button ─► kind, here ──another place──► aim ──this place, Enter──► kind, there
 *   finger held on the map ─► kind, there        Enter on the map ─► aim
 *
 * Rule W50: docs/spec/march-page.md.
 */
import type { Place } from "../src/model.ts";

/** `place` is null for wherever this phone is. */
export type Making =
  | { readonly step: "kind"; readonly place: Place | null }
  | { readonly step: "aim" };

/** A finger was held there. */
export function held(place: Place): Making {
  return { step: "kind", place };
}

/** Enter was pressed on a map with this in its middle: first the cross is shown, then taken. */
export function entered(making: Making | null, middle: Place): Making {
  return making?.step === "aim" ? held(middle) : { step: "aim" };
}

/** Where the alert is of; null while this phone does not know its place, and none was chosen. */
export function placeOf(making: Making, here: Place | null): Place | null {
  return making.step === "kind" ? (making.place ?? here) : null;
}
