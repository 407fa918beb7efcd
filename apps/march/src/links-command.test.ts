import assert from "node:assert/strict";
import { test } from "node:test";
import { guest, newIdentity, openMarch } from "../test/fake-march.ts";
import { comer, decide, keyComer } from "../test/fake-people.ts";
import { LINKS_TOLD_MAX, type Links } from "./links-command.ts";
import { personOf } from "./statement.ts";

async function opened() {
  const open = await openMarch();
  const steward = guest(await personOf(open.steward.publicKey));
  const ask = async (args: unknown, by = steward): Promise<Links> =>
    (await open.owner.call(by, "links", args)) as Links;
  return { open, ask };
}

test("[A24] a steward is told how many came by each link, however often, the most used first", async () => {
  const { open, ask } = await opened();
  for (const [person, link] of [
    ["ada", "link-one"],
    ["ben", "link-two"],
    ["cyd", "link-two"],
    ["cyd", "link-two"],
  ] as const) {
    comer(open, person, link);
  }
  assert.deepEqual(await ask({}), {
    links: [
      { link: "link-two", people: 2 },
      { link: "link-one", people: 1 },
    ],
    revoked: [],
    of: null,
  });
  assert.equal((await ask({ about: "cyd" })).of, "link-two");
  assert.equal((await ask({ about: "dan" })).of, null);
});

test("[A24] what is revoked is told, and who came without a link is of none", async () => {
  const { open, ask } = await opened();
  await keyComer(open, await newIdentity(), "");
  await decide(open, open.steward, { does: "revoke", about: "link-one" });
  assert.deepEqual(await ask({}), { links: [], revoked: ["link-one"], of: null });
});

test("[A24] a march of many links tells the largest, and nobody but stewards is told", async () => {
  const { open, ask } = await opened();
  for (let i = 0; i <= LINKS_TOLD_MAX; i += 1) comer(open, `person-${i}`, `link-${i}`);
  comer(open, "ada", "link-7");
  const { links } = await ask({});
  assert.equal(links.length, LINKS_TOLD_MAX);
  assert.deepEqual(links[0], { link: "link-7", people: 2 });
  await assert.rejects(ask({}, guest("ada")), { code: "forbidden" });
  await assert.rejects(ask({ about: "a b" }), { code: "bad_message" });
});
