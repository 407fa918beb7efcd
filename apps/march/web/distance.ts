/**
 * How far and which way, in words. A phone knows its place to some ten metres: no text here
 * claims more.
 *
 * Rules W3, W4: docs/spec/march-page.md.
 */
import { degreesOf, type Place } from "../src/model.ts";
import { text } from "./text.ts";

const NEAR_M = 10;
const RADIANS = Math.PI / 180;

export function distanceText(metres: number): string {
  if (metres < NEAR_M) return text.distance.here;
  if (metres < 995) return text.distance.metres(Math.round(metres / 10) * 10);
  const km = metres / 1000;
  return text.distance.kilometres(km < 9.95 ? km.toFixed(1) : String(Math.round(km)));
}

/** The initial bearing from `a` to `b`, in degrees clockwise from north. */
export function bearingDeg(a: Place, b: Place): number {
  const from = degreesOf(a);
  const to = degreesOf(b);
  const turn = (to.lon - from.lon) * RADIANS;
  const [lat1, lat2] = [from.lat * RADIANS, to.lat * RADIANS];
  const east = Math.sin(turn) * Math.cos(lat2);
  const north = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(turn);
  return (Math.atan2(east, north) / RADIANS + 360) % 360;
}

/** One of eight directions: each owns the 45 degrees around it. */
export function compassText(degrees: number): string {
  return text.compass[Math.round(degrees / 45) % 8]!;
}
