import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { quotaOf } from "./quota.ts";

const partitions = fc.nat({ max: 5_000 });
const size = fc.integer({ min: 1, max: 300 });

function quotas(count: number, members: number): number[] {
  return Array.from({ length: members }, (_, index) => quotaOf(count, members, index));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

test("[P8] the quotas share out every partition", () => {
  fc.assert(fc.property(partitions, size, (p, n) => sum(quotas(p, n)) === p));
});

test("[P11] no two quotas differ by more than one, and the first indices have the more", () => {
  fc.assert(
    fc.property(partitions, size, (p, n) => {
      const shares = quotas(p, n);
      assert.ok(Math.max(...shares) - Math.min(...shares) <= 1);
      assert.ok(shares.every((share, index) => index === 0 || share <= (shares[index - 1] ?? 0)));
    }),
  );
});

test("[P11] a join moves floor(P / (N + 1)) partitions, and only the joiner gains", () => {
  fc.assert(
    fc.property(partitions, size, (p, n) => {
      const [before, after] = [quotas(p, n), quotas(p, n + 1)];
      assert.ok(after.at(-1) === Math.floor(p / (n + 1)));
      assert.ok(before.every((quota, index) => quota >= (after[index] ?? 0)));
      assert.ok(sum(before.map((quota, index) => quota - (after[index] ?? 0))) === after.at(-1));
    }),
  );
});

test("[P11] a leave moves the leaver's partitions, and nobody loses any", () => {
  const anyGroup = fc.tuple(partitions, fc.integer({ min: 2, max: 300 }), fc.nat());
  fc.assert(
    fc.property(anyGroup, ([p, n, any]) => {
      const hole = any % n;
      const [before, after] = [quotas(p, n), quotas(p, n - 1)];
      // The last index fills the hole.
      const survivors = before.flatMap((quota, index) => {
        if (index === hole) return [];
        const newIndex = index === n - 1 ? hole : index;
        return [{ quota, now: after[newIndex] ?? 0 }];
      });
      assert.ok(survivors.every(({ quota, now }) => now >= quota));
      assert.ok(sum(survivors.map(({ quota, now }) => now - quota)) === before[hole]);
    }),
  );
});
