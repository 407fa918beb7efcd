/** Reasons as they may be sent: whatever made them up, they fit where they go. */

/** A close frame has room for 123 bytes. */
const CLOSE_CHARS_MAX = 120;
const REASON_CHARS_MAX = 500;

export function reasonText(text: string): string {
  return text.slice(0, REASON_CHARS_MAX).toWellFormed();
}

/** One byte a character, so that the bytes can be counted. */
export function closeReason(text: string): string {
  return text.slice(0, CLOSE_CHARS_MAX).replaceAll(/[^ -~]/g, "?");
}
