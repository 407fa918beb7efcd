/**
 * What a screen reader is told of a list that changes all the time: the newest sentence, never
 * twice the same, and not before the last one could be heard out.
 *
 * Rule W14: docs/spec/march-page.md.
 */
export const QUIET_MS = 20_000;

export class Announcer {
  #said = "";
  #saidAtMs = -Infinity;

  /** The sentence to say now, which is the last one as long as nothing is to be said. */
  next(sentence: string, nowMs: number): string {
    if (sentence === this.#said || nowMs - this.#saidAtMs < QUIET_MS) return this.#said;
    this.#said = sentence;
    this.#saidAtMs = nowMs;
    return sentence;
  }
}
