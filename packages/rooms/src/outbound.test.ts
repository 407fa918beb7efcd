import assert from "node:assert/strict";
import test from "node:test";
import { keptStep } from "../test/walk.ts";
import { Outbound } from "./outbound.ts";

const note = (name: string, byte: number) => ({ name, body: Uint8Array.of(byte) });

test("[M12] of one key only the newest record goes out, of one name the newest note", () => {
  const outbound = new Outbound();
  for (let x = 1; x <= 100; x += 1) {
    outbound.record("a", keptStep("ann", x));
    outbound.note("a", note("count", x));
  }
  const values = outbound.recordsFor(["a"]).map(({ entry }) => entry.value);
  assert.deepEqual(values, [{ who: "ann", group: "a", x: 100 }]);
  assert.deepEqual(outbound.notesFor(["a"]), [note("count", 100)]);
});

test("[M12] who is in two audiences of a record gets it once", () => {
  const outbound = new Outbound();
  const kept = keptStep("ann", 1);
  outbound.record("a", kept);
  outbound.record("display", kept);
  assert.deepEqual(outbound.recordsFor(["a", "display"]), [kept]);
  assert.deepEqual(outbound.recordsFor(["b"]), []);
});

test("[M18] what an erase dropped does not go out any more, nor what was said of it", () => {
  const outbound = new Outbound();
  const [ann, bob] = [keptStep("ann", 1), keptStep("bob", 2)];
  outbound.record("a", ann);
  outbound.record("a", bob);
  outbound.note("a", note("count", 2));
  outbound.erase(ann.record.stamp);
  assert.deepEqual(outbound.recordsFor(["a"]), [bob]);
  assert.deepEqual(outbound.notesFor(["a"]), []);
});
