import assert from "node:assert/strict";
import test from "node:test";
import { FakeTimers } from "../test/fake-timers.ts";
import { ENDS_AT, steps, WALK, walker, walkPorts, walkRoom } from "../test/walk.ts";
import { Host } from "./host.ts";
import { Owner } from "./owner.ts";
import { defineRoom } from "./room.ts";
import { signToken } from "./token.ts";

test("[M14] a definition that can serve no room is refused when it is made", () => {
  const room = walkRoom();
  for (const kind of ["", "a/b", "a b", "n".repeat(65)]) {
    assert.throws(() => defineRoom({ ...room, kind }), { name: "TypeError", message: /1 to 64/ });
  }
  assert.throws(() => defineRoom({ ...room, models: [steps, steps] }), /two models .* steps/);
  const twice = [walkRoom(), walkRoom()];
  assert.throws(() => new Host(twice, walkPorts(new FakeTimers())), /the same kind/);
});

test("[M14] a token key of less than 32 bytes signs nothing and opens nothing", async () => {
  const tokenKey = new Uint8Array(31);
  const short = { name: "RangeError", message: /31 bytes, at least 32/ };
  await assert.rejects(signToken(tokenKey, WALK, walker("ann", "a")), short);
  const room = walkRoom({ tokenKey, endsAt: ENDS_AT });
  await assert.rejects(Owner.open(room, WALK.id, walkPorts(new FakeTimers())), short);
});

test("[M6] a command may answer at once, and fail at once", async () => {
  const timers = new FakeTimers();
  const room = walkRoom({
    start: () => ({
      audiences: () => [],
      route: () => [],
      mayWrite: () => null,
      commands: {
        now: () => 5,
        bug: () => {
          throw new TypeError("a bug");
        },
      },
      notes: [],
    }),
  });
  const owner = await Owner.open(room, WALK.id, walkPorts(timers));
  const ann = walker("ann", "a");
  await assert.rejects(owner.call(ann, "bug", null), /a bug/);
  assert.equal(await owner.call(ann, "now", null), 5);
  assert.throws(() => owner.call(ann, "later", null), {
    message: "no command later: there is now, bug",
  });
});
