/**
 * Of whom this phone knows anything: by their pins, what they told and wrote, and as stewards.
 *
 * Rule W62: docs/spec/march-page.md.
 */
import { type AlertView, alertEndsAt } from "../src/models/alerts.ts";
import type { PostView } from "../src/models/posts.ts";
import type { Sighting } from "./known-people.ts";
import type { Pin } from "./pins.ts";

export interface Sights {
  readonly pins: readonly Pick<Pin, "person" | "contingent">[];
  readonly stewards: readonly string[];
  readonly alerts: AlertView;
  readonly posts: PostView;
}

/** `nowMs`: the node's time. */
export function sightingsOf(sights: Sights, nowMs: number): readonly Sighting[] {
  const { pins, stewards, alerts, posts } = sights;
  const told = [...alerts.values()].filter((entry) => alertEndsAt(entry) > nowMs);
  const posted = [...posts.values()].filter(
    ({ value, expiresAt }) => value.said !== null && expiresAt > nowMs,
  );
  return [
    ...pins.map(({ person, contingent }) => ({ person, contingent, way: "shares" }) as const),
    ...told.map(({ value }) => ({ person: value.by, way: "alerted" }) as const),
    ...posted.map(({ value: { by, feed } }) =>
      feed === null
        ? ({ person: by, way: "posted" } as const)
        : ({ person: by, way: "posted", contingent: feed } as const),
    ),
    ...stewards.map((person) => ({ person, way: "steward" }) as const),
  ];
}
