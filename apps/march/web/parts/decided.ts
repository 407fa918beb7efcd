/** Runs what a steward asks of the march; a refusal becomes the sentence that is returned. */
import { Fault } from "@muster/rooms/client";
import { type Asked, refusalOf } from "../decision-refusal.ts";

export async function decidedText(asked: Asked, run: () => Promise<void>): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return refusalOf(error, asked);
  }
}
