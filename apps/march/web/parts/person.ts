/** A pin and a summary in words, the same on the map's card and in the list. */
import type { Place } from "../../src/model.ts";
import { metresBetween } from "../../src/sphere.ts";
import type { Summary } from "../../src/summary.ts";
import { ageText } from "../age.ts";
import { bearingDeg, compassText, distanceText } from "../distance.ts";
import { codeOf } from "../person-code.ts";
import type { Pin } from "../pins.ts";
import { text } from "../text.ts";

export interface Seen {
  /** Where this phone is, when it knows. */
  readonly from: Place | null;
  /** In the node's time. */
  readonly nowMs: number;
}

export interface Worded {
  readonly name: string;
  readonly rest: string;
}

export function personText(pin: Pin, { from, nowMs }: Seen): Worded {
  const age = ageText(nowMs - pin.atMs);
  if (pin.isMe) return { name: text.list.you, rest: age };
  const name = text.list.person(codeOf(pin.person));
  return { name, rest: from === null ? age : `${wayText(from, pin.place)}, ${age}` };
}

export function summaryText(summary: Summary, { from }: Seen): Worded {
  const { contingent, people, place, radiusM, speedDmS, headingDeg } = summary;
  const kmh = ((speedDmS / 10) * 3.6).toFixed(1);
  const parts = [
    text.list.people(people),
    ...(from === null ? [] : [wayText(from, place)]),
    text.list.within(distanceText(Math.max(10, radiusM))),
    speedDmS === 0 ? text.list.still : text.list.moving(compassText(headingDeg), kmh),
  ];
  return { name: contingent, rest: parts.join(", ") };
}

export function wayText(from: Place, to: Place): string {
  const metres = metresBetween(from, to);
  const far = distanceText(metres);
  return metres < 10 ? far : text.list.from(far, compassText(bearingDeg(from, to)));
}
