import assert from "node:assert/strict";
import { test } from "node:test";
import { type Post, posts } from "../src/models/posts.ts";
import { entryOf } from "../test/entry.ts";
import { START_MS } from "../test/fake-march.ts";
import type { Unsent } from "./device.ts";
import { shownPosts, unreadOf } from "./shown-posts.ts";

const post = (id: string, by = "me", more: Partial<Post> = {}): Post => ({
  id,
  by,
  feed: "Nurses",
  said: { text: `text of ${id}`, at: START_MS },
  ...more,
});
const at = (ms: number) => ({ said: { text: "later", at: START_MS + ms } });
const unsent = (value: Post): Unsent => ({
  id: `unsent of ${value.id}`,
  march: "m",
  model: posts.name,
  value,
  atMs: START_MS,
});
const source = (held: readonly Post[], waiting: readonly Post[] = []) => ({
  view: new Map(held.map((one) => [one.id, entryOf(one, one.id)])),
  waiting: waiting.map(unsent),
  me: "me",
});
const ids = (held: readonly Post[], waiting: readonly Post[], feed: string | null = "Nurses") =>
  shownPosts(source(held, waiting), feed, START_MS).map(({ id, waits }) => [id, waits]);

test("[W53] a message that the node has not taken stands in its feed, and says so", () => {
  const [held, mine] = [post("a", "her"), post("b", "me", at(1))];
  assert.deepEqual(ids([held], [mine]), [
    ["b", true],
    ["a", false],
  ]);
  assert.deepEqual(ids([held, mine], [mine]), [
    ["b", true],
    ["a", false],
  ]);
  assert.deepEqual(ids([held], [mine], null), []);
  assert.deepEqual(ids([], [post("c", "me", { feed: null })], null), [["c", true]]);
});

test("[W53] a message that was taken back is not shown, though the node has not heard so", () => {
  assert.deepEqual(ids([post("a")], [{ ...post("a"), said: null }]), []);
  assert.deepEqual(ids([], [{ ...post("a"), said: null }]), []);
});

test("[W56] unread is what others wrote and this person was not shown, however late it came", () => {
  const late = post("c", "her", at(-60_000));
  const shown = shownPosts(source([post("a"), post("b", "her"), late]), "Nurses", START_MS);
  assert.equal(unreadOf(shown, new Set()), 2);
  assert.equal(unreadOf(shown, new Set(["b"])), 1);
  assert.equal(unreadOf(shown, new Set(["b", "c"])), 0);
});
