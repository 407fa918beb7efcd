/**
 * The name of one record in the body of another: its stamp as text. A removal says with tags what
 * its author had seen. Tags are compared as text, so a stamp has one.
 */
import type { AuthorId } from "./author.ts";
import type { Stamp } from "./stamp.ts";

/** As many as fit into a record of any model, with some room for what else is in it. */
export const TAGS_MAX = 32;
const TAG = /^([0-9a-z]{1,11})-([0-9a-z]{1,11})-([0-9a-f]{80})$/;

export function tagOf({ wallMs, count, author }: Stamp): string {
  return `${wallMs.toString(36)}-${count.toString(36)}-${author}`;
}

/** Null: no stamp has such a tag. */
export function stampOf(tag: string): Stamp | null {
  const [, wall = "", count = "", author = ""] = TAG.exec(tag) ?? [];
  const stamp = {
    wallMs: Number.parseInt(wall, 36),
    count: Number.parseInt(count, 36),
    author: author as AuthorId,
  };
  return tagOf(stamp) === tag && isSafe(stamp) ? stamp : null;
}

function isSafe({ wallMs, count }: Stamp): boolean {
  return Number.isSafeInteger(wallMs) && Number.isSafeInteger(count);
}
