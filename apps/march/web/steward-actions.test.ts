import assert from "node:assert/strict";
import { test } from "node:test";
import { STEWARDS_MAX } from "../src/limits.ts";
import { actionsOn, mayResign } from "./steward-actions.ts";

const two = { me: "ada", stewards: ["ada", "ben"] };

test("[W60] who is no steward is offered nothing", () => {
  const plain = { ...two, me: "cyd" };
  assert.deepEqual(actionsOn(plain, "dan"), []);
  assert.equal(mayResign(plain), false);
});

test("[W60] on a person all, on a steward removal alone, on oneself nothing", () => {
  assert.deepEqual(actionsOn(two, "cyd"), ["appoint", "hand-over", "vouch", "remove"]);
  assert.deepEqual(actionsOn(two, "ben"), ["remove"]);
  assert.deepEqual(actionsOn(two, "ada"), []);
});

test("[W60] a march that has all its stewards gets no more, nor for a moment", () => {
  const more = Array.from({ length: STEWARDS_MAX - 1 }, (_, i) => `steward-${i}`);
  const full = { me: "ada", stewards: ["ada", ...more] };
  assert.deepEqual(actionsOn(full, "cyd"), ["vouch", "remove"]);
  const nearly = { ...full, stewards: full.stewards.slice(0, -1) };
  assert.equal(actionsOn(nearly, "cyd").length, 4);
});

test("[W60] the only steward does not resign", () => {
  assert.equal(mayResign(two), true);
  assert.equal(mayResign({ me: "ada", stewards: ["ada"] }), false);
});
