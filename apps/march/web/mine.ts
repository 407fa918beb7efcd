/**
 * What the march holds of this person, as far as this phone knows, and what takes it back.
 *
 *   alerts, verdicts, posts ─► mine ─► the same with nothing in them
 *
 * What somebody else may have written too, a contingent's name, is not theirs alone. The position
 * is `Sharing`'s. Rule W69: docs/spec/march-page.md.
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
import { type Post, type PostView, posts } from "../src/models/posts.ts";

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

/** `nowMs`: the node's time. */
export function mineIn(views: Views, me: string, nowMs: number): Mine {
  const standing = [...views.alerts.values()].filter((entry) => alertEndsAt(entry) > nowMs);
  const said = [...views.verdicts.values()].filter(({ expiresAt }) => expiresAt > nowMs);
  const posted = [...views.posts.values()].filter(({ expiresAt }) => expiresAt > nowMs);
  return {
    alerts: standing.map(({ value }) => value).filter(({ by }) => by === me),
    verdicts: said
      .map(({ value }) => value)
      .filter(({ person, says }) => person === me && says !== null),
    posts: posted.map(({ value }) => value).filter(({ by, said }) => by === me && said !== null),
  };
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
