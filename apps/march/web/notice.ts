/**
 * Which screen says that it does not go on, and why: of the room's faults and of a join's.
 *
 * Rules W19, W41, W68: docs/spec/march-page.md.
 */
import type { Fault, RoomState } from "@muster/rooms/client";
import { PAGE_VERSION } from "../src/page-version.ts";
import { REMOVED, REPLACED, REVOKED } from "../src/turned-away.ts";
import type { Refusal } from "./api.ts";
import type { OpenMarch } from "./open-march.ts";
import { text } from "./text.ts";

export type NoticeName =
  | "insecure"
  | "old"
  | "ended"
  | "stopped"
  | "removed"
  | "revoked"
  | "invite"
  | "missing"
  | "uninvited"
  | "outdated"
  | "broken";

type Open = Pick<OpenMarch, "link" | "fault" | "hasHeard" | "march" | "nodeNowMs">;

/** The time that this phone last noted may be so much behind the node's. */
const NEAR_MS = 5_000;

/** Whether another tab of this phone has gone on with a newer token. */
export function isReplaced({ link, fault }: Pick<Open, "link" | "fault">): boolean {
  return link.value === "rejected" && fault.value?.message === REPLACED;
}

/** Null while the room goes on, or comes back by itself. */
export function noticeOf(
  link: RoomState,
  fault: (Pick<Fault, "code"> & { readonly message?: string }) | null,
): NoticeName | null {
  if (link !== "rejected" || fault === null) return null;
  if (fault.code === "ended") return "ended";
  if (fault.code === "not_found") return "missing";
  if (fault.code === "forbidden") return turnedAway(fault.message);
  if (fault.code === "unauthorised") return "invite";
  return fault.code === "bad_version" ? "outdated" : "broken";
}

/** Which screen takes the place of a march that does not go on; null while it does. */
export function overNotice({ link, fault, hasHeard, march, nodeNowMs }: Open): NoticeName | null {
  // Before the first contact the time is this phone's own guess: the node will say.
  const knowsTime = link.value === "live" || link.value === "offline";
  const isOver = knowsTime && nodeNowMs.value >= march.endsAt;
  const why = isOver ? "ended" : noticeOf(link.value, fault.value);
  if (why !== "ended") return why;
  // Without a contact before, the time is not known: then nobody is said to have ended it.
  const nowMs = hasHeard.peek() ? nodeNowMs.peek() : Number.POSITIVE_INFINITY;
  return endNotice({ endsAt: march.endsAt, nowMs });
}

/** A march that is over well before its time was ended by a steward. Times are the node's. */
export function endNotice({ endsAt, nowMs }: { readonly endsAt: number; readonly nowMs: number }) {
  return nowMs < endsAt - NEAR_MS ? "stopped" : "ended";
}

/** Whether the node, which tells what it needs of a page, needs more than this one has. */
export function isTooOld(nodes: number): boolean {
  return nodes > PAGE_VERSION;
}

/** What a refused request means to the person: a screen, or a sentence beside the button. */
export function meaningOf({
  status,
  message,
}: Pick<Refusal, "status" | "message">):
  | { readonly notice: NoticeName }
  | { readonly say: string } {
  if (status === 410) return { notice: "ended" };
  if (status === 404) return { notice: "missing" };
  if (status === 403) return { notice: turnedAway(message) };
  if (status === 401) return { notice: "invite" };
  if (status === 409) return { say: text.fault.clock };
  if (status === 0) return { say: text.fault.unreachable };
  // What the node says itself is English, and for programmers.
  return { say: status === 429 || status === 503 ? text.fault.busy : text.fault.unknown };
}

function turnedAway(why: string | undefined): NoticeName {
  if (why === REMOVED) return "removed";
  return why === REVOKED ? "revoked" : "invite";
}
