import assert from "node:assert/strict";
import test from "node:test";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import { walker } from "../test/walk.ts";
import { Commands } from "./commands.ts";
import { COMMANDS_MAX, COMMANDS_OF_PERSON_MAX } from "./limits.ts";

/** The first command runs until `end` is called, and all others wait for it. */
function setUp() {
  const commands = new Commands(new FakeTimers(), ({ person }) => person === "steward");
  const ended = Promise.withResolvers<void>();
  const call = (person: string) => commands.run(walker(person, "a"), () => ended.promise);
  return { call, end: () => ended.resolve() };
}

test("[M6] of one person few commands wait, and others find a place", async () => {
  const { call, end } = setUp();
  const waiting = Array.from({ length: COMMANDS_OF_PERSON_MAX }, () => call("mallory"));
  assert.throws(() => call("mallory"), { code: "too_many" });
  waiting.push(call("ann"));
  end();
  await Promise.all(waiting);
  await settle();
  await call("mallory");
});

test("[M6] many people cannot fill the places of those whom the room names", async () => {
  const { call, end } = setUp();
  const waiting = Array.from({ length: COMMANDS_MAX }, (_, i) => call(`p${i}`));
  assert.throws(() => call("ann"), { code: "too_many" });
  const own = Array.from({ length: COMMANDS_OF_PERSON_MAX }, () => call("steward"));
  assert.throws(() => call("steward"), { code: "too_many" });
  end();
  await Promise.all([...waiting, ...own]);
  await settle();
  await Promise.all(Array.from({ length: COMMANDS_MAX }, (_, i) => call(`p${i}`)));
});
