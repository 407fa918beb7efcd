import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import { regroup } from "./regroup.ts";

interface Wish {
  readonly isSharing?: boolean;
  readonly seenUntil?: number | null;
  /** Whether the node takes the withdrawal in time. */
  readonly isTaken?: boolean;
}

async function done({ isSharing = false, seenUntil = 1, isTaken = true }: Wish): Promise<string> {
  const steps: string[] = [];
  const step = <Answer>(name: string, answer: Answer): Promise<Answer> => {
    steps.push(name);
    return Promise.resolve(answer);
  };
  const there = {
    sharing: {
      share: () => void steps.push("share"),
      stop: () => step("stop", true),
    },
  };
  const withdraw = () => step("withdraw", isTaken);
  const from = { seenUntil, sharing: { isSharing: signal(isSharing), withdraw } };
  assert.equal(await regroup({ from, open: () => step("open", there) }), there);
  return steps.join(", ");
}

test("[W57] who shares goes on sharing in the other contingent, and their pin stays", async () => {
  assert.equal(await done({ isSharing: true }), "open, share");
});

test("[W57] who does not share leaves no pin behind, also where the node is slow to hear of it", async () => {
  assert.equal(await done({}), "withdraw, open");
  assert.equal(await done({ isTaken: false }), "withdraw, open, stop");
  assert.equal(await done({ seenUntil: null }), "open");
});

test("[W57] a march that was left meanwhile is not opened again, and nothing is shared in it", async () => {
  for (const isSharing of [true, false]) {
    const sharing = { isSharing: signal(isSharing), withdraw: () => Promise.resolve(false) };
    const from = { seenUntil: 1, sharing };
    assert.equal(await regroup({ from, open: () => Promise.resolve(null) }), null);
  }
});
