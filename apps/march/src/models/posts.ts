/**
 * Posts: short texts. Each contingent has a feed, which its members write and read, and stewards
 * read and moderate; announcements of stewards go to everyone.
 *
 *   posts ─► feedOf(contingent), announcementsOf ─► the newest first
 *
 * Shared by node, page and simulation. Rule A17: docs/spec/march.md.
 */
import { type LatestView, latest } from "@muster/replica";
import * as z from "zod/mini";
import { Contingent, Person, printable } from "../model.ts";
import { RecordId } from "./alerts.ts";

/** In UTF-16 units. */
export const POST_CHARS_MAX = 280;

/** One line, with something to see: no control characters, nothing that turns the text around. */
export const PostText = z
  .string()
  .check(z.minLength(1), z.maxLength(POST_CHARS_MAX), z.regex(/^\S(?:.*\S)?$/u), printable());

export const Post = z.strictObject({
  id: RecordId,
  by: Person,
  /** The contingent whose feed it is in; null for an announcement to all. */
  feed: z.nullable(Contingent),
  /** Null: taken back, by who wrote it or a steward. */
  said: z.nullable(
    z.strictObject({
      text: PostText,
      /** When it was written, in the node's time, in milliseconds since the epoch. */
      at: z.int().check(z.minimum(0)),
    }),
  ),
});
export type Post = z.infer<typeof Post>;
export type PostView = LatestView<Post>;

export const posts = latest<Post>({ name: "posts", value: Post, key: ({ id }) => id });

export interface SeenPost {
  readonly id: string;
  readonly by: string;
  readonly feed: string | null;
  readonly text: string;
  readonly at: number;
  readonly expiresAt: number;
}

/** What stands in the feed of a contingent at `nowMs` (node's time): the newest first. */
export function feedOf(view: PostView, contingent: string, nowMs: number): readonly SeenPost[] {
  return standing(view, contingent, nowMs);
}

/** What stewards have told everyone: the newest first. */
export function announcementsOf(view: PostView, nowMs: number): readonly SeenPost[] {
  return standing(view, null, nowMs);
}

function standing(view: PostView, of: string | null, nowMs: number): readonly SeenPost[] {
  return [...view.values()]
    .flatMap(({ value: { id, by, feed, said }, expiresAt }) =>
      said === null || feed !== of || expiresAt <= nowMs
        ? []
        : [{ id, by, feed, ...said, expiresAt }],
    )
    .toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}
