import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "@muster/rooms";
import { describeError } from "./describe-error.ts";

function of(cause: unknown): string {
  return describeError(new Fault("unavailable", "the database does not answer", { cause }));
}

test("[N28] a fault is told with what it came from, in one line", () => {
  assert.equal(of(new Error("timeout")), "the database does not answer (timeout)");
  const nowhere = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
  assert.equal(of(nowhere), "the database does not answer (ECONNREFUSED)");
  assert.equal(of(undefined), "the database does not answer");
});

test("[N28] a bug is told with where it is", () => {
  assert.match(describeError(new TypeError("x is not a place")), /^TypeError: .*\n +at .*test\.ts/);
  assert.equal(describeError("thrown by somebody"), "thrown by somebody");
});
