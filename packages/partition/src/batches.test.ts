import assert from "node:assert/strict";
import { test } from "node:test";
import { HandMember, joined, newTables } from "../test/hand-member.ts";
import type { Request } from "./store.ts";

const MANY = { partitions: 2_500, fenced: false };
const NONE = { partitions: 0, fenced: false };
const NAMES = Array.from({ length: 2_500 }, (_, n) => `room/${n}`);

/** Answers all that it asks, and says what that was. */
function asked(member: HandMember): Request[] {
  const requests: Request[] = [];
  for (
    let [call] = member.state.calls.values();
    call !== undefined;
    [call] = member.state.calls.values()
  ) {
    requests.push(call.request);
    member.answer(call.request.kind);
  }
  return requests;
}

test("[P14] no claim brings more than 1,000 partitions, and they go on until there are none", () => {
  const member = new HandMember(newTables(MANY), MANY).tick();
  const quotas = asked(member).flatMap((each) => (each.kind === "claim" ? [each.quota] : []));
  assert.deepEqual(quotas.slice(0, 3), [1_000, 2_000, 2_500]);
  assert.equal(member.held.length, 2_500);
});

test("[P14] a claim that finds less than it asked for is not repeated at once", () => {
  const tables = newTables(MANY);
  const first = joined(tables, MANY);
  const second = new HandMember(tables, MANY).tick();
  const claims = asked(second).filter(({ kind }) => kind === "claim");
  // One after it joined, one after its first heartbeat.
  assert.deepEqual([claims.length, second.held.length, first.held.length], [2, 0, 2_500]);
});

test("[P14] no release gives more than 1,000 keys back", () => {
  const member = joined(newTables(MANY), MANY).handle({ kind: "leave" });
  member
    .handle({ kind: "stopped", turn: 1, isFinished: true })
    .yield(...member.held, ...member.state.holdings.keys());
  const counts = asked(member).map((each) =>
    each.kind === "release" ? each.keys.length : each.kind,
  );
  assert.deepEqual(counts, [1_000, 1_000, 500, "leave"]);
});

test("[P14] no request names more than 1,000 names, and none twice", () => {
  const member = joined(newTables(NONE), NONE);
  member.handle({ kind: "want", keys: NAMES }).handle({ kind: "want", keys: NAMES });
  const counts = asked(member).flatMap((each) =>
    each.kind === "claimNames" ? [each.keys.length] : [],
  );
  assert.deepEqual(counts, [1_000, 1_000, 500]);
  assert.equal(member.held.length, 2_500);
});

test("[P8] names that the answer leaves out are asked later, and hold up no partition", () => {
  const settings = { partitions: 4, fenced: false };
  const tables = newTables(settings);
  const other = joined(tables, settings);
  const member = joined(tables, settings);
  other.pass(500).tick().answerAll();
  member.handle({ kind: "want", keys: ["ghost"] });
  const asks = { claim: 0, claimNames: 0 };
  for (let ms = 0; ms < 1_000; ms += 100) {
    other.pass(100).tick().answerAll().yield("0", "1", "2", "3");
    member.pass(100).tick();
    for (let [call] = member.state.calls.values(); call; [call] = member.state.calls.values()) {
      const { kind } = call.request;
      if (kind === "claim" || kind === "claimNames") asks[kind] += 1;
      assert.ok(asks.claimNames < 100, "asked again at once");
      if (kind !== "claimNames") member.answer(kind);
      else {
        const answer = { kind, value: [], timeline: 1 } as const;
        member.handle({ kind: "answered", call: call.number, answer });
      }
    }
  }
  assert.deepEqual(member.held.length, 2);
  assert.ok(asks.claim > 0 && asks.claimNames > 1 && asks.claimNames <= 11, JSON.stringify(asks));
});
