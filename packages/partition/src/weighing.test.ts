import assert from "node:assert/strict";
import { test } from "node:test";
import { FakePorts } from "../test/fake-ports.ts";
import type { Fault } from "./fault.ts";
import { join, memory, type News } from "./index.ts";
import { Weighing } from "./weighing.ts";

const throws = () => {
  throw new Error("no weights today");
};
const NONE = new Map<string, number>();

test("[P12] a weight that is none is told once, and that of before counts, or 1", () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, -1, 1n, "x", undefined, null, {}]) {
    const told: Fault[] = [];
    let weight: unknown = bad;
    const weighing = new Weighing({
      weigh: () => weight as number,
      onUnweighed: (why) => told.push(why),
    });
    assert.deepEqual([...weighing.loadsOf(["a"], NONE)], [["a", 1]]);
    assert.deepEqual([...weighing.loadsOf(["a"], new Map([["a", 5]]))], [["a", 5]]);
    assert.deepEqual(
      told.map(({ code }) => code),
      ["bad_input"],
    );
    weight = 0;
    assert.deepEqual([...weighing.loadsOf(["a"], NONE)], [["a", 0]]);
    weight = bad;
    weighing.loadsOf(["a"], NONE);
    assert.equal(told.length, 2);
  }
});

test("[P7] [P12] an application that throws when it weighs goes on, and is told as news", async () => {
  const ports = new FakePorts();
  const group = await join(memory(), "reports", { partitions: 4, ports, weigh: throws });
  const told: News[] = [];
  group.on("news", (news) => told.push(news));
  await ports.pass(10_000);
  assert.deepEqual([group.keys.size, group.owned("0").isUsable], [4, true]);
  const [news] = told;
  assert.ok(news?.kind === "unweighed" && told.length === 1, JSON.stringify(told));
  assert.match(String(news.why.cause), /no weights today/);
  void group.leave();
  await ports.pass(200);
  await group.left;
});
