/**
 * Why the node did not take what a person wrote, in the page's own words: the node's are English,
 * and for programmers.
 *
 * Rule W53: docs/spec/march-page.md.
 */
import type { Alert } from "../src/models/alerts.ts";
import { alerts, verdicts } from "../src/models/alerts.ts";
import { type Banner, banners } from "../src/models/banners.ts";
import { type Post, posts } from "../src/models/posts.ts";
import { type Texts, text } from "./text.ts";

export type Why = keyof Texts["alerts"]["refused"]["why"];

/** By how the node's reason begins, or holds. */
const WHYS: readonly (readonly [RegExp, Why])[] = [
  [/^you have said much|^one person (says|makes) at most/, "fast"],
  [/^there is place for|^the march holds no more|^a march has at most|^too much waits/, "full"],
  [/is over\b/, "over"],
  [/^its time has not come/, "clock"],
  [/^it is your own/, "own"],
  [/^enough people/, "enough"],
  [/^there is no(thing)? |^a post stays/, "gone"],
  [/^only a steward/, "steward"],
  [/of another contingent/, "member"],
  [/^another contingent is called/, "taken"],
  [/^it was changed a moment ago/, "soon"],
  [/^a steward has removed you/, "removed"],
  [
    /^only who|^you may speak for yourself|^who made it stays|^it was said by|^its id does not/,
    "mine",
  ],
  [/^it was said once/, "said"],
];

/** Null: the node's reason is none that a person could be told more of. */
export function whyOf(reason: string): Why | null {
  return WHYS.find(([begins]) => begins.test(reason))?.[1] ?? null;
}

export function whyText(reason: string): string {
  return text.alerts.refused.why[whyOf(reason) ?? "other"];
}

/** What was refused: enough of it that a person knows it again. */
export function whatText({ model, value }: { readonly model: string; readonly value: unknown }) {
  const { what } = text.alerts.refused;
  if (model === verdicts.name) return what.verdicts;
  if (model === banners.name) return what.banners((value as Banner).name);
  if (model === posts.name) {
    const { said } = value as Post;
    return said === null ? what.postsBack : what.posts(said.text);
  }
  if (model !== alerts.name) return what.other;
  const { told } = value as Alert;
  return told === null ? what.alertsBack : what.alerts(text.alerts.kinds[told.kind]);
}
