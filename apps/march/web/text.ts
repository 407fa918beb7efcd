/**
 * What the page says, in the language that is spoken. Screens read it as they are drawn: after
 * `speak` they are to be drawn anew, which `language` tells them. Nothing is said before the first
 * `speak`: each language is a file of its own, and a phone is sent only the one that it speaks.
 *
 * Rule W39: docs/spec/march-page.md.
 */
import { signal } from "@preact/signals";
import { LANGUAGES, type Language } from "./settings.ts";
import type { Texts } from "./text/en.ts";

export type { Texts } from "./text/en.ts";
export const text = {} as Texts;
/** Null before the first is spoken. */
export const language = signal<Language | null>(null);

/** What was asked for and could not be loaded; null where that is spoken. */
export const missing = signal<Language | null>(null);

/** Rejects where its file cannot be loaded. */
export type Load = (language: Language) => Promise<Texts>;

/**
 * A language that cannot be loaded, without a network, is not spoken: the one before stays, or
 * where there is none, the other one is spoken. False when there is none at all.
 */
export async function speak(wanted: Language, load: Load = loadTexts): Promise<boolean> {
  for (const each of [wanted, ...LANGUAGES]) {
    const spoken = await load(each).catch(() => null);
    if (spoken !== null) {
      Object.assign(text, spoken);
      language.value = each;
    }
    if (language.peek() !== null) break;
  }
  missing.value = language.peek() === wanted ? null : wanted;
  return language.peek() !== null;
}

/** There is a network again: speaks what could not be loaded before. */
export async function speakMissing(load: Load = loadTexts): Promise<void> {
  const wanted = missing.peek();
  if (wanted !== null) await speak(wanted, load);
}

async function loadTexts(wanted: Language): Promise<Texts> {
  if (wanted === "en") return (await import("./text/en.ts")).en;
  return (await import("./text/es.ts")).es;
}
