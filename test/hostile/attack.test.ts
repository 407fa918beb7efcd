import assert from "node:assert/strict";
import { test } from "node:test";
import { type AttackReport, complaintsOf } from "./attack.ts";

const attacked = {
  seconds: 10,
  asked: 10_000,
  messages: 90_000,
  connections: 9,
  forged: 200,
  forgedAccepted: 0,
  megabyteFrames: 50,
  closed: {},
};
const borne: AttackReport = {
  people: 150,
  quietP99Ms: [100],
  attackedP99Ms: [200],
  ratio: 2,
  missedMoves: 0,
  quietMissedMoves: 0,
  behindMs: [[3, 4]],
  errors: [],
  attacks: [attacked],
  quietCpuMs: [1],
  attackedCpuMs: [2],
  growthMB: 50,
};

test("[S19] an attack is borne when pins come at most twice as late, none is missed and little is kept", () => {
  assert.deepEqual(complaintsOf(borne), []);
  const harmed: readonly (readonly [Partial<AttackReport>, RegExp])[] = [
    [{ ratio: 2.01 }, /2\.01 times as late/],
    [{ missedMoves: 1 }, /1 moves were missed/],
    [{ growthMB: 50.1 }, /keeps 50\.1 MB/],
    [{ attacks: [attacked, { ...attacked, forgedAccepted: 1 }] }, /1 forged sessions/],
    [{ errors: ["it broke"] }, /it broke/],
    [{ growthMB: null }, /nobody measured what/],
    [{ ratio: Number.NaN }, /nobody measured how late/],
    [{ ratio: 0 }, /nobody measured how late/],
    [{ attacks: [] }, /nothing was attacked/],
    [{ attacks: [{ ...attacked, messages: 89_999 }] }, /no attack/],
    [{ attacks: [{ ...attacked, seconds: 0 }] }, /no attack/],
    [{ attacks: [attacked, { ...attacked, forged: 49 }] }, /no attack/],
    [{ attacks: [attacked, { ...attacked, megabyteFrames: 9 }] }, /no attack/],
  ];
  for (const [harm, complaint] of harmed) {
    const complaints = complaintsOf({ ...borne, ...harm });
    assert.equal(complaints.length, 1);
    assert.match(complaints[0] ?? "", complaint);
  }
});
