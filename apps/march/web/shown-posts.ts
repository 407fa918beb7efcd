/**
 * The messages of one feed as this phone shows them: those of the room, and its own that the node
 * has not taken yet, which say so.
 *
 * Rules W53, W56: docs/spec/march-page.md.
 */
import {
  announcementsOf,
  feedOf,
  type Post,
  type PostView,
  posts,
  type SeenPost,
} from "../src/models/posts.ts";
import type { Unsent } from "./device.ts";

export interface ShownPost extends Omit<SeenPost, "expiresAt"> {
  readonly isMine: boolean;
  /** The node has not taken it yet: nobody else reads it. */
  readonly waits: boolean;
}

export interface PostSource {
  readonly view: PostView;
  /** Oldest first, of all models. */
  readonly waiting: readonly Unsent[];
  readonly me: string;
}

/** Of the feed of a contingent, or null for what is told to everyone; the newest first. */
export function shownPosts(
  { view, waiting, me }: PostSource,
  feed: string | null,
  nowMs: number,
): readonly ShownPost[] {
  const unsent = new Map(
    waiting
      .filter(({ model, value }) => model === posts.name && (value as Post).feed === feed)
      .map(({ value }) => [(value as Post).id, value as Post]),
  );
  const standing = feed === null ? announcementsOf(view, nowMs) : feedOf(view, feed, nowMs);
  const seen = standing
    .filter(({ id }) => unsent.get(id)?.said !== null)
    .map(({ id, by, text, at }) => {
      return { id, by, feed, text, at, isMine: by === me, waits: unsent.has(id) };
    });
  const untold = [...unsent.values()].filter(({ id }) => !view.has(id)).flatMap(ownPost);
  return [...seen, ...untold].toSorted((a, b) => b.at - a.at);
}

function ownPost({ id, by, feed, said }: Post): readonly ShownPost[] {
  return said === null ? [] : [{ id, by, feed, ...said, isMine: true, waits: true }];
}

/** How many of them this person has not been shown, of others. */
export function unreadOf(shown: readonly ShownPost[], read: ReadonlySet<string>): number {
  return shown.filter(({ id, isMine }) => !isMine && !read.has(id)).length;
}
