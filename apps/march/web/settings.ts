/**
 * What a person has set on this phone. It never leaves it, but for what a position is sent with.
 *
 * Rule W37: docs/spec/march-page.md.
 */
import { KEEP_MINUTES } from "../src/model.ts";
import { INTERVAL_MS_USUAL, INTERVALS_MS } from "./pacer.ts";

export const LANGUAGES = ["en", "es"] as const;
export const THEMES = ["system", "light", "dark"] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Settings {
  /** Null: as the browser says. */
  readonly language: Language | null;
  readonly theme: (typeof THEMES)[number];
  readonly intervalMs: number;
  /** Until a position is to be forgotten; null: as long as the march keeps it. */
  readonly keepMinutes: (typeof KEEP_MINUTES)[number] | null;
  readonly isBlurred: boolean;
}

export const USUAL: Settings = {
  language: null,
  theme: "system",
  intervalMs: INTERVAL_MS_USUAL,
  keepMinutes: null,
  isBlurred: false,
};

/** Of what was kept, perhaps by another version of the page: what is not known counts as not set. */
export function readSettings(kept: unknown): Settings {
  const found = (typeof kept === "object" && kept !== null ? kept : {}) as Partial<Settings>;
  const { language, theme, intervalMs, keepMinutes, isBlurred } = found;
  return {
    language: LANGUAGES.find((each) => each === language) ?? null,
    theme: THEMES.find((each) => each === theme) ?? USUAL.theme,
    intervalMs: INTERVALS_MS.find((each) => each === intervalMs) ?? USUAL.intervalMs,
    keepMinutes: KEEP_MINUTES.find((each) => each === keepMinutes) ?? null,
    isBlurred: isBlurred === true,
  };
}

/** The first language of the person's that the page has; English where it has none. */
export function languageOf({ language }: Settings, wished: readonly string[]): Language {
  if (language !== null) return language;
  const spoken = wished.map((tag) => tag.split("-")[0]!.toLowerCase());
  return LANGUAGES.find((each) => each === spoken.find(isKnown)) ?? "en";
}

function isKnown(language: string): boolean {
  return LANGUAGES.some((each) => each === language);
}
