import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entry } from "@muster/replica";
import type { Alert, Verdict } from "../src/models/alerts.ts";
import type { Banner } from "../src/models/banners.ts";
import type { Post } from "../src/models/posts.ts";
import { type MineSource, mineIn, namedBy, takeBack, type Views } from "./mine.ts";

const NOW_MS = 1_800_000_000_000;
const LATER_MS = NOW_MS + 60_000;
const PLACE = { latE7: 0, lonE7: 0 };
const told = { kind: "medic", place: PLACE, at: NOW_MS } as const;
const said = { text: "water", at: NOW_MS };

function view<Value>(values: readonly Value[], expiresAt = LATER_MS): Map<string, Entry<Value>> {
  const entries = values.map((value) => ({ value, expiresAt }) as Entry<Value>);
  return new Map(entries.map((entry, i) => [String(i), entry]));
}

const mine = {
  alerts: [{ id: "alert-of-ada-0001", by: "ada", told }],
  verdicts: [{ alert: "alert-of-ben-0001", person: "ada", says: "disputed" }],
  posts: [{ id: "post-of-ada-00001", by: "ada", feed: "Nurses", said }],
} satisfies { alerts: Alert[]; verdicts: Verdict[]; posts: Post[] };

const VIEWS: Views = {
  alerts: view<Alert>([
    ...mine.alerts,
    { id: "alert-of-ben-0001", by: "ben", told },
    { id: "alert-of-ada-0002", by: "ada", told: null },
    { id: "alert-of-ada-0003", by: "ada", told: { ...told, at: NOW_MS - 3_600_000 } },
  ]),
  verdicts: view<Verdict>([
    ...mine.verdicts,
    { ...mine.verdicts[0]!, alert: "alert-of-ben-0002", says: null },
    { ...mine.verdicts[0]!, person: "ben" },
  ]),
  posts: view<Post>([
    ...mine.posts,
    { ...mine.posts[0]!, id: "post-of-ada-00002", said: null },
    { ...mine.posts[0]!, id: "post-of-ben-00001", by: "ben" },
  ]),
};

function unsent(model: string, value: unknown, atMs: number) {
  return { id: String(atMs), march: "m", model, value, atMs };
}

function source(me: string, waiting: MineSource["waiting"] = []): MineSource {
  return { views: VIEWS, waiting, me };
}

test("[W69] what is mine and stands is found: not others', nor what is over or was taken back", () => {
  assert.deepEqual(mineIn(source("ada"), NOW_MS), mine);
});

test("[W69] what has expired is not mine any more", () => {
  const none = { alerts: [], verdicts: [], posts: [] };
  assert.deepEqual(mineIn(source("ada"), LATER_MS), none);
  assert.deepEqual(mineIn(source("cyd"), NOW_MS), none);
});

test("[W69] all of it is taken back, and then nothing is left", () => {
  const written = takeBack(mineIn(source("ada"), NOW_MS), (model, value) => [model.name, value]);
  assert.deepEqual(written, [
    ["alerts", { ...mine.alerts[0], told: null }],
    ["verdicts", { ...mine.verdicts[0], says: null }],
    ["posts", { ...mine.posts[0], said: null }],
  ]);
});

test("[W69] what waits to be sent is mine too, and what waits to be taken back is no more", () => {
  const post = { ...mine.posts[0]!, id: "post-of-ada-00009" };
  const waiting = [
    unsent("posts", post, 1),
    unsent("alerts", { ...mine.alerts[0], told: null }, 2),
    unsent("banners", { contingent: "Nurses", name: "N", colour: 0, by: "ada" }, 3),
  ];
  const found = { ...mine, alerts: [], posts: [...mine.posts, post] };
  assert.deepEqual(mineIn(source("ada", waiting), NOW_MS), found);
  const nothing = { alerts: new Map(), verdicts: new Map(), posts: new Map() };
  const before = mineIn({ views: nothing, waiting, me: "ada" }, NOW_MS);
  assert.deepEqual(before, { alerts: [], verdicts: [], posts: [post] });
});

const banner = (name: string, by: string): Banner => ({ contingent: name, name, colour: 1, by });

test("[W69] what one called a contingent is told as one's own, while it stands", () => {
  const all = [banner("Night shift", "ada"), banner("Cooks", "ben")];
  assert.deepEqual(namedBy("ada", view(all), NOW_MS), ["Night shift"]);
  assert.deepEqual(namedBy("ada", view(all, NOW_MS), NOW_MS), []);
});
