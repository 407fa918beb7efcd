/**
 * Which screen says that it does not go on, and why: of the room's faults and of a join's.
 *
 * Rules W19, W41: docs/spec/march-page.md.
 */
import type { Fault, RoomState } from "@muster/rooms/client";
import { PAGE_VERSION } from "../src/page-version.ts";
import type { Refusal } from "./api.ts";
import { text } from "./text.ts";

export type NoticeName =
  | "insecure"
  | "old"
  | "ended"
  | "invite"
  | "missing"
  | "uninvited"
  | "outdated"
  | "broken";

/** Null while the room goes on, or comes back by itself. */
export function noticeOf(link: RoomState, fault: Pick<Fault, "code"> | null): NoticeName | null {
  if (link !== "rejected" || fault === null) return null;
  if (fault.code === "ended") return "ended";
  if (fault.code === "not_found") return "missing";
  if (fault.code === "unauthorised" || fault.code === "forbidden") return "invite";
  return fault.code === "bad_version" ? "outdated" : "broken";
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
  if (status === 401 || status === 403) return { notice: "invite" };
  if (status === 409) return { say: text.fault.clock };
  if (status === 0) return { say: text.fault.unreachable };
  return { say: message === "" ? text.fault.unknown : message };
}
