/**
 * What the march holds of this person, as far as this phone knows, and what takes it back.
 *
 *   alerts, verdicts, posts ─┬─► mine ─► the same with nothing in them
 *   what waits to be sent ───┘
 *
 * What they called a contingent is told, and stays: it is not theirs alone. The position is
 * `Sharing`'s. Rule W69: docs/spec/march-page.md.
 */
import type { Model } from "@muster/replica";
import {
  type Alert,
  type AlertView,
  alertEndsAt,
  alerts,
  type Verdict,
  type VerdictView,
  verdicts,
} from "../src/models/alerts.ts";
import type { BannerView } from "../src/models/banners.ts";
import { type Post, type PostView, posts } from "../src/models/posts.ts";
import type { Unsent } from "./device.ts";

export interface Views {
  readonly alerts: AlertView;
  readonly verdicts: VerdictView;
  readonly posts: PostView;
}

export interface Mine {
  readonly alerts: readonly Alert[];
  readonly verdicts: readonly Verdict[];
  readonly posts: readonly Post[];
}

export interface MineSource {
  readonly views: Views;
  /** Oldest first, of all models. */
  readonly waiting: readonly Unsent[];
  readonly me: string;
}

/** `nowMs`: the node's time. */
export function mineIn({ views, waiting, me }: MineSource, nowMs: number): Mine {
  const standing = [...views.alerts.values()].filter((entry) => alertEndsAt(entry) > nowMs);
  const said = [...views.verdicts.values()].filter(({ expiresAt }) => expiresAt > nowMs);
  const posted = [...views.posts.values()].filter(({ expiresAt }) => expiresAt > nowMs);
  // Before the first contact what waits is in no view, and would be sent later all the same.
  const told = withUnsent(alerts, standing, waiting);
  const judged = withUnsent(verdicts, said, waiting);
  const written = withUnsent(posts, posted, waiting);
  return {
    alerts: told.filter(({ by, told: is }) => by === me && is !== null),
    verdicts: judged.filter(({ person, says }) => person === me && says !== null),
    posts: written.filter(({ by, said: is }) => by === me && is !== null),
  };
}

/** What this person called contingents, which bears their name. `nowMs`: the node's time. */
export function namedBy(me: string, banners: BannerView, nowMs: number): readonly string[] {
  const standing = [...banners.values()].filter(({ expiresAt }) => expiresAt > nowMs);
  return standing.filter(({ value }) => value.by === me).map(({ value }) => value.name);
}

/** Of what has one key, what waits is the newest. */
function withUnsent<Value>(
  { name, key }: Pick<Model<Value>, "name" | "key">,
  held: readonly { readonly value: Value }[],
  waiting: readonly Unsent[],
): readonly Value[] {
  const unsent = waiting.filter(({ model }) => model === name);
  const all = [...held, ...unsent].map(({ value }) => value as Value);
  return [...new Map(all.map((value) => [key(value), value])).values()];
}

/** Writes each of them with nothing in it: what `write` makes of each is returned. */
export function takeBack<Outcome>(
  { alerts: told, verdicts: judged, posts: posted }: Mine,
  write: <Value>(model: Model<Value>, value: Value) => Outcome,
): readonly Outcome[] {
  return [
    ...told.map((alert) => write(alerts, { ...alert, told: null })),
    ...judged.map((verdict) => write(verdicts, { ...verdict, says: null })),
    ...posted.map((post) => write(posts, { ...post, said: null })),
  ];
}
