/**
 * What stewards have decided so far, of a march that is open: who they are, who may not come, which
 * links are closed, whose word counts. Nothing counts before it is kept.
 *
 *   decide ─► change(march) ─► registry ─► held here ─► answered
 *
 * Rules A18 to A20: docs/spec/march.md.
 */
import { createHash } from "node:crypto";
import { Fault } from "@muster/rooms";
import { maskOf } from "./mask.ts";
import type { March, Registry } from "./registry.ts";

export class Mandate {
  readonly #registry: Pick<Registry, "find" | "decide">;
  #march: March;
  /** By person, their key. */
  #stewards: ReadonlyMap<string, Uint8Array>;
  /** What was begun and what came of it, in turn; and the last of it that is known here. */
  #news = 0;
  #known = 0;
  #reading: Promise<void> | null = null;
  #listener: (before: March) => void = () => undefined;

  constructor(march: March, registry: Pick<Registry, "find" | "decide">) {
    this.#registry = registry;
    this.#march = march;
    this.#stewards = stewardsOf(march);
  }

  get march(): March {
    return this.#march;
  }

  /** By person, their key. */
  get stewards(): ReadonlyMap<string, Uint8Array> {
    return this.#stewards;
  }

  isSteward(person: string): boolean {
    return this.#stewards.has(person);
  }

  isBarred(person: string): boolean {
    return isBarred(this.#march, person);
  }

  isVouchedFor(person: string): boolean {
    const { vouched } = this.#march;
    return vouched.length > 0 && vouched.includes(maskOf(this.#march, person));
  }

  /** Tells of what was read again, and is not as it was held here. */
  onReread(listener: (before: March) => void): void {
    this.#listener = listener;
  }

  /** What is held here is what is kept. Faults: `ended`, `unavailable`. */
  async settle(): Promise<void> {
    // A reading that began before the last news does not tell of them.
    // oxlint-disable-next-line no-await-in-loop
    while (this.#known < this.#news) await this.#reread();
  }

  /** Faults: `conflict` when another was decided meanwhile; `unavailable`, and it may be kept. */
  async change(changed: March): Promise<void> {
    const begun = this.#begin();
    let isKept: boolean;
    try {
      isKept = await this.#registry.decide(changed, this.#march.decidedAt);
    } catch (error) {
      // What was read since it was begun need not be the end of it.
      this.#begin();
      throw error;
    }
    if (!isKept) {
      // What came first may have been kept after the last reading.
      this.#begin();
      await this.settle();
      throw new Fault("conflict", "another decision came first: sign again");
    }
    this.#hold(changed, begun);
  }

  #begin(): number {
    this.#news += 1;
    return this.#news;
  }

  async #reread(): Promise<void> {
    // A database that hangs is asked once.
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
    await this.#reading;
  }

  async #read(): Promise<void> {
    const [asked, before] = [this.#news, this.#march];
    const march = await this.#registry.find(before.id);
    if (march === null) throw new Fault("ended", "the march has ended");
    this.#hold(march, asked);
    if (march.decidedAt > before.decidedAt) this.#listener(before);
  }

  /** An answer may come late: what was decided on top of it stays. */
  #hold(march: March, known: number): void {
    this.#known = Math.max(this.#known, known);
    if (march.decidedAt < this.#march.decidedAt) return;
    this.#march = march;
    this.#stewards = stewardsOf(march);
  }
}

/** Whether this person was removed. */
export function isBarred(march: March, person: string): boolean {
  return march.barred.length > 0 && march.barred.includes(maskOf(march, person));
}

/** As `personOf` in `statement.ts` names them, at once. */
export function stewardsOf({ stewardKeys }: March): ReadonlyMap<string, Uint8Array> {
  return new Map(
    stewardKeys.map((key) => {
      const hash = createHash("sha256").update(key).digest();
      return [hash.subarray(0, 16).toString("base64url"), key];
    }),
  );
}
