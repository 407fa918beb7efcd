/**
 * Where the page is: the march in its address, and the screen over it, which the phone's back
 * button leaves again.
 */
import { signal } from "@preact/signals";
import { type Link, readLink } from "./link.ts";

export type Screen =
  | "home"
  | "make"
  | "list"
  | "feed"
  | "contingents"
  | "invite"
  | "security"
  | "settings"
  | StewardScreen;
const OF_STEWARD = ["stewards", "members", "links", "mine"] as const;
export type StewardScreen = (typeof OF_STEWARD)[number];

interface Step {
  readonly screen: Screen;
  /** How many screens this page has opened before this one. */
  readonly depth: number;
}

export const screen = signal<Screen>(step().screen);
/** What the address says; null at the start page. */
export const link = signal<Link | null>(readLink(location));

addEventListener("popstate", read);

export function isOfSteward(screen: Screen): screen is StewardScreen {
  return OF_STEWARD.some((each) => each === screen);
}

/** Goes to a screen of this march, or of another path. */
export function go(screen: Screen, path: string = location.pathname): void {
  const next: Step = { screen, depth: step().depth + 1 };
  history.pushState(next, "", path);
  read();
}

/** Like `go`, but the back button skips where we are now. */
export function swap(screen: Screen, path: string = location.pathname): void {
  const next: Step = { screen, depth: step().depth };
  history.replaceState(next, "", path);
  read();
}

export function back(): void {
  if (step().depth > 0) history.back();
  else swap("home");
}

function read(): void {
  screen.value = step().screen;
  const before = link.value;
  const now = readLink(location);
  if (JSON.stringify(before) !== JSON.stringify(now)) link.value = now;
}

function step(): Step {
  return (history.state as Step | null) ?? { screen: "home", depth: 0 };
}
