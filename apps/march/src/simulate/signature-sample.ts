/**
 * Simulated phones and viewers check the signatures of a sample of what they hear. A real phone
 * trusts its node, which has checked every one; so do they for the rest.
 *
 * Rule S9: docs/spec/march-simulation.md.
 */
import { generateKeys, MemoryStore, openIdentity, Space, Verifier } from "@muster/replica";
import { positions } from "../model.ts";

/** One record of so many is checked. */
export const SAMPLE_EVERY = 100;

export interface SampleCounts {
  readonly heard: number;
  readonly verified: number;
  readonly bad: number;
  /** Why they were bad, each refusal's code once. */
  readonly codes: readonly string[];
}

export class SignatureSample {
  readonly #space: Space;
  readonly #checks = new Set<Promise<void>>();
  #heard = 0;
  #verified = 0;
  #bad = 0;
  readonly #codes = new Set<string>();

  private constructor(space: Space) {
    this.#space = space;
  }

  static async open(options: {
    readonly march: string;
    readonly lifetimeMs: number;
    readonly now: () => number;
  }): Promise<SignatureSample> {
    return new SignatureSample(
      new Space({
        name: `march/${options.march}`,
        models: [positions],
        store: new MemoryStore(),
        clock: { now: options.now },
        identity: await openIdentity(await generateKeys()),
        verifier: new Verifier(),
        lifetimeMs: options.lifetimeMs,
      }),
    );
  }

  /** A record was heard. The first one is in the sample. */
  hear(record: Uint8Array): void {
    this.#heard += 1;
    if (this.#heard % SAMPLE_EVERY !== 1) return;
    const check = this.#check(record);
    this.#checks.add(check);
    void check.finally(() => this.#checks.delete(check));
  }

  /** The counts, once every check has ended. */
  async counts(): Promise<SampleCounts> {
    await Promise.all(this.#checks);
    const codes = [...this.#codes];
    return { heard: this.#heard, verified: this.#verified, bad: this.#bad, codes };
  }

  async #check(record: Uint8Array): Promise<void> {
    // Not said to be verified already: the space looks at the signature first.
    const outcome = await this.#space.receive(record);
    if (outcome.status !== "refused") {
      this.#verified += 1;
      return;
    }
    this.#bad += 1;
    this.#codes.add(outcome.code);
  }
}

export function addSamples(a: SampleCounts, b: SampleCounts): SampleCounts {
  return {
    heard: a.heard + b.heard,
    verified: a.verified + b.verified,
    bad: a.bad + b.bad,
    codes: [...new Set([...a.codes, ...b.codes])],
  };
}
