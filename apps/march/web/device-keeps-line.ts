/**
 * What is said where not all that is here outlasts the page, or not all that was removed is gone.
 *
 * Rule W35: docs/spec/march-page.md.
 */
import { text } from "./text.ts";
import type { Keeps } from "./vault/vault.ts";

/** Null: all is kept. */
export function keepsLine(keeps: Keeps): string | null {
  return keeps === "all" ? null : text.device.keeps[keeps];
}
