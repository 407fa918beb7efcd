/**
 * Where the sign of an alert stands: above its place, on a stem, so that whoever is there, the one
 * who told it to begin with, is seen beneath it.
 *
 * Rule W51: docs/spec/march-page.md.
 */

export const ALERT_PX = 15;
/** From the place to the middle of the sign: over a dot, and its own half. */
export const LIFT_PX = 32;

export type Pixel = readonly [x: number, y: number];

export function signAt([x, y]: Pixel): Pixel {
  return [x, y - LIFT_PX];
}
