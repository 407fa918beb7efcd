/**
 * A route: where each contingent is at each tick. A run longer than a path walks it back and
 * forth, so that every tick moves everyone.
 *
 * Rule S1: docs/spec/march-simulation.md.
 */
import * as z from "zod/mini";
import { Contingent } from "../model.ts";
import { SimulationFault } from "./fault.ts";

const POINTS_MAX = 10_000;
const CONTINGENTS_MAX = 30;

const Point = z.tuple([
  z.number().check(z.minimum(-89), z.maximum(89)),
  z.number().check(z.minimum(-179), z.maximum(179)),
]);

const Route = z.object({
  /** From one point of a path to the next, at speed 1. */
  tickSeconds: z.number().check(z.minimum(0.1), z.maximum(3_600)),
  contingents: z
    .array(
      z.object({
        name: Contingent,
        /** Latitude and longitude, in degrees. */
        path: z.array(Point).check(z.minLength(2), z.maxLength(POINTS_MAX)),
      }),
    )
    .check(z.minLength(1), z.maxLength(CONTINGENTS_MAX)),
});
export type Route = z.infer<typeof Route>;

/** Throws `usage` on what is no route. */
export function checkRoute(value: unknown, name: string): Route {
  const { success, data, error } = Route.safeParse(value);
  if (!success) {
    const [issue] = error.issues;
    throw new SimulationFault("usage", `${name}: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const names = new Set(data.contingents.map((contingent) => contingent.name));
  if (names.size === data.contingents.length) return data;
  throw new SimulationFault("usage", `${name}: two contingents have the same name`);
}

/** The ticks that walk the longest path once. */
export function ticksOf({ contingents }: Route): number {
  return Math.max(...contingents.map(({ path }) => path.length));
}

/** Which point of a path of `points` is reached at `tick`: there and back again. */
export function pointAt(tick: number, points: number): number {
  const period = 2 * (points - 1);
  const step = tick % period;
  return step < points ? step : period - step;
}
