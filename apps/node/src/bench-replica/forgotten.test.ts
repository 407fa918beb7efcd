import assert from "node:assert/strict";
import { test } from "node:test";
import { measureForgotten, searched } from "./forgotten.ts";
import { OurSubject } from "./ours/ours.ts";

const texts = { gone: ["one", "two"], stays: ["three"] };

test("[N36] deleted texts are found in either encoding, wherever they are kept", () => {
  const utf16 = Buffer.from("..one..", "utf16le");
  const kept = [Buffer.from("..three.."), utf16, new Uint8Array(Buffer.from("two"))];
  assert.deepEqual(searched(kept, texts), { deleted: 2, found: 2, controlFound: true });
});

test("[N36] where what stays is not found, nothing was searched", () => {
  assert.deepEqual(searched([Buffer.from("else")], texts), {
    deleted: 2,
    found: 0,
    controlFound: false,
  });
});

test("[N36] of what ours removed, erased and let expire nothing is kept or sent", async () => {
  const { main } = await measureForgotten(new OurSubject());
  assert.deepEqual(main, { deleted: 4, found: 0, controlFound: true });
});
