/**
 * The invite links that a steward has to do with: those that this phone came by or made, and those
 * that the march tells of. What a link was made for stays on the phone.
 *
 *   invite ─► its link        kept, told by the march ─► lines
 *
 * Rule W66: docs/spec/march-page.md.
 */
import type { Links } from "../src/links-command.ts";

export interface KeptLink {
  /** 8 characters: its name at the march. */
  readonly link: string;
  readonly invite: string;
  /** What its maker calls it; "" for a display's. */
  readonly label: string;
  readonly isDisplay: boolean;
}

export interface LinkLine {
  readonly link: string;
  readonly kind: "first" | "named" | "display" | "other";
  readonly label: string;
  /** Null: this phone does not have it. */
  readonly invite: string | null;
  /** Null: the march has not told. */
  readonly people: number | null;
  readonly isClosed: boolean;
}

/** Where the link stands in an invite: after version, rights, end and inviter, 21 bytes. */
const LINK_AT = 28;
const LINK_CHARS = 8;
/** More groups than a march has. */
export const LINKS_KEPT_MAX = 50;

export function linkOf(invite: string): string {
  return invite.slice(LINK_AT, LINK_AT + LINK_CHARS);
}

/** With one more, which takes the place of the oldest when there are many. */
export function withLink(kept: readonly KeptLink[], made: KeptLink): readonly KeptLink[] {
  return [...kept, made].slice(-LINKS_KEPT_MAX);
}

/** The invite to pass on: what this phone came by, else the newest it made; null: all are closed. */
export function inviteToPass(
  first: string,
  kept: readonly KeptLink[],
  told: Links | null,
): string | null {
  const open = linkLines(first, kept, told).filter(({ isClosed }) => !isClosed);
  const passed = open.find(({ kind }) => kind === "first" || kind === "named");
  return passed?.invite ?? null;
}

/** First the one that this phone came by, then those it made, newest first, then all others. */
export function linkLines(
  first: string,
  kept: readonly KeptLink[],
  told: Links | null,
): readonly LinkLine[] {
  const people = new Map(told?.links.map(({ link, people }) => [link, people]));
  const line = (own: Pick<LinkLine, "link" | "kind" | "label" | "invite">): LinkLine => ({
    ...own,
    people: told === null ? null : (people.get(own.link) ?? 0),
    isClosed: told?.revoked.includes(own.link) ?? false,
  });
  const own = [
    line({ link: linkOf(first), kind: "first", label: "", invite: first }),
    ...kept.toReversed().map(({ link, invite, label, isDisplay }) => {
      return line({ link, kind: isDisplay ? "display" : "named", label, invite });
    }),
  ];
  const others = [...people.keys()].filter((link) => own.every((one) => one.link !== link));
  return [...own, ...others.map((link) => line({ link, kind: "other", label: "", invite: null }))];
}
