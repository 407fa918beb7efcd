/**
 * What the page says, in the language that is spoken. Screens read it as they are drawn: after
 * `speak` they are to be drawn anew, which `language` tells them.
 *
 * Rule W39: docs/spec/march-page.md.
 */
import { signal } from "@preact/signals";
import type { Language } from "./settings.ts";
import { en, type Texts } from "./text/en.ts";

export type { Texts } from "./text/en.ts";
export const text: Texts = { ...en };
export const language = signal<Language>("en");

/** A language that cannot be loaded, without a network, is not spoken: the one before stays. */
export async function speak(wanted: Language): Promise<void> {
  const spoken =
    wanted === "en"
      ? en
      : await import("./text/es.ts").then(
          ({ es }) => es,
          () => null,
        );
  if (spoken === null) return;
  Object.assign(text, spoken);
  document.documentElement.lang = wanted;
  language.value = wanted;
}
