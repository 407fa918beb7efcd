/**
 * What may go wrong with a disk, by names from a closed list. All but `damaged` and `left` end the
 * writing: the store goes on in memory, and what it held is kept no longer than the page.
 *
 * Rule R22: docs/spec/replica.md.
 */
export const TROUBLES = {
  unsupported: "this browser, or this kind of window, keeps no private files for a page",
  quota: "the device has no place left for this page",
  overrun: "more waits to be written than the limit",
  closed: "another tab, or the browser, has closed the database",
  destroyed: "the store was destroyed, here or in another tab",
  failed: "the disk has failed",
  damaged: "some of what was on the disk could not be read, and was dropped",
  left: "some of what closed tabs left could not be taken up, and stays where it is",
} as const;

export type TroubleCode = keyof typeof TROUBLES;

export interface Trouble {
  readonly code: TroubleCode;
  readonly message: string;
  /** How many records, of `damaged`. */
  readonly count?: number;
  readonly cause?: unknown;
}

export function trouble(code: TroubleCode, more: Pick<Trouble, "cause" | "count"> = {}): Trouble {
  return { code, message: TROUBLES[code], ...more };
}

/** As browsers name it. */
export function troubleOf(cause: unknown): Trouble {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : "";
  if (name === "QuotaExceededError") return trouble("quota", { cause });
  if (name === "NotFoundError") return trouble("destroyed", { cause });
  return trouble("failed", { cause });
}
