import assert from "node:assert/strict";
import { test } from "node:test";
import { Position, placeOf } from "../src/model.ts";
import { blurred } from "./blur.ts";
import { sentPosition } from "./sent-position.ts";
import { USUAL } from "./settings.ts";

const ME = { person: "p", contingent: "Nurses" };
const HERE = placeOf(40.7069, -74.0113);

test("[W38] a position is sent as it is, or on the grid where the person wishes so", () => {
  assert.deepEqual(sentPosition(ME, HERE, USUAL), { ...ME, place: HERE });
  const sent = sentPosition(ME, HERE, { ...USUAL, isBlurred: true });
  assert.deepEqual(sent.place, blurred(HERE));
  assert.notDeepEqual(sent.place, HERE);
});

test("[W37] the wish to be forgotten goes with each position, and nothing where there is none", () => {
  for (const keepMinutes of [30, 60, 120] as const) {
    const sent = sentPosition(ME, HERE, { ...USUAL, keepMinutes });
    assert.equal(sent.keepMinutes, keepMinutes);
    assert.ok(Position.safeParse(sent).success);
  }
  assert.ok(!("keepMinutes" in sentPosition(ME, null, USUAL)));
  assert.equal(sentPosition(ME, null, { ...USUAL, isBlurred: true }).place, null);
});
