import assert from "node:assert/strict";
import { test } from "node:test";
import { generateKeys, openIdentity, Verifier } from "@muster/replica";
import { base64url } from "jose";
import { isSigned } from "../src/statement.ts";
import { type JoinRequest, type Post, Refusal } from "./api.ts";
import { joinMarch, makeMarch } from "./join.ts";

const ID = "abcdefghijklmnop";
const NOW = 1_700_000_000_000;
const clock = { now: () => NOW };
const ANSWER = {
  person: "p",
  token: "t",
  rights: ["share"],
  contingent: "Nurses",
  endsAt: 5,
  lifetimeMs: 60_000,
  nowMs: 1,
};

async function invited() {
  return { id: ID, invite: "i", name: "n", contingents: [], links: [], keys: await generateKeys() };
}

/** A node whose clock shows `nowMs`, and that takes what is signed within a minute of it. */
function nodeAt(nowMs: number) {
  const asked: JoinRequest[] = [];
  const post: Post = <Answer>(_path: string, body: unknown) => {
    const request = body as JoinRequest;
    asked.push(request);
    const isRight = Math.abs(request.at - nowMs) < 60_000;
    if (!isRight) return Promise.reject(new Refusal(409, "your clock is wrong", nowMs));
    return Promise.resolve(ANSWER as Answer);
  };
  return { post, asked };
}

/** A node that refuses everything. */
function no(status: number, nowMs: number | null) {
  let asked = 0;
  const post: Post = () => {
    asked += 1;
    return Promise.reject(new Refusal(status, "no", nowMs));
  };
  return { post, count: () => asked };
}

test("[W18] a phone whose clock is wrong joins with the node's time", async () => {
  const march = await invited();
  const { post, asked } = nodeAt(NOW + 3_600_000);
  const kept = await joinMarch({ post, clock }, march, "Nurses");
  assert.equal(kept.joined?.token, "t");
  assert.equal(asked.length, 2);
  const { at, key, signature } = asked[1]!;
  const by = { key: base64url.decode(key), signature: base64url.decode(signature) };
  assert.ok(await isSigned(new Verifier(), { does: "join", march: ID, at }, by));
});

test("[W18] a node that says no twice, or for another reason, is not asked again", async () => {
  const march = await invited();
  for (const [node, count] of [
    [no(409, 1), 2],
    [no(409, null), 1],
    [no(401, 1), 1],
  ] as const) {
    await assert.rejects(joinMarch({ post: node.post, clock }, march, "Nurses"), Refusal);
    assert.equal(node.count(), count);
  }
});

test("[W20] the key that makes a march is the one it is joined with, and cannot be read", async () => {
  let stewardKey = "";
  const made: Post = <Answer>(_path: string, body: unknown) => {
    ({ stewardKey } = body as { readonly stewardKey: string });
    const answer = { id: ID, endsAt: 5, lifetimeMs: 60_000, nowMs: 1, invite: "i" };
    return Promise.resolve(answer as Answer);
  };
  const wanted = { name: "n", contingents: [], hours: 4, lifetimeSeconds: 60 };
  const march = await makeMarch(made, wanted);
  const { post, asked } = nodeAt(NOW);
  await joinMarch({ post, clock }, march, "Nurses");
  assert.equal(asked[0]?.key, stewardKey);
  assert.equal(stewardKey, base64url.encode((await openIdentity(march.keys)).publicKey));
  assert.equal(march.keys.privateKey.extractable, false);
});

test("[W1] neither making nor joining tells the node the march's name", async () => {
  const { post, asked } = nodeAt(NOW);
  await joinMarch({ post, clock }, { ...(await invited()), name: "a secret name" }, "Nurses");
  assert.ok(!JSON.stringify(asked).includes("secret"));
});
