/** A page that is closed and opened again at any moment, from a seed: what is kept is what stands. */
import assert from "node:assert/strict";
import test from "node:test";
import { generateKeys, type Model, openIdentity, type Space } from "@muster/replica";
import * as fc from "fast-check";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import { KeptDevice, KeptRoom, signingSpace } from "../test/kept-room.ts";
import { LIFETIME_MS, type Step, shouts, steps } from "../test/walk.ts";

const SEED = 20_26;
const PEOPLE = ["ann", "bob", "eve"] as const;

const STEP = fc.oneof(
  fc.record({ does: fc.constant("tell"), who: fc.constantFrom(...PEOPLE) }),
  fc.record({ does: fc.constant("shout") }),
  fc.record({ does: fc.constant("write"), isTaken: fc.boolean() }),
  fc.record({ does: fc.constant("erase") }),
  fc.record({ does: fc.constant("pass"), part: fc.constantFrom(1, 3, 100) }),
  fc.record({ does: fc.constant("reopen"), isOnline: fc.boolean() }),
) as fc.Arbitrary<Turn>;

interface Turn {
  readonly does: "tell" | "shout" | "write" | "erase" | "pass" | "reopen";
  readonly who?: string;
  readonly isTaken?: boolean;
  readonly part?: number;
  readonly isOnline?: boolean;
}

/** The page, and a node that tells it what others say and takes what it is told to take. */
class Life {
  readonly timers: FakeTimers;
  readonly device = new KeptDevice();
  readonly #keys: CryptoKeyPair;
  readonly #others: Space;
  /** What the page wrote and the node took. */
  #taken: Uint8Array[] = [];
  #page: KeptRoom | null = null;
  #isOnline = false;
  #count = 0;

  private constructor(timers: FakeTimers, keys: CryptoKeyPair, others: Space) {
    this.timers = timers;
    this.#keys = keys;
    this.#others = others;
  }

  static async begin(): Promise<Life> {
    const timers = new FakeTimers();
    const life = new Life(timers, await generateKeys(), await signingSpace(timers));
    await life.take({ does: "reopen", isOnline: true });
    return life;
  }

  get page(): KeptRoom {
    return this.#page ?? assert.fail("there is no page");
  }

  async take(step: Turn): Promise<void> {
    this.#count += 1;
    if (step.does === "reopen") await this.#reopen(step.isOnline ?? true);
    if (step.does === "pass") await this.#pass(Math.floor(LIFETIME_MS / (step.part ?? 1)));
    if (!this.#isOnline) return this.#check();
    if (step.does === "tell") await this.#tell(steps, step.who ?? "");
    if (step.does === "shout") await this.#tell(shouts, "bob");
    if (step.does === "write") await this.#write(step.isTaken ?? true);
    if (step.does === "erase") await this.#erase();
    this.#check();
  }

  async #reopen(isOnline: boolean): Promise<void> {
    this.device.contact = this.#page?.room.contact ?? null;
    this.#page?.room.close();
    this.#page = new KeptRoom(this.timers, this.device, await openIdentity(this.#keys));
    this.#isOnline = isOnline;
    if (isOnline) await this.page.joined({ records: this.#standing(), ...this.#erased() });
    else await this.#takenUp();
  }

  /** Signatures are checked by threads of their own. */
  async #takenUp(): Promise<void> {
    const count = this.device.kept.length;
    for (let turns = 0; turns < 5_000 && this.page.seen.length < count; turns += 1) await settle();
  }

  async #pass(ms: number): Promise<void> {
    await this.timers.pass(ms);
    this.#others.expire();
  }

  async #tell(model: Model<Step>, who: string): Promise<void> {
    const { bytes } = await this.#others.write(model, { who, group: "a", x: this.#count });
    await this.page.frame({ records: [bytes], ...this.#erased() });
  }

  async #write(isTaken: boolean): Promise<void> {
    const before = this.page.ofKind("write").length;
    await this.timers.pass(1);
    void this.page.room.write(steps, { who: "me", group: "a", x: this.#count });
    while (this.page.ofKind("write").length === before) await settle();
    await this.page.answer(before, isTaken ? "" : "forbidden");
    await settle();
    if (isTaken) this.#taken = [this.page.ofKind("write")[before]!.record];
  }

  async #erase(): Promise<void> {
    await this.timers.pass(1);
    this.#others.erase(this.#others.nextWatermark());
    this.#taken = [];
    await this.page.frame(this.#erased());
    await this.timers.pass(1);
  }

  #standing(): Uint8Array[] {
    return [...this.#others.records()].map(({ record }) => record.bytes).concat(this.#taken);
  }

  #erased() {
    const { wallMs, count } = this.#others.watermark;
    return { erasedWallMs: wallMs, erasedCount: count };
  }

  /** Whatever was closed, taken, refused, erased or has expired: the view is what is kept. */
  #check(): void {
    assert.deepEqual(this.page.seen, this.device.kept);
    for (const { record } of this.device.store.all()) assert.equal(record.model, steps.name);
  }
}

test("[M22] whatever came, went and was closed in between, what is kept is what is seen", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 20 }), async (plan) => {
      const life = await Life.begin();
      for (const step of plan) await life.take(step);
      life.page.room.close();
    }),
    { seed: SEED, numRuns: 60 },
  );
});
