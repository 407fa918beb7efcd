import assert from "node:assert/strict";
import { test } from "node:test";
import { generateKeys, openIdentity } from "@muster/replica";
import { encodeStewards, STEWARDS_NOTE } from "../src/stewards.ts";
import { actionsOn } from "./steward-actions.ts";
import { Stewardship, type StewardshipPorts } from "./stewardship.ts";

const identity = await openIdentity(await generateKeys());

function of(rights: readonly string[], room: Partial<StewardshipPorts["room"]> = {}) {
  const joined = { person: "ada", token: "t", contingent: "Nurses", rights };
  const deaf = { call: () => Promise.reject(new Error("not asked for")), now: () => 7.5 };
  return new Stewardship({ identity, march: "m", joined, room: { ...deaf, ...room } });
}

const told = (people: readonly string[]) => ({ name: STEWARDS_NOTE, body: encodeStewards(people) });

test("[W60] before the march has told, a steward is one by their rights, and may act", () => {
  const steward = of(["share", "steward"]);
  assert.equal(steward.isMine, true);
  assert.equal(actionsOn({ me: "ada", stewards: steward.known }, "ben").length, 4);
  assert.equal(of(["share"]).isMine, false);
  assert.deepEqual(of(["share"]).known, []);
});

test("[W60] what the march tells counts from then on, whatever the rights were", () => {
  const former = of(["share", "steward"]);
  former.hear(told(["ben"]));
  assert.deepEqual([former.isMine, former.known], [false, ["ben"]]);
  const next = of(["share"]);
  next.hear({ name: "another note", body: new Uint8Array() });
  assert.equal(next.isMine, false);
  next.hear(told(["ben", "ada"]));
  assert.deepEqual([next.isMine, next.known], [true, ["ben", "ada"]]);
});

test("[W63] a decision is signed for the march's time and asked of it at once; its no is thrown", async () => {
  const asked: unknown[] = [];
  const call = async (name: string, args: unknown): Promise<unknown> => {
    asked.push([name, args]);
    return { did: "vouch" };
  };
  const steward = of(["steward"], { call });
  await steward.decide("vouch", "ben");
  await steward.links();
  await steward.invite("share");
  const [[name, args], links, invite] = asked as [[string, { at: number }], unknown, unknown];
  assert.deepEqual([name, args.at], ["decide", 8]);
  assert.deepEqual(links, ["links", {}]);
  assert.deepEqual(invite, ["invite", { rights: ["share"] }]);
  await assert.rejects(of(["steward"]).decide("end"), /not asked for/);
});
