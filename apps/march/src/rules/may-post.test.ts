import assert from "node:assert/strict";
import { test } from "node:test";
import { guest, openMarch } from "../../test/fake-march.ts";
import { admit, comer, keyComer, newId, post, toldOf, write } from "../../test/fake-people.ts";
import { POST_LIMIT } from "../limits.ts";
import { announcementsOf, feedOf, posts } from "../models/posts.ts";

const forbidden = { code: "forbidden" };
const tooMany = { code: "too_many" };
const textsIn = ({ owner, timers }: Awaited<ReturnType<typeof openMarch>>, feed: string | null) => {
  const view = owner.space.view(posts);
  const seen =
    feed === null ? announcementsOf(view, timers.now()) : feedOf(view, feed, timers.now());
  return seen.map(({ text }) => text);
};

test("[A17] members write in their own feed, in their own name, and it reaches them and stewards only", async () => {
  const open = await openMarch();
  const ada = comer(open, "ada");
  await post(open, ada, { text: "water at the bank" });
  await assert.rejects(post(open, ada, { feed: "Nurses" }), forbidden);
  await assert.rejects(post(open, { ...ada, rights: ["display"] }), forbidden);
  const said = { text: "x", at: open.timers.now() };
  const asBen = { model: posts, value: { id: newId("ben"), by: "ben", feed: "Tenants", said } };
  await assert.rejects(write(open, ada, asBen), forbidden);
  assert.deepEqual(textsIn(open, "Tenants"), ["water at the bank"]);
  const steward = await keyComer(open, open.steward);
  const elsewhere = { ...steward, about: { ...steward.about, contingent: "Nurses" } };
  assert.deepEqual(toldOf(open, guest("ben")), ["posts"]);
  assert.deepEqual(toldOf(open, elsewhere), ["posts"]);
  assert.deepEqual(toldOf(open, guest("cyd", "Nurses")), []);
  assert.deepEqual(toldOf(open, guest("wall", "Tenants", ["display"])), []);
});

test("[A17] stewards alone announce to everyone", async () => {
  const open = await openMarch();
  await assert.rejects(post(open, comer(open, "ada"), { feed: null }), forbidden);
  const steward = { grant: await keyComer(open, open.steward), identity: open.steward };
  const by = steward.grant.person;
  const said = { text: "go home", at: open.timers.now() };
  const value = { id: newId(by), by, feed: null, said };
  assert.equal(await admit(open, steward, { model: posts, value }), "accepted");
  assert.deepEqual(textsIn(open, null), ["go home"]);
  assert.deepEqual(toldOf(open, guest("cyd", "Nurses", ["display"])), ["posts"]);
});

const back = (id: string, feed: string | null = "Tenants") =>
  ({ model: posts, value: { id, by: "ada", feed, said: null } }) as const;

test("[A17] a post is taken back by who wrote it or a steward, stays in its feed, and does not come back", async () => {
  const open = await openMarch();
  const [ada, ben] = [comer(open, "ada"), comer(open, "ben")];
  const [one, two] = [await post(open, ada), await post(open, ada)];
  await assert.rejects(write(open, ben, back(one)), forbidden);
  await assert.rejects(write(open, ada, back(one, null)), forbidden);
  await write(open, ada, back(one));
  open.timers.advance(1);
  const steward = { grant: await keyComer(open, open.steward), identity: open.steward };
  assert.equal(await admit(open, steward, back(two)), "accepted");
  assert.deepEqual(textsIn(open, "Tenants"), []);
  const said = { text: "again", at: open.timers.now() };
  const anew = { model: posts, value: { id: one, by: "ada", feed: "Tenants", said } };
  await assert.rejects(write(open, ada, anew), forbidden);
});

test("[A17] one person posts little at once, a feed that is full leaves the others free", async () => {
  const open = await openMarch();
  const ada = comer(open, "ada");
  for (let i = 0; i < POST_LIMIT.inWindowMax; i += 1) await post(open, ada);
  await assert.rejects(post(open, ada), tooMany);
  for (let i = POST_LIMIT.inWindowMax; i < POST_LIMIT.max; i += 1) {
    await post(open, comer(open, `p${i}`));
  }
  await assert.rejects(post(open, comer(open, "last")), tooMany);
  const cyd = guest("cyd", "Nurses");
  await post(open, cyd, { feed: "Nurses" });
});

test("[A17] taking back what nobody knows is held to the limits and the feeds of posting", async () => {
  const open = await openMarch();
  const ada = comer(open, "ada");
  await assert.rejects(write(open, ada, back(newId(), null)), forbidden);
  await assert.rejects(write(open, ada, back(newId(), "Nurses")), forbidden);
  for (let i = 0; i < POST_LIMIT.ofPersonMax; i += 1) await write(open, ada, back(newId()));
  await assert.rejects(write(open, ada, back(newId())), tooMany);
  await post(open, comer(open, "ben"));
});

test("[A17] what a steward took back stays so, in any feed, where the node hears of that first", async () => {
  const open = await openMarch();
  const steward = { grant: await keyComer(open, open.steward), identity: open.steward };
  const ada = guest("ada", "Nurses");
  const gone = { id: newId(), by: "ada", feed: "Nurses", said: null };
  assert.equal(await admit(open, steward, { model: posts, value: gone }), "accepted");
  const value = { ...gone, said: { text: "again", at: open.timers.now() } };
  await assert.rejects(write(open, ada, { model: posts, value }), forbidden);
  await assert.rejects(post(open, steward.grant, { feed: "Nurses" }), forbidden);
});

test("[A17] who changes contingent has said what they said", async () => {
  const open = await openMarch();
  for (let i = 0; i < POST_LIMIT.inWindowMax; i += 1) {
    await post(open, guest("ada", `Nurses ${i}`), { feed: `Nurses ${i}` });
  }
  await assert.rejects(post(open, guest("ada", "Tenants")), tooMany);
});

test("[A17] a post of a time to come, or of one that is over, is refused", async () => {
  const open = await openMarch();
  const ada = comer(open, "ada");
  const at = open.timers.now();
  await assert.rejects(post(open, ada, { at: at + 5_001 }), forbidden);
  await assert.rejects(post(open, ada, { at: at - open.march.lifetimeMs }), forbidden);
  await post(open, ada, { at: at - open.march.lifetimeMs + 1 });
});
