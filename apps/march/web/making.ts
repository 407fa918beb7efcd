/**
 * How far somebody is in telling of an alert: which place it is of.
 *
 *   button ─► kind, here ──another place──► aim ──this place, Enter──► kind, there
 *         └─► kind, asked where: who has blurred their position
 *   finger held on the map ─► kind, there        Enter on the map ─► aim
 *
 * Rule W50: docs/spec/march-page.md.
 */
import type { Place } from "../src/model.ts";

/** `here` is wherever this phone is; null: the person is to say which place. */
export type Chosen = Place | "here" | null;
export type Making = { readonly step: "kind"; readonly place: Chosen } | { readonly step: "aim" };

/** Who shows their position to 200 m only tells of an exact one because they say so. */
export function begun(isBlurred: boolean): Making {
  return { step: "kind", place: isBlurred ? null : "here" };
}

/** A finger was held there. */
export function held(place: Place): Making {
  return { step: "kind", place };
}

/** Enter was pressed on a map with this in its middle: first the cross is shown, then taken. */
export function entered(making: Making | null, middle: Place): Making {
  return making?.step === "aim" ? held(middle) : { step: "aim" };
}

/** Where the alert is of; null while none was chosen, or this phone does not know its own. */
export function placeOf(making: Making, here: Place | null): Place | null {
  if (making.step === "aim") return null;
  return making.place === "here" ? here : making.place;
}
