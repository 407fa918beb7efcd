/**
 * Who stands for each key of a model, and who stands behind. A record that is beaten goes, but for
 * one that expires later than what beat it: whoever hears of the other too late holds it to its
 * end, so everybody does, and it stands again when the other has expired.
 *
 *   stamps     A < B < C         A, expiring last, stands behind B; B is beaten by C, which
 *   expiries   B < C < A         expires later, and goes
 *
 * So what is held depends on what came, not on its order. Rule R9: docs/spec/replica.md.
 */
import { compareStamps } from "./stamp.ts";
import type { Kept } from "./store.ts";

export class Standing {
  readonly #first = new Map<string, Kept>();
  /** Only keys that have any; at most one for each slot of the 60 s that clocks may differ. */
  readonly #behind = new Map<string, readonly Kept[]>();

  /** The last expiry of what is held for this key; 0: nothing is. */
  untilMs(key: string): number {
    return Math.max(0, ...this.#all(key).map(({ record }) => record.expiresAt));
  }

  /** It is news. Returns what it beats for good. */
  lead(kept: Kept): readonly Kept[] {
    const { key } = kept.record;
    const held = this.#all(key).filter((each) => each !== kept);
    this.#first.set(key, kept);
    return this.#keepBehind(key, held, kept);
  }

  /** It is no news. Null: and not to be held either; else what it beats for good. */
  follow(kept: Kept): readonly Kept[] | null {
    const { key } = kept.record;
    const held = this.#all(key);
    if (held.length === 0 || held.some((each) => beats(each, kept))) return null;
    const [, ...behind] = held;
    return this.#keepBehind(key, [...behind, kept], kept);
  }

  /** It has left the store. True: it stood for its key, and another may stand instead. */
  leave(kept: Kept): boolean {
    const { key } = kept.record;
    const behind = this.#behind.get(key)?.filter((each) => each !== kept) ?? [];
    this.#set(key, behind);
    if (this.#first.get(key) !== kept) return false;
    this.#first.delete(key);
    return behind.length > 0;
  }

  /** The youngest of those behind, to be folded again. Null: somebody stands, or nobody is left. */
  next(key: string): Kept | null {
    if (this.#first.has(key)) return null;
    const behind = this.#behind.get(key) ?? [];
    const next = behind.toSorted((a, b) => compareStamps(b.record.stamp, a.record.stamp))[0];
    return next ?? null;
  }

  #all(key: string): readonly Kept[] {
    const first = this.#first.get(key);
    const behind = this.#behind.get(key) ?? [];
    return first === undefined ? behind : [first, ...behind];
  }

  #keepBehind(key: string, held: readonly Kept[], by: Kept): readonly Kept[] {
    const isBeaten = (each: Kept) => each !== by && beats(by, each);
    this.#set(
      key,
      held.filter((each) => !isBeaten(each)),
    );
    return held.filter(isBeaten);
  }

  #set(key: string, behind: readonly Kept[]): void {
    if (behind.length === 0) this.#behind.delete(key);
    else this.#behind.set(key, behind);
  }
}

/** For good: it is younger, and lasts as long. A record beats itself. */
function beats({ record: a }: Kept, { record: b }: Kept): boolean {
  return compareStamps(a.stamp, b.stamp) >= 0 && a.expiresAt >= b.expiresAt;
}
