/**
 * How far and which way, in words. A phone knows its place to some ten metres: no text here
 * claims more.
 *
 * Rules W3, W4: docs/spec/march-page.md.
 */
import type { Place } from "../src/model.ts";
import { headingBetween } from "../src/sphere.ts";
import { text } from "./text.ts";

const NEAR_M = 10;

export function distanceText(metres: number): string {
  if (metres < NEAR_M) return text.distance.here;
  if (metres < 995) return text.distance.metres(Math.round(metres / 10) * 10);
  const km = metres / 1000;
  return text.distance.kilometres(km < 9.95 ? km.toFixed(1) : String(Math.round(km)));
}

/** Which way `b` is from `a`, in degrees clockwise from north: from 0 up to 360. */
export function bearingDeg(a: Place, b: Place): number {
  return ((headingBetween(a, b) * 180) / Math.PI + 360) % 360;
}

/** One of eight directions: each owns the 45 degrees around it. */
export function compassText(degrees: number): string {
  return text.compass[Math.round(degrees / 45) % 8]!;
}
