import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type { Fence } from "./fence.ts";
import {
  areInUse,
  type Holdings,
  numberedCount,
  orphaned,
  type Situation,
  settleHoldings,
  sparesOf,
  withClaimed,
  withNames,
  without,
  withStopped,
  withUnwanted,
} from "./holdings.ts";

const fence = (nonce: number): Fence => ({ timeline: 1, counter: nonce, nonce });
const owned = (key: string, nonce = 1) => ({ key, fence: fence(nonce) });

const NOW: Situation = {
  atMs: 0,
  may: true,
  quota: 99,
  leaving: false,
  stopMs: 5_000,
  choose: (keys, count) => keys.slice(-count || keys.length),
};

/** Claimed, and with the lease in use. */
function held(...keys: string[]): Holdings {
  const claimed = withClaimed(
    new Map(),
    keys.map((key) => owned(key)),
  );
  return settleHoldings(claimed, NOW).holdings;
}

const phases = (holdings: Holdings) =>
  Object.fromEntries([...holdings].map(([key, { phase }]) => [key, phase]));

test("[P8] what is claimed is owned once the lease is held, and not before", () => {
  const claimed = withClaimed(new Map(), [owned("1")]);
  assert.deepEqual(settleHoldings(claimed, { ...NOW, may: false }).own, []);
  assert.deepEqual(settleHoldings(claimed, NOW).own, [owned("1")]);
});

test("[P8] what is above the quota is lost, released when the application has stopped", () => {
  const moves = settleHoldings(held("1", "2", "3"), { ...NOW, quota: 2 });
  assert.deepEqual([moves.lose, numberedCount(moves.holdings)], [["3"], 3]);
  assert.deepEqual(sparesOf(settleHoldings(moves.holdings, { ...NOW, quota: 2 }).holdings), []);
  const stopped = withStopped(moves.holdings, [owned("3")]);
  const after = settleHoldings(stopped, { ...NOW, quota: 2 }).holdings;
  assert.deepEqual(sparesOf(after), [owned("3")]);
  assert.deepEqual(phases(without(after, [owned("3")])), { 1: "held", 2: "held" });
});

test("[P8] what is not in use goes first", () => {
  const claimed = withClaimed(held("1", "2"), [owned("1"), owned("2"), owned("0", 2)]);
  const moves = settleHoldings(claimed, { ...NOW, quota: 2 });
  assert.deepEqual(moves.lose, []);
  assert.deepEqual(sparesOf(moves.holdings), [owned("0", 2)]);
});

test("[P8] what the answer to a claim does not list is lost; names are not in it", () => {
  const before = withNames(held("1", "2"), [owned("room/1")]);
  const moves = settleHoldings(withClaimed(before, [owned("2")]), NOW);
  assert.deepEqual(moves.lose, ["1"]);
  const after = settleHoldings(withStopped(moves.holdings, [owned("1")]), NOW).holdings;
  assert.deepEqual(phases(after), { 2: "held", "room/1": "held" });
});

test("[P6] without the lease everything is lost, and owned again under the same fence", () => {
  const lapsed = settleHoldings(held("1"), { ...NOW, may: false });
  assert.deepEqual(lapsed.lose, ["1"]);
  assert.equal(areInUse(lapsed.holdings), true);
  const stopped = withStopped(lapsed.holdings, [owned("1", 1)]);
  assert.deepEqual(settleHoldings(stopped, NOW).own, [owned("1")]);
});

test("[P8] an application that does not stop holds nobody up for longer than 5 s", () => {
  const { holdings } = settleHoldings(held("1"), { ...NOW, quota: 0 });
  const at = (atMs: number) => settleHoldings(holdings, { ...NOW, quota: 0, atMs }).holdings;
  assert.deepEqual(sparesOf(at(4_999)), []);
  assert.deepEqual(sparesOf(at(5_000)), [owned("1")]);
});

test("[P8] a key lost with the lease is not kept longer than 5 s either, though it is wanted again", () => {
  const { holdings } = settleHoldings(held("1"), { ...NOW, may: false });
  const at = (atMs: number) => settleHoldings(holdings, { ...NOW, atMs }).holdings;
  assert.deepEqual(phases(at(4_999)), { 1: "stopping" });
  assert.deepEqual(sparesOf(at(5_000)), [owned("1")]);
});

test("[P8] that an application is through with an earlier ownership ends no later one", () => {
  const lost = settleHoldings(held("1"), { ...NOW, quota: 0, atMs: 0 }).holdings;
  const given = settleHoldings(lost, { ...NOW, quota: 0, atMs: 5_000 }).holdings;
  const again = withClaimed(without(given, sparesOf(given)), [owned("1", 2)]);
  const lostAgain = settleHoldings(settleHoldings(again, NOW).holdings, { ...NOW, quota: 0 });
  const late = withStopped(lostAgain.holdings, [owned("1", 1)]);
  assert.deepEqual(phases(late), { 1: "stopping" });
  assert.deepEqual(phases(withStopped(late, [owned("1", 2)])), { 1: "idle" });
});

test("[P8] a named key is outside the quota, and stays until it is unwanted", () => {
  const named = withNames(held("1"), [owned("room")]);
  const { holdings } = settleHoldings(named, { ...NOW, quota: 1 });
  assert.deepEqual(phases(holdings), { 1: "held", room: "held" });
  assert.equal(numberedCount(holdings), 1);
  assert.deepEqual(settleHoldings(withUnwanted(holdings, ["room"]), NOW).lose, ["room"]);
  assert.deepEqual(settleHoldings(holdings, { ...NOW, leaving: true }).lose, ["room"]);
});

test("[P8] what a dead member claimed is waited for, never released or owned again", () => {
  const { holdings } = settleHoldings(orphaned(held("1")), NOW);
  assert.deepEqual(phases(holdings), { 1: "stopping" });
  const stopped = settleHoldings(withStopped(holdings, [owned("1", 1)]), NOW);
  assert.deepEqual([phases(stopped.holdings), stopped.own], [{}, []]);
});

test("[P8] a release that is answered late takes away no later claim", () => {
  const claimed = withClaimed(new Map(), [owned("1", 2)]);
  assert.deepEqual(phases(without(claimed, [owned("1", 1)])), { 1: "idle" });
});

type Command =
  | { readonly kind: "claim" | "name" | "yield" | "unwant" | "release"; readonly key: string }
  | { readonly kind: "lease"; readonly may: boolean }
  | { readonly kind: "quota"; readonly quota: number }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "die" };

const key = fc.constantFrom("0", "1", "2", "3", "4");
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("claim" as const, "name" as const, "yield" as const, "unwant" as const),
    key,
  }),
  fc.record({ kind: fc.constant("release" as const), key }),
  fc.record({ kind: fc.constant("lease" as const), may: fc.boolean() }),
  fc.record({ kind: fc.constant("quota" as const), quota: fc.nat({ max: 5 }) }),
  fc.record({ kind: fc.constant("wait" as const), ms: fc.nat({ max: 6_000 }) }),
  fc.constant({ kind: "die" as const }),
);

test("[P8] whatever comes, a key is owned and lost by turns, and held only with the lease", () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      let holdings: Holdings = new Map();
      const situation = { may: true, quota: 99, atMs: 0 };
      let nonces = 0;
      const using = new Set<string>();
      for (const each of commands) {
        if (each.kind === "lease") situation.may = each.may;
        else if (each.kind === "quota") situation.quota = each.quota;
        else if (each.kind === "wait") situation.atMs += each.ms;
        else if (each.kind === "die") holdings = orphaned(holdings);
        else holdings = changed(holdings, each, ++nonces);
        const moves = settleHoldings(holdings, { ...NOW, ...situation });
        holdings = moves.holdings;
        for (const lost of moves.lose) assert.ok(using.delete(lost), `${lost} was not owned`);
        for (const got of moves.own) {
          assert.ok(!using.has(got.key), `${got.key} is owned twice`);
          using.add(got.key);
        }
        const inUse = [...holdings].flatMap(([at, { phase }]) => (phase === "held" ? [at] : []));
        assert.deepEqual(new Set(inUse), using);
        assert.ok(situation.may || using.size === 0);
      }
    }),
    { numRuns: 300 },
  );
});

/** A database gives a key again only once it was released. */
function changed(
  holdings: Holdings,
  { kind, key: at }: Extract<Command, { key: string }>,
  nonce: number,
): Holdings {
  const before = holdings.get(at);
  if (kind === "claim") return withClaimed(holdings, [owned(at, before?.fence?.nonce ?? nonce)]);
  if (kind === "name") return withNames(holdings, [owned(`n${at}`, nonce)]);
  if (kind === "yield") return withStopped(holdings, [owned(at, before?.given ?? 0)]);
  if (kind === "unwant") return withUnwanted(holdings, [`n${at}`]);
  return without(holdings, sparesOf(holdings));
}
