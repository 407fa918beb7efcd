/**
 * Where people are: the last place of each, with its age, until it expires. Who stops sharing is
 * gone from the map at once.
 *
 *   await space.write(positions, positions.at("ann", { lat: 52.52, lon: 13.405 }));
 *   for (const { person, place, ageMs } of positions.seen(space.view(positions), nowMs)) …
 *   await space.write(positions, positions.leave("ann"));
 *
 * Rules R10, R37: docs/spec/replica.md.
 */
import type { Model } from "../model.ts";
import { type MapDelta, type MapValue, type MapView, map } from "./map.ts";
import { readNumber, schemaOf } from "./shape.ts";

export interface GeoPlace {
  /** Degrees, from -90 to 90. */
  readonly lat: number;
  /** Degrees, from -180 to 180. */
  readonly lon: number;
  /** Metres, where the device says it. */
  readonly accuracyM?: number;
}

export interface SeenPosition {
  readonly person: string;
  readonly place: GeoPlace;
  /** Milliseconds since it was written, by its author's clock: never below 0. */
  readonly ageMs: number;
}

export interface PositionsModel
  extends Model<MapValue<GeoPlace>, MapView<GeoPlace>, MapDelta<GeoPlace>> {
  /** A person's name has 1 to 128 bytes of UTF-8. */
  readonly at: (person: string, place: GeoPlace) => MapValue<GeoPlace>;
  readonly leave: (person: string) => MapValue<GeoPlace>;
  readonly seen: (view: MapView<GeoPlace>, nowMs: number) => readonly SeenPosition[];
}

/** Half of the earth's girth: no device is less sure than that. */
const ACCURACY_M_MAX = 20_040_000;

export function positions(options: { readonly name: string }): PositionsModel {
  const { put, remove, get: _get, ...model } = map({ name: options.name, value: place });
  return { ...model, at: put, leave: remove, seen };
}

const place = schemaOf(({ lat, lon, accuracyM }): GeoPlace => {
  const where = { lat: readNumber(lat, -90, 90), lon: readNumber(lon, -180, 180) };
  if (accuracyM === undefined) return where;
  return { ...where, accuracyM: readNumber(accuracyM, 0, ACCURACY_M_MAX) };
});

function seen(view: MapView<GeoPlace>, nowMs: number): readonly SeenPosition[] {
  return Array.from(view.items, ([person, { value, stamp }]) => ({
    person,
    place: value,
    // A clock that is behind its author's makes nothing younger than new.
    ageMs: Math.max(0, nowMs - stamp.wallMs),
  }));
}
