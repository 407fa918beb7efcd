import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entry } from "@muster/replica";
import type { Alert } from "../src/models/alerts.ts";
import type { Post } from "../src/models/posts.ts";
import { type Sights, sightingsOf } from "./sightings.ts";

const NOW_MS = 1_800_000_000_000;
const LATER_MS = NOW_MS + 60_000;
const told = { kind: "exit", place: { latE7: 0, lonE7: 0 }, at: NOW_MS } as const;
const said = { text: "water", at: NOW_MS };

function view<Value>(values: readonly Value[]): Map<string, Entry<Value>> {
  const entries = values.map((value) => ({ value, expiresAt: LATER_MS }) as Entry<Value>);
  return new Map(entries.map((entry, i) => [String(i), entry]));
}

const SIGHTS: Sights = {
  pins: [{ person: "ada", contingent: "Nurses" }],
  stewards: ["ben"],
  alerts: view<Alert>([
    { id: "alert-of-cyd-0001", by: "cyd", told },
    { id: "alert-of-dan-0001", by: "dan", told: null },
  ]),
  posts: view<Post>([
    { id: "post-of-eve-00001", by: "eve", feed: "Tenants", said },
    { id: "post-of-ben-00001", by: "ben", feed: null, said },
    { id: "post-of-fay-00001", by: "fay", feed: null, said: null },
  ]),
};

test("[W62] known are who shares, tells, writes or is a steward; not who took it back", () => {
  assert.deepEqual(sightingsOf(SIGHTS, NOW_MS), [
    { person: "ada", contingent: "Nurses", way: "shares" },
    { person: "cyd", way: "alerted" },
    { person: "eve", contingent: "Tenants", way: "posted" },
    { person: "ben", way: "posted" },
    { person: "ben", way: "steward" },
  ]);
});

test("[W62] what has expired tells of nobody", () => {
  const ways = sightingsOf(SIGHTS, LATER_MS).map(({ way }) => way);
  assert.deepEqual(ways, ["shares", "steward"]);
});
