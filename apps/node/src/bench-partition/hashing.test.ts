import assert from "node:assert/strict";
import { test } from "node:test";
import { bigInt, assert as check, integer, nat, property } from "fast-check";
import { hashOf, jump, modulo, rendezvous } from "./hashing.ts";

const KEYS = Array.from({ length: 2_000 }, (_, number) => hashOf(`key ${number}`));
const SEED = { seed: 20_261_121, numRuns: 60 };
const sizes = integer({ min: 1, max: 60 });
const keys = bigInt({ min: 0n, max: 2n ** 64n - 1n });

function membersOf(size: number): readonly bigint[] {
  return Array.from({ length: size }, (_, number) => hashOf(`member ${number}`));
}

test("[N33] jump hashing answers what other implementations of the paper answer", () => {
  const known: readonly (readonly [bigint, number, number])[] = [
    [1n, 1, 0],
    [0n, 60, 0],
    [1n, 60, 55],
    [2n, 60, 46],
    [42n, 57, 43],
    [0xdead10ccn, 666, 361],
    [256n, 1_024, 520],
  ];
  for (const [key, members, index] of known) assert.equal(jump(key, members), index, `${key}`);
});

test("[N33] jump hashing: one more member takes keys, and no two others change theirs", () => {
  const holds = property(keys, sizes, (key, size) => {
    const [before, after] = [jump(key, size), jump(key, size + 1)];
    assert.ok(before < size);
    assert.ok(after === before || after === size);
  });
  check(holds, { ...SEED, numRuns: 2_000 });
});

test("[N33] rendezvous hashing: a leaver's keys alone move, wherever it stands", () => {
  const holds = property(keys, sizes, nat(), (key, size, pick) => {
    const members = membersOf(size + 1);
    const leaver = members[pick % members.length];
    const before = rendezvous(key, members);
    const rest = members.filter((member) => member !== leaver);
    assert.ok(before === leaver || rendezvous(key, rest) === before);
    assert.equal(rendezvous(key, rest.toReversed()), rendezvous(key, rest));
  });
  check(holds, { ...SEED, numRuns: 1_000 });
});

test("[N33] modulo is the remainder, and adding a member moves almost every key", () => {
  for (const key of KEYS.slice(0, 100)) assert.equal(BigInt(modulo(key, 7)), key - (key / 7n) * 7n);
  const moved = KEYS.filter((key) => modulo(key, 10) !== modulo(key, 11)).length;
  assert.ok(Math.abs(moved / KEYS.length - 10 / 11) < 0.03, `${moved}`);
});

test("[N33] each of the three gives every member about its share", () => {
  const members = membersOf(10);
  const ways = {
    jump: (key: bigint) => jump(key, 10),
    modulo: (key: bigint) => modulo(key, 10),
    rendezvous: (key: bigint) => members.indexOf(rendezvous(key, members)),
  };
  for (const [name, way] of Object.entries(ways)) {
    const counts = [...Map.groupBy(KEYS, way).values()].map(({ length }) => length);
    assert.equal(counts.length, 10, name);
    // 200 each; five standard deviations of a fair choice are 67.
    for (const count of counts) assert.ok(Math.abs(count - 200) < 67, `${name}: ${count}`);
  }
});
