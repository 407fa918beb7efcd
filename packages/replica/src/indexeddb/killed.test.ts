/** Whatever was done, and whenever the browser was killed: what is found is what was promised. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { FakeClock } from "../../test/fake-clock.ts";
import { FakeDevice } from "../../test/fake-device.ts";
import { keptOf } from "../../test/kept.ts";
import { keysIn, openedStore } from "../../test/opened-store.ts";
import { newIdentity } from "../../test/place.ts";
import { readable } from "../../test/seized.ts";
import { SLOT_MS } from "../slot.ts";
import type { Kept } from "../store.ts";
import type { IndexedDbStore } from "./store.ts";

const ANN = await newIdentity();
const SEED = 4_711;

type Step =
  | { readonly do: "add" | "close"; readonly slot: number }
  | { readonly do: "remove"; readonly at: number }
  | { readonly do: "flush" };

const STEP: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("add" as const), slot: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant("close" as const), slot: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ do: fc.constant("remove" as const), at: fc.nat(9) }),
  fc.constant({ do: "flush" as const }),
);

/** Drives a store, and knows what must be found of it. */
class History {
  readonly #store: IndexedDbStore;
  readonly #live = new Set<Kept>();
  #made = 0;
  closedMs = 0;
  readonly closed = new Set<string>();
  /** Live when the last flush was answered, and not removed or closed since. */
  flushed: ReadonlySet<Kept> = new Set();

  constructor(store: IndexedDbStore) {
    this.#store = store;
  }

  async take(step: Step): Promise<void> {
    if (step.do === "add" && step.slot * SLOT_MS > this.closedMs) {
      this.#made += 1;
      const made = await keptOf(ANN, `n${this.#made}`, step.slot * SLOT_MS);
      this.#live.add(made);
      this.#store.add(made);
    } else if (step.do === "remove") {
      const gone = [...this.#live][step.at];
      if (gone === undefined) return;
      this.#forget([gone]);
      this.#store.remove(gone);
    } else if (step.do === "close") {
      this.closedMs = Math.max(this.closedMs, step.slot * SLOT_MS);
      const gone = this.#store.close(this.closedMs);
      for (const { record } of gone) this.closed.add(record.key);
      this.#forget(gone);
    } else if (step.do === "flush") {
      const live = new Set(this.#live);
      await this.#store.flushed();
      this.flushed = live;
    }
  }

  #forget(gone: readonly Kept[]): void {
    for (const kept of gone) this.#live.delete(kept);
    this.flushed = this.flushed.difference(new Set(gone));
  }
}

/** Resolves when the browser is killed. */
function killedAfter(device: FakeDevice, steps: number): Promise<void> {
  const killed = Promise.withResolvers<void>();
  device.stepsLeft = steps;
  device.before = () => device.stepsLeft === 0 && killed.resolve();
  return killed.promise;
}

test(`[R22] [R24] killed at any step: all that was flushed is there, nothing half, nothing closed (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 25 }), fc.nat(30), async (steps, stepsLeft) => {
      const device = new FakeDevice();
      const { store } = await openedStore(device);
      const history = new History(store);
      const killed = killedAfter(device, stepsLeft).then(() => true);
      for (const step of steps) {
        if ((await Promise.race([killed, history.take(step)])) === true) break;
      }
      device.stepsLeft = 0;
      const clock = new FakeClock(history.closedMs);
      const again = await openedStore(new FakeDevice(device.flash), { clock });
      const found = keysIn(again.store);
      for (const { record } of history.flushed) {
        assert.ok(found.includes(record.key), `${record.key} is lost`);
      }
      assert.ok([...again.store.all()].every(({ record }) => record.expiresAt > clock.nowMs));
      assert.deepEqual(again.troubles, []);
      assert.equal(await again.store.flushed(), true);
      assert.deepEqual(await readable(device.flash), found);
    }),
    { seed: SEED, numRuns: 150 },
  );
});

test(`[R22] [R24] a disk that fails from any step on: nothing that was closed or removed is read again (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 25 }), fc.nat(20), async (steps, failAt) => {
      const device = new FakeDevice();
      const { store } = await openedStore(device);
      const history = new History(store);
      let left = failAt;
      device.before = (step) => {
        left -= 1;
        if (left < 0 && step !== "removeKeys" && step !== "removeRows") {
          throw new DOMException("full", "QuotaExceededError");
        }
      };
      for (const step of steps) await history.take(step);
      const isWritten = await store.flushed();
      const shown = keysIn(store);
      const seen = await readable(device.flash);
      assert.ok(isWritten || left < 0);
      const gone = seen.filter((key) => !shown.includes(key));
      // Of a disk that works, what was removed may have to wait for its slot to be sealed anew.
      const wrong = isWritten ? gone.filter((key) => history.closed.has(key)) : gone;
      assert.deepEqual(wrong, []);
    }),
    { seed: SEED, numRuns: 150 },
  );
});
