/**
 * The two lines that say what is true now: whether this page hears the march, and whether the
 * march hears it. "Sent" is said only of what the node has taken.
 *
 * Rules W16, W17: docs/spec/march-page.md.
 */
import type { RoomState } from "@muster/rooms/client";
import { ageText, durationText } from "./age.ts";
import { text } from "./text.ts";

export type Trouble = "denied" | "unavailable" | "timeout";

export interface Standing {
  readonly link: RoomState;
  /** Whether this token may share at all. */
  readonly mayShare: boolean;
  readonly isSharing: boolean;
  readonly isHidden: boolean;
  readonly intervalMs: number;
  readonly trouble: Trouble | null;
  readonly hasFix: boolean;
  /** Since the node took the last position of this page; null when it never did. */
  readonly sentAgoMs: number | null;
  readonly refusal: string | null;
  /** A stop that the node has not taken yet. */
  readonly isWithdrawing: boolean;
  /** One's own pin, as others still see it. */
  readonly pin: { readonly ageMs: number; readonly until: string } | null;
}

export interface Said {
  readonly text: string;
  readonly tone: "calm" | "good" | "bad";
}

/** Sends may take a while on a bad network before it is called delayed. */
const LATE_MS = 15_000;

export function linkLine(link: RoomState, code: string | null): Said {
  if (link === "live") return { text: text.link.live, tone: "good" };
  if (link === "connecting") return { text: text.link.connecting, tone: "calm" };
  if (link === "rejected") return { text: text.link.rejected, tone: "bad" };
  const isStopping = code === "stopping";
  return { text: isStopping ? text.link.stopping : text.link.offline, tone: "bad" };
}

export function sharingLine(standing: Standing): Said {
  if (!standing.mayShare) return { text: text.sharing.display, tone: "calm" };
  return standing.isSharing ? whileSharing(standing) : whileNot(standing);
}

function whileNot({ isWithdrawing, pin, trouble }: Standing): Said {
  if (trouble === "denied") return { text: text.trouble.denied, tone: "bad" };
  if (isWithdrawing) return { text: text.sharing.withdrawing, tone: "calm" };
  if (pin === null) return { text: text.sharing.off, tone: "calm" };
  return { text: text.sharing.left(ageText(pin.ageMs), pin.until), tone: "bad" };
}

function whileSharing(standing: Standing): Said {
  const { trouble, sentAgoMs, refusal, link, hasFix } = standing;
  const every = durationText(standing.intervalMs);
  if (standing.isHidden) return { text: text.sharing.paused, tone: "bad" };
  if (refusal !== null) return { text: text.sharing.refused(refusal), tone: "bad" };
  if (trouble === "denied") return { text: text.trouble.denied, tone: "bad" };
  if (sentAgoMs !== null && sentAgoMs < standing.intervalMs + LATE_MS) {
    const tone = link === "live" ? "good" : "calm";
    return { text: text.sharing.sent(every, ageText(sentAgoMs)), tone };
  }
  if (trouble !== null) return { text: text.trouble[trouble], tone: "bad" };
  if (sentAgoMs !== null) return { text: text.sharing.late(ageText(sentAgoMs)), tone: "bad" };
  if (!hasFix) return { text: text.sharing.starting(every), tone: "calm" };
  if (link !== "live") return { text: text.sharing.waiting(every), tone: "bad" };
  return { text: text.sharing.sending(every), tone: "calm" };
}
