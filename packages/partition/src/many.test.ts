import assert from "node:assert/strict";
import { test } from "node:test";
import { comesTrue } from "../../../test/comes-true.ts";
import { join, memory } from "./index.ts";
import { type Ports, systemPorts } from "./ports.ts";

const PARTITIONS = 10_000;
/** A quiet machine needs 80 ms, one whose cores are shared some more; what is quadratic, 390 and up. */
const BLOCK_MS_MAX = 250;
const LOOK_MS = 2;
const SOON = { msMax: 20_000, everyMs: LOOK_MS };

/** The longest that the loop worked without a pause, ms of its processor: others may be busy too. */
class Blocks {
  longestMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #usedMs = 0;

  start(): void {
    this.#usedMs = usedMs();
    this.#timer = setInterval(() => {
      const nowMs = usedMs();
      this.longestMs = Math.max(this.longestMs, nowMs - this.#usedMs);
      this.#usedMs = nowMs;
    }, LOOK_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** What 10,000 keys cost that are got, lost with the lease, got again, shared and handed over. */
async function longestBlockMs(): Promise<number> {
  let partedMs = 0;
  const now = () => ({ ...systemPorts.now(), wallMs: systemPorts.now().wallMs + partedMs });
  const options = { partitions: PARTITIONS, ports: { ...systemPorts, now } satisfies Ports };
  const store = memory();
  using blocks = new Blocks();
  blocks.start();
  await using made = new AsyncDisposableStack();
  const group = await join(store, "many", options);
  made.defer(() => group.leave());
  let [owned, lost] = [0, 0];
  group.on("owned", () => (owned += 1));
  group.on("lost", () => void (lost += 1));
  await comesTrue(() => owned === PARTITIONS, SOON);
  partedMs = 1_000;
  // A busy machine may take the lease, and the keys, more often than this test does.
  await comesTrue(() => lost >= PARTITIONS && owned === lost + PARTITIONS, {
    msMax: 20_000,
    everyMs: LOOK_MS,
  });
  const other = await join(store, "many", options);
  made.defer(() => other.leave());
  await comesTrue(() => other.keys.size === PARTITIONS / 2, SOON);
  await Promise.all([group.leave(), other.leave()]);
  assert.ok(owned >= 2 * PARTITIONS && lost === owned, `${owned} owned, ${lost} lost`);
  return blocks.longestMs;
}

test("[P7] 10,000 keys that come and go at once keep no heartbeat waiting", async () => {
  const tookMs: number[] = [];
  // The quickest of some: a busy machine is not what is asked about.
  while (tookMs.length < 5 && !tookMs.some((ms) => ms < BLOCK_MS_MAX)) {
    tookMs.push(await longestBlockMs());
  }
  assert.ok(Math.min(...tookMs) < BLOCK_MS_MAX, `${tookMs.join(" ")} ms`);
});
