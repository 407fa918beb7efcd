/**
 * Who may post: members in the feed of their contingent, stewards to everyone; and who may take a
 * post back. Rule A17: docs/spec/march.md.
 */
import type { Grant, Written } from "@muster/rooms";
import { POST_LIMIT, POSTS_MAX } from "../limits.ts";
import { type Post, posts } from "../models/posts.ts";
import { type Said, whyNotOnce, whyTooMuch } from "./once.ts";
import { forbidden, isHeld, type Refusal, type Scene, tooMany } from "./scene.ts";

export function whyNoPost({ room, mandate }: Scene, grant: Grant, written: Written) {
  const post = written.value as Post;
  const view = room.space.view(posts);
  const before = view.get(post.id);
  if (isHeld(before, written)) return null;
  const nowMs = room.now();
  const isSteward = mandate.isSteward(grant.person);
  const held = before === undefined ? null : saidOf(before.value);
  const refusal = whyNotOnce({ grant, isSteward, said: saidOf(post), before: held, nowMs });
  if (refusal !== null) return refusal;
  if (before !== undefined && before.value.feed !== post.feed) {
    return forbidden("a post stays in its feed");
  }
  // What is held and taken back counts already.
  if (held !== null) return null;
  const isOver = post.said !== null && post.said.at + room.space.lifetimeMs <= nowMs;
  if (isOver) return forbidden("this post is over");
  return whyNotHere(post, grant, isSteward) ?? whyNoPlace(post, [...view.values()]);
}

function whyNotHere({ feed, said }: Post, grant: Grant, isSteward: boolean): Refusal | null {
  if (feed === null) return isSteward ? null : forbidden("only a steward tells everyone");
  if (isSteward && said === null) return null;
  if (feed === grant.about["contingent"]) return null;
  return forbidden("this token is of another contingent");
}

function whyNoPlace(post: Post, held: readonly { readonly value: Post }[]): Refusal | null {
  if (held.length >= POSTS_MAX) return tooMany("the march holds no more posts: wait a while");
  const tooMuchOf = (counts: (other: Post) => boolean): Refusal | null =>
    whyTooMuch(
      POST_LIMIT,
      saidOf(post),
      held.filter(({ value }) => counts(value)).map(({ value }) => saidOf(value)),
    );
  return tooMuchOf(({ by }) => by === post.by) ?? tooMuchOf(({ feed }) => feed === post.feed);
}

function saidOf({ id, by, said }: Post): Said {
  return { id, by, at: said?.at ?? null };
}
