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
  /** A change whose end is not known: what is held here may be old. */
  #isDoubtful = false;

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

  /** What is held here is what is kept. Faults: `ended`, `unavailable`. */
  async settle(): Promise<void> {
    if (this.#isDoubtful) await this.#reread();
  }

  /** Faults: `conflict` when another was decided meanwhile; `unavailable`, and it may be kept. */
  async change(changed: March): Promise<void> {
    this.#isDoubtful = true;
    if (!(await this.#registry.decide(changed, this.#march.decidedAt))) {
      await this.#reread();
      throw new Fault("conflict", "another decision came first: sign again");
    }
    this.#hold(changed);
  }

  async #reread(): Promise<void> {
    const march = await this.#registry.find(this.#march.id);
    if (march === null) throw new Fault("ended", "the march has ended");
    this.#hold(march);
  }

  #hold(march: March): void {
    this.#march = march;
    this.#stewards = stewardsOf(march);
    this.#isDoubtful = false;
  }
}

/** Whether this person was removed. */
export function isBarred(march: March, person: string): boolean {
  return march.barred.length > 0 && march.barred.includes(maskOf(march, person));
}

/** As `personOf` in `statement.ts` names them, at once. */
function stewardsOf({ stewardKeys }: March): ReadonlyMap<string, Uint8Array> {
  return new Map(
    stewardKeys.map((key) => {
      const hash = createHash("sha256").update(key).digest();
      return [hash.subarray(0, 16).toString("base64url"), key];
    }),
  );
}
