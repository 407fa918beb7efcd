import assert from "node:assert/strict";
import test from "node:test";
import { FakeTimers } from "../test/fake-timers.ts";
import { WALK } from "../test/walk.ts";
import { journalContract } from "./journal.contract.ts";
import { MemoryJournal } from "./journal-memory.ts";

journalContract("memory", async () => new MemoryJournal());

test("[M17] memory: counters also grow when the process that forgot them is started again", async () => {
  const timers = new FakeTimers();
  const before = await new MemoryJournal(timers).open(WALK);
  await timers.pass(1_000);
  const after = await new MemoryJournal(timers).open(WALK);
  assert.ok(after.counter > before.counter);
});
