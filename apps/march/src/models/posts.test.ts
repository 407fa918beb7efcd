import assert from "node:assert/strict";
import { test } from "node:test";
import { laws } from "@muster/replica/laws";
import * as fc from "fast-check";
import { entryOf } from "../../test/entry.ts";
import { LIFETIME_MS, START_MS } from "../../test/fake-march.ts";
import { announcementsOf, feedOf, POST_CHARS_MAX, Post, posts } from "./posts.ts";

const ID = "post-of-these-tests";

function postOf(text: string | null, feed: string | null = "Tenants", atMs = START_MS) {
  const id = `${ID}-${feed}-${text}`.replaceAll(" ", "").slice(0, 32);
  const said = text === null ? null : { text, at: atMs };
  return entryOf<Post>({ id, by: "ada", feed, said }, id, atMs);
}

test("[A17] posts converge, whatever the order of arrival", () => {
  const said = fc.option(fc.record({ text: fc.constant("water"), at: fc.nat() }));
  const id = fc.constantFrom(ID, `${ID}-2`);
  laws(posts, fc.record({ id, by: fc.constant("ada"), feed: fc.constant(null), said }));
});

const texts = (seen: readonly { readonly text: string }[]) => seen.map(({ text }) => text);

test("[A17] a feed shows its own posts, announcements are apart, and what is over or taken back is gone", () => {
  const entries = [
    postOf("water at the bank"),
    postOf("thanks", "Tenants", START_MS + 1),
    postOf(null),
    postOf("elsewhere", "Nurses"),
    postOf("go home", null),
  ];
  const view = new Map(entries.map((entry) => [entry.key, entry]));
  assert.deepEqual(texts(feedOf(view, "Tenants", START_MS)), ["thanks", "water at the bank"]);
  assert.deepEqual(texts(announcementsOf(view, START_MS)), ["go home"]);
  assert.deepEqual(texts(feedOf(view, "Tenants", START_MS + LIFETIME_MS)), ["thanks"]);
  assert.deepEqual(texts(announcementsOf(view, START_MS + LIFETIME_MS)), []);
});

for (const [name, text] of [
  ["nothing", ""],
  ["spaces", "  "],
  ["more than is told at once", "x".repeat(POST_CHARS_MAX + 1)],
  ["two lines", "a\nb"],
  ["text turned around", "a\u202eb"],
] as const) {
  test(`[A17] a post of ${name} is none`, () => {
    const { value } = postOf("water");
    assert.ok(Post.safeParse(value).success);
    assert.equal(Post.safeParse({ ...value, said: { text, at: START_MS } }).success, false);
  });
}
