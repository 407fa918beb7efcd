/** Runs what a node may refuse: the refusal becomes a screen, or the sentence that is returned. */
import { Refusal } from "../api.ts";
import type { App } from "../app.ts";
import { meaningOf } from "../notice.ts";

export async function refusalText(app: App, run: () => Promise<void>): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const meaning = meaningOf(error);
    if ("say" in meaning) return meaning.say;
    app.notice.value = meaning.notice;
    return null;
  }
}
