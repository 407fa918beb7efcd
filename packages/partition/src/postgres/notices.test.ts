import assert from "node:assert/strict";
import { test } from "node:test";
import { FakePorts } from "../../test/fake-ports.ts";
import { Notices } from "./notices.ts";

test("[P14] who notifies without end is heard ten times a second, and the last is not lost", async () => {
  const ports = new FakePorts();
  const told: string[] = [];
  const notices = new Notices(ports, (what) => told.push(what));
  for (let i = 0; i < 10; i += 1) notices.hear("reports");
  assert.equal(told.length, 10);
  for (let ms = 0; ms < 1_000; ms += 10) {
    notices.hear("reports");
    await ports.pass(10);
  }
  assert.ok(told.length >= 19 && told.length <= 21, `${told.length}`);
  notices.hear("reports");
  const before = told.length;
  await ports.pass(200);
  assert.equal(told.length, before + 1);
  notices.hear("mailers");
  assert.equal(told.at(-1), "mailers");
});
