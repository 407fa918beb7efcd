import assert from "node:assert/strict";
import { test } from "node:test";
import { PART_PEOPLE_MAX, Parts, SEATS_MAX } from "./parts.ts";

test("[A6] the 151st person of a contingent opens its second part", () => {
  const parts = new Parts();
  const given = Array.from({ length: 151 }, (_, i) => parts.of("Tenants", `p${i}`));
  assert.deepEqual(
    given.map((part, i) => part === (i < PART_PEOPLE_MAX ? 0 : 1)),
    given.map(() => true),
  );
});

test("[A6] a person keeps their part, and contingents do not share parts", () => {
  const parts = new Parts();
  for (let i = 0; i < 200; i += 1) parts.of("Tenants", `p${i}`);
  assert.equal(parts.of("Tenants", "p0"), 0);
  assert.equal(parts.of("Tenants", "p199"), 1);
  assert.equal(parts.of("Nurses", "p199"), 0);
});

test("[A6] a march that invents people holds no more than its seats, and no part overfills", () => {
  const parts = new Parts();
  parts.of("Tenants", "gone");
  for (let i = 0; i < SEATS_MAX - 1; i += 1) parts.of("Inventions", `p${i}`);
  parts.of("Inventions", "p0");
  parts.of("Inventions", "one more");
  assert.equal(parts.size, SEATS_MAX);
  const partOfNext = parts.of("Inventions", "and another");
  assert.equal(partOfNext, 0, "the seat unused for longest is free again");
  assert.equal(parts.of("Inventions", "p0"), 0, "who was used since keeps theirs");
});
