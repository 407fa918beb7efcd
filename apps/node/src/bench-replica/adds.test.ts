import assert from "node:assert/strict";
import { test } from "node:test";
import { type Meter, measureAdds } from "./adds.ts";

/** Each add takes a millisecond, half of it of the processor, and keeps 10 bytes. */
function world(): {
  readonly meter: Meter;
  readonly reached: readonly number[];
  readonly open: () => Promise<{ readonly add: () => void }>;
} {
  let [wallMs, bytes] = [0, 0];
  const open = async () => {
    bytes = 0;
    const add = () => {
      wallMs += 1;
      bytes += 10;
    };
    return { add };
  };
  const reached: number[] = [];
  const meter = {
    reached: (records: number) => void reached.push(records),
    wallMs: () => wallMs,
    cpuMs: () => wallMs / 2,
    // Looking takes time, which is not the adds'.
    bytesInUse: async () => {
      wallMs += 10_000;
      return bytes;
    },
  };
  return { meter, open, reached };
}

test("[N36] each size is that of one collection from its beginning", async () => {
  const { meter, open } = world();
  const rows = await measureAdds(
    open,
    { sizes: [120, 1_000], warmUp: 200, msMax: Infinity },
    meter,
  );
  const each = { perSecond: 1_000, cpuMicroseconds: 500 };
  assert.deepEqual(
    rows.map(({ records, perSecond, cpuMicroseconds }) => ({
      records,
      perSecond,
      cpuMicroseconds,
    })),
    [
      { records: 120, ...each },
      { records: 1_000, ...each },
    ],
  );
});

test("[N36] adds end when their time is over, with what has been reached", async () => {
  const { meter, open } = world();
  const rows = await measureAdds(
    open,
    { sizes: [100, 1_000, 10_000], warmUp: 200, msMax: 500 },
    meter,
  );
  assert.deepEqual(
    rows.map(({ records }) => records),
    [100, 500],
  );
});

test("[N36] what waits is waited for", async () => {
  const { meter, open } = world();
  const shelves: { done: number }[] = [];
  const slow = async () => {
    const shelf = await open();
    const counter = { done: 0 };
    shelves.push(counter);
    return {
      add: async () => {
        shelf.add();
        await Promise.resolve();
        counter.done += 1;
      },
    };
  };
  const amount = { sizes: [130], warmUp: 200, msMax: Infinity };
  const [row] = await measureAdds(slow, amount, meter);
  assert.deepEqual([row?.records, shelves[1]?.done], [130, 130]);
});

test("[N36] the collection of the warm-up is held until the other has been measured", async () => {
  const { meter, open } = world();
  const added: number[] = [];
  const counted = async () => {
    const { add } = await open();
    const at = added.push(0) - 1;
    return {
      add: () => {
        add();
        added[at]! += 1;
      },
    };
  };
  const sizes = [100];
  await measureAdds(counted, { sizes, warmUp: 200, msMax: Infinity }, meter);
  assert.deepEqual(added, [201, 100]);
});

test("[N36] how far the adds are is told now and then", async () => {
  const { meter, open, reached } = world();
  await measureAdds(open, { sizes: [100, 250_000], warmUp: 50, msMax: Infinity }, meter);
  assert.deepEqual(reached, [100_000, 200_000]);
});
