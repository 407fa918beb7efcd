import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { BOB, Told, text } from "../../test/told-view.ts";
import { laws } from "../laws.ts";
import { map } from "./map.ts";
import { register } from "./register.ts";

const topics = map({ name: "topics", value: text });
const title = register({ name: "title", value: text });

const keys = fc.constantFrom("a", "b", "c");
const values = fc.oneof(
  fc.tuple(keys, fc.constantFrom("x", "y")).map(([key, value]) => topics.put(key, value)),
  keys.map((key) => topics.remove(key)),
);

test("[R31] the laws hold for a map", () => laws(topics, values));

test("[R30] the laws hold for a register", () =>
  laws(title, fc.oneof(fc.constant(title.clear()), fc.constantFrom("x", "y").map(title.set))));

test("[R10] [R31] what is removed stays away when it comes late, and may be put again", () => {
  const told = new Told(topics);
  const first = told.write(topics.put("lunch", "12:00"), 10);
  const removal = told.write(topics.remove("lunch"), 20, BOB);
  assert.equal(topics.get(told.view, "lunch"), undefined);
  assert.equal(told.take(first), false);
  assert.deepEqual([...told.kept], [removal], "the value's record is not kept");
  told.write(topics.put("lunch", "13:00"), 30);
  assert.equal(topics.get(told.view, "lunch"), "13:00");
  assert.deepEqual(
    told.deltas.map(({ key, now }) => [key, now?.value]),
    [
      ["lunch", "12:00"],
      ["lunch", undefined],
      ["lunch", "13:00"],
    ],
  );
});

test("[R10] [R31] a removal that arrives before what it removes keeps it away", () => {
  const told = new Told(topics);
  const put = told.entry(topics.put("lunch", "12:00"), 10);
  const removal = told.write(topics.remove("lunch"), 20);
  assert.equal(told.take(put), false);
  assert.equal(told.forget(removal), true);
  assert.deepEqual([told.view.items.size, told.view.gone.size], [0, 0]);
});

test("[R30] a register shows the youngest value, and nothing once it is cleared", () => {
  const told = new Told(title);
  told.write(title.set("Agenda"), 20);
  assert.equal(told.take(told.entry(title.set("Draft"), 10)), false);
  assert.equal(title.get(told.view), "Agenda");
  told.write(title.clear(), 30);
  assert.equal(title.get(told.view), undefined);
});

function judge(value: unknown): boolean {
  return "issues" in title.value["~standard"].validate(value);
}

test("[R30] [R31] a value of another key or another form is none", () => {
  assert.equal(judge({ key: "2", value: "x" }), true);
  assert.equal(judge({ key: "1", value: 3 }), true);
  assert.equal(judge({ key: "1" }), true);
  assert.equal(judge(null), true);
  const { validate } = topics.value["~standard"];
  assert.deepEqual(validate({ key: "a", value: "x", more: 1 }), { value: topics.put("a", "x") });
  assert.equal("issues" in validate({ key: "", value: "x" }), true);
  assert.equal("issues" in validate("a"), true);
});
