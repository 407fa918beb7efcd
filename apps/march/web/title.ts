/** What a browser shows of the page among its tabs. */
import type { OpenMarch } from "./open-march.ts";
import { text } from "./text.ts";

/** Browsers keep titles in their history: the march's name must not be one. */
export function entitle(openMarch: Pick<OpenMarch, "sharing"> | null): void {
  const isPaused = openMarch?.sharing.isSharing.value && openMarch.sharing.isHidden.value;
  document.title = isPaused ? text.paused(text.title) : text.title;
}
