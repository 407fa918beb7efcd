/**
 * The two lines that say what is true now: whether this page hears the march, and whether the
 * march hears it. "Sent" is said only of what the node has taken.
 *
 * Rules W16, W17, W24: docs/spec/march-page.md.
 */
import type { RoomState } from "@muster/rooms/client";
import { ageText, durationText } from "./age.ts";
import { whyText } from "./refusal-words.ts";
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
  /** Until when others may see what this phone shared before; null where that is known. */
  readonly perhapsUntil: string | null;
}

export interface Said {
  readonly text: string;
  /** For a screen reader: without ages, so that it stays the same until something changes. */
  readonly spoken: string;
  readonly tone: "calm" | "good" | "bad";
}

/** Sends may take a while on a bad network before it is called delayed. */
const LATE_MS = 15_000;

/** `isAlone`: nothing was heard since the page was opened, for longer than a node takes. */
export function linkLine(link: RoomState, code: string | null, isAlone: boolean): Said {
  if (link === "live") return said(text.link.live, "good");
  if (link === "connecting" && !isAlone) return said(text.link.connecting, "calm");
  if (link === "rejected") return said(text.link.rejected, "bad");
  return said(code === "stopping" ? text.link.stopping : text.link.offline, "bad");
}

export function sharingLine(standing: Standing): Said {
  if (!standing.mayShare) return said(text.sharing.display, "calm");
  return standing.isSharing ? whileSharing(standing) : whileNot(standing);
}

/**
 * A march that is full is no fault of who shares: the room's word for it is not theirs. Its other
 * words are English, and for programmers.
 */
export function reasonOf({ code, reason }: { readonly code: string; readonly reason: string }) {
  return code === "full" ? text.sharing.full : whyText(reason);
}

function whileNot({ isWithdrawing, pin, perhapsUntil, trouble }: Standing): Said {
  const { left, perhaps, off, withdrawing } = text.sharing;
  if (trouble === "denied") return said(text.trouble.denied, "bad");
  if (isWithdrawing) return said(withdrawing, "calm");
  if (pin === null) return said(perhapsUntil === null ? off : perhaps(perhapsUntil), "calm");
  return said(left.seen(ageText(pin.ageMs), pin.until), "bad", left.spoken(pin.until));
}

function whileSharing(standing: Standing): Said {
  const { trouble, sentAgoMs, refusal, link, hasFix } = standing;
  const { paused, refused, sent, late, starting, waiting, sending } = text.sharing;
  const every = durationText(standing.intervalMs);
  if (standing.isHidden) return said(paused, "bad");
  if (refusal !== null) return said(refused(refusal), "bad");
  if (trouble === "denied") return said(text.trouble.denied, "bad");
  if (sentAgoMs !== null && sentAgoMs < standing.intervalMs + LATE_MS) {
    const tone = link === "live" ? "good" : "calm";
    return said(sent.seen(every, ageText(sentAgoMs)), tone, sent.spoken(every));
  }
  if (trouble === "unavailable") return said(text.trouble.unavailable, "bad");
  if (sentAgoMs !== null) return said(late.seen(ageText(sentAgoMs)), "bad", late.spoken);
  if (!hasFix) return said(trouble === "timeout" ? text.trouble.timeout : starting(every), "calm");
  return link === "live" ? said(sending(every), "calm") : said(waiting(every), "bad");
}

function said(text: string, tone: Said["tone"], spoken: string = text): Said {
  return { text, spoken, tone };
}
