import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entry } from "@muster/replica";
import type { Alert, Verdict } from "../src/models/alerts.ts";
import type { Post } from "../src/models/posts.ts";
import { mineIn, takeBack, type Views } from "./mine.ts";

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

test("[W69] what is mine and stands is found: not others', nor what is over or was taken back", () => {
  assert.deepEqual(mineIn(VIEWS, "ada", NOW_MS), mine);
});

test("[W69] what has expired is not mine any more", () => {
  const none = { alerts: [], verdicts: [], posts: [] };
  assert.deepEqual(mineIn(VIEWS, "ada", LATER_MS), none);
  assert.deepEqual(mineIn(VIEWS, "cyd", NOW_MS), none);
});

test("[W69] all of it is taken back, and then nothing is left", () => {
  const written = takeBack(mineIn(VIEWS, "ada", NOW_MS), (model, value) => [model.name, value]);
  assert.deepEqual(written, [
    ["alerts", { ...mine.alerts[0], told: null }],
    ["verdicts", { ...mine.verdicts[0], says: null }],
    ["posts", { ...mine.posts[0], said: null }],
  ]);
});
