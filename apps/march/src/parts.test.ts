import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { PART_PEOPLE_MAX, Parts, SEEN_MAX } from "./parts.ts";

const SEED = 61_500;

/** Shares as so many people of a contingent, each of whom looked first. */
function shareAll(parts: Parts, people: number, name = "p"): readonly number[] {
  return Array.from({ length: people }, (_, i) => {
    parts.of("Tenants", `${name}${i}`);
    return parts.share("Tenants", `${name}${i}`).part;
  });
}

test("[A6] the 151st person who shares in a contingent opens its second part", () => {
  const given = shareAll(new Parts(), 151);
  assert.deepEqual(
    given,
    given.map((_, i) => (i < PART_PEOPLE_MAX ? 0 : 1)),
  );
});

test("[A6] a person keeps their part, and contingents do not share parts", () => {
  const parts = new Parts();
  shareAll(parts, 200);
  assert.equal(parts.of("Tenants", "p0"), 0);
  assert.equal(parts.of("Tenants", "p199"), 1);
  parts.stop("p199");
  assert.equal(parts.of("Tenants", "p199"), 1);
  assert.deepEqual(parts.share("Tenants", "p199"), { part: 1, isMoved: false });
  assert.equal(parts.of("Nurses", "p199"), 0);
});

test("[A6] who only looks takes nobody's place, however many they are", () => {
  const parts = new Parts();
  for (let i = 0; i < 2 * PART_PEOPLE_MAX; i += 1) parts.of("Tenants", `ghost${i}`);
  // Nor who shared once.
  for (let i = 0; i < 2 * PART_PEOPLE_MAX; i += 1) {
    parts.share("Tenants", `ghost${i}`);
    parts.stop(`ghost${i}`);
  }
  assert.deepEqual(shareAll(parts, 2), [0, 0]);
});

test("[A6] whose part has filled while they looked is moved, once, and sees the part that sees them", () => {
  const parts = new Parts();
  assert.equal(parts.of("Tenants", "late"), 0);
  shareAll(parts, PART_PEOPLE_MAX);
  assert.equal(parts.of("Tenants", "late"), 0, "one name sees one part");
  assert.deepEqual(parts.share("Tenants", "late"), { part: 1, isMoved: true });
  assert.deepEqual(parts.share("Tenants", "late"), { part: 1, isMoved: false });
  assert.equal(parts.of("Tenants", "late"), 1);
});

test("[A6] no part has more than its places, whoever looks, shares, stops and changes", (t) => {
  const step = fc.record({
    does: fc.constantFrom("of", "share", "share", "share", "stop"),
    contingent: fc.constantFrom("Tenants", "Nurses"),
    person: fc.nat(400).map((i) => `p${i}`),
  });
  let full = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 1_000, maxLength: 2_000, size: "max" }), (steps) => {
      const [parts, sharing] = [new Parts(), new Map<string, string>()];
      for (const { does, contingent, person } of steps) {
        if (does === "of") parts.of(contingent, person);
        else if (does === "stop") {
          parts.stop(person);
          sharing.delete(person);
        } else {
          const { part } = parts.share(contingent, person);
          assert.equal(parts.of(contingent, person), part);
          sharing.set(person, `${part} ${contingent}`);
        }
      }
      const sizes = new Map<string, number>();
      for (const part of sharing.values()) sizes.set(part, (sizes.get(part) ?? 0) + 1);
      for (const size of sizes.values()) assert.ok(size <= PART_PEOPLE_MAX);
      full += [...sizes.values()].filter((size) => size === PART_PEOPLE_MAX).length;
    }),
    { seed: SEED, numRuns: 40, endOnFailure: true },
  );
  t.diagnostic(`seed ${SEED}, ${full} parts were full`);
  assert.ok(full > 0);
});

test("[A6] a march that invents people remembers no more than 20,000", () => {
  const parts = new Parts();
  parts.share("Tenants", "ann");
  for (let i = 0; i <= SEEN_MAX; i += 1) parts.of("Inventions", `p${i}`);
  assert.equal(parts.size, SEEN_MAX);
  assert.deepEqual(parts.share("Tenants", "ann"), { part: 0, isMoved: false });
  parts.stop("ann");
  assert.equal(parts.size, SEEN_MAX);
});
