/**
 * Distance, heading and middle on a sphere of the Earth's size: good to half a percent, also
 * across the 180th meridian and at the poles.
 */
import { degreesOf, type Place, placeOf } from "./model.ts";

const EARTH_RADIUS_M = 6_371_000;
const RADIANS = Math.PI / 180;
/** A sum of directions shorter than this has none: people all around the Earth. */
const NO_DIRECTION = 1e-9;

/** By the haversine formula (Sinnott, 1984), which keeps its precision for near places. */
export function metresBetween(a: Place, b: Place): number {
  const from = radiansOf(a);
  const to = radiansOf(b);
  const h =
    Math.sin((to.lat - from.lat) / 2) ** 2 +
    Math.cos(from.lat) * Math.cos(to.lat) * Math.sin((to.lon - from.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Where one starts out from `a` to go straight to `b`: radians clockwise from north. */
export function headingBetween(a: Place, b: Place): number {
  const from = radiansOf(a);
  const to = radiansOf(b);
  const lon = to.lon - from.lon;
  const north =
    Math.cos(from.lat) * Math.sin(to.lat) - Math.sin(from.lat) * Math.cos(to.lat) * Math.cos(lon);
  return Math.atan2(Math.sin(lon) * Math.cos(to.lat), north);
}

/** The middle of one place at least: the direction, from the Earth's centre, of their sum. */
export function middleOf(places: readonly Place[]): Place {
  const sum = { x: 0, y: 0, z: 0 };
  for (const place of places) {
    const { lat, lon } = radiansOf(place);
    sum.x += Math.cos(lat) * Math.cos(lon);
    sum.y += Math.cos(lat) * Math.sin(lon);
    sum.z += Math.sin(lat);
  }
  const [first] = places;
  const level = Math.hypot(sum.x, sum.y);
  if (first !== undefined && Math.hypot(level, sum.z) < NO_DIRECTION) return first;
  return placeOf(Math.atan2(sum.z, level) / RADIANS, Math.atan2(sum.y, sum.x) / RADIANS);
}

function radiansOf(place: Place): { readonly lat: number; readonly lon: number } {
  const { lat, lon } = degreesOf(place);
  return { lat: lat * RADIANS, lon: lon * RADIANS };
}
