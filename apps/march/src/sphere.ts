/**
 * Distance, heading, middle and median on a sphere of the Earth's size: good to half a percent, also
 * across the 180th meridian and at the poles.
 */
import { degreesOf, E7, type Place, placeOf } from "./model.ts";

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

/**
 * The median of one place at least, in each direction: whoever is far away, or lies, moves it no
 * further than to a neighbour's.
 */
export function medianOf(places: readonly Place[]): Place {
  const about = middleOf(places).lonE7;
  const latE7 = medianNumber(places.map((one) => one.latE7));
  const east = medianNumber(places.map(({ lonE7 }) => within180(lonE7 - about)));
  return { latE7, lonE7: within180(about + east) };
}

/** Between the two in the middle where there are two: neither of them is told. */
function medianNumber(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return Math.round(((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2) + 0;
}

/** Degrees in ten-millionths, not beyond the 180th meridian. */
function within180(lonE7: number): number {
  if (lonE7 > 180 * E7) return lonE7 - 360 * E7;
  return lonE7 < -180 * E7 ? lonE7 + 360 * E7 : lonE7;
}

function radiansOf(place: Place): { readonly lat: number; readonly lon: number } {
  const { lat, lon } = degreesOf(place);
  return { lat: lat * RADIANS, lon: lon * RADIANS };
}
