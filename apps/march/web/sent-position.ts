/**
 * What is sent of a place: vague if the person wishes so, and with their wish to be forgotten.
 * It goes on from here to be signed, so that nothing exact is ever signed for a blurred phone.
 *
 * Rules W37, W38: docs/spec/march-page.md.
 */
import type { Place, Position } from "../src/model.ts";
import { blurred } from "./blur.ts";
import type { Joined } from "./kept-march.ts";
import type { Settings } from "./settings.ts";

export function sentPosition(
  { person, contingent }: Pick<Joined, "person" | "contingent">,
  place: Place | null,
  { isBlurred, keepMinutes }: Pick<Settings, "isBlurred" | "keepMinutes">,
): Position {
  const wish = keepMinutes === null ? {} : { keepMinutes };
  return {
    person,
    contingent,
    place: isBlurred && place !== null ? blurred(place) : place,
    ...wish,
  };
}
