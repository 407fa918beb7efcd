/**
 * Invite links. Everything that a stranger must not learn stands after the `#`, which no browser
 * sends to a server: the invite, the march's name, and contingents to choose from.
 *
 *   https://host/march/<id>#i=<invite>&n=<name>&t=<minutes>&c=<contingent>&c=<contingent>
 *   https://host/march/<id>#i=<invite>&n=<name>&d=1   for a display
 *
 * Rules W1, W2, W27, W29: docs/spec/march-page.md.
 */
import { CONTINGENT_CHARS_MAX, tidied } from "../src/model.ts";

export interface Link {
  readonly id: string;
  /** Absent when only the address of a march was given. */
  readonly invite: string | null;
  readonly name: string;
  readonly contingents: readonly string[];
  /** Of each position, for whoever is asked to join; null when the link does not say. */
  readonly lifetimeMs: number | null;
  /** The invite only watches; only for the page to say so: the node goes by the invite. */
  readonly isDisplay: boolean;
}

export type LinkFault = "not_a_link" | "other_server" | "no_invite";

export const NAME_CHARS_MAX = 60;
const CONTINGENTS_MAX = 12;
const MINUTE_MS = 60_000;
const MINUTES = /^[1-9]\d{0,2}$/;
const LOCAL = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const PATH = /^\/march\/(?<id>[A-Za-z0-9_-]{16})\/?$/;

/** What an address says, or null when it is not one of a march. */
export function readLink({ pathname, hash }: Pick<URL, "pathname" | "hash">): Link | null {
  const id = PATH.exec(pathname)?.groups?.["id"];
  if (id === undefined) return null;
  const fragment = new URLSearchParams(hash.slice(1));
  const contingents = fragment.getAll("c").map((name) => tidied(name, CONTINGENT_CHARS_MAX));
  return {
    id,
    invite: fragment.get("i"),
    name: tidied(fragment.get("n") ?? "", NAME_CHARS_MAX),
    contingents: [...new Set(contingents)].filter((name) => name !== "").slice(0, CONTINGENTS_MAX),
    lifetimeMs: readMinutes(fragment.get("t") ?? ""),
    isDisplay: fragment.has("d"),
  };
}

/** Whether an address leads nobody else's device to this server. */
export function isLocal(hostname: string): boolean {
  return LOCAL.test(hostname);
}

export function writeLink(origin: string, link: Link): string {
  const fragment = new URLSearchParams();
  if (link.invite !== null) fragment.set("i", link.invite);
  if (link.name !== "") fragment.set("n", link.name);
  if (link.lifetimeMs !== null) fragment.set("t", String(Math.ceil(link.lifetimeMs / MINUTE_MS)));
  for (const contingent of link.contingents) fragment.append("c", contingent);
  if (link.isDisplay) fragment.set("d", "1");
  return `${origin}/march/${link.id}#${fragment.toString()}`;
}

/** A pasted text, perhaps with words around the link, as the place to go on this server. */
export function readPasted(text: string, origin: string): URL | LinkFault {
  const found = /https?:\/\/\S+/.exec(text)?.[0] ?? "";
  if (!URL.canParse(found)) return "not_a_link";
  const url = new URL(found);
  const link = readLink(url);
  if (link === null) return "not_a_link";
  if (url.origin !== origin) return "other_server";
  return link.invite === null ? "no_invite" : url;
}

/** "Nurses, North side" as a list, for the link. */
export function readContingents(text: string): readonly string[] {
  const names = text.split(/[,\n]/).map((name) => tidied(name, CONTINGENT_CHARS_MAX));
  return [...new Set(names)].filter((name) => name !== "").slice(0, CONTINGENTS_MAX);
}

function readMinutes(text: string): number | null {
  return MINUTES.test(text) ? Number(text) * MINUTE_MS : null;
}
