import assert from "node:assert/strict";
import { test } from "node:test";
import { START_MS } from "../test/fake-march.ts";
import { Makers } from "./makers.ts";
import { MARCHES, MARCHES_OF_ADDRESS } from "./rates.ts";

const made = async () => "made";
const tooOften = (retryAfterS: number) => ({ code: "too_many", retryAfterS });
const failed = async () => {
  throw new Error("the database is down");
};

async function madeOf(makers: Makers, address: string | null, asked: number): Promise<number> {
  let count = 0;
  for (let i = 0; i < asked; i += 1) {
    const answer = await makers.allow(address, START_MS, made).catch(() => null);
    if (answer !== null) count += 1;
  }
  return count;
}

test("[A13] one address makes so many marches, and others go on", async () => {
  const makers = new Makers();
  assert.equal(await madeOf(makers, "192.0.2.1", 99), MARCHES_OF_ADDRESS.burst);
  await assert.rejects(makers.allow("192.0.2.1", START_MS, made), tooOften(10));
  await assert.rejects(makers.allow("192.0.2.1", START_MS + 3_500, made), tooOften(7));
  assert.equal(await madeOf(makers, "192.0.2.2", 1), 1);
  const laterMs = START_MS + 1000 / MARCHES_OF_ADDRESS.perSecond;
  assert.equal(await makers.allow("192.0.2.1", laterMs, made), "made");
});

test("[A13] all together make so many, and what is refused for that counts for no address", async () => {
  const makers = new Makers();
  assert.equal(await madeOf(makers, null, 99), MARCHES.burst);
  assert.equal(await madeOf(makers, "192.0.2.1", 99), 0);
  const laterMs = START_MS + (1000 * MARCHES_OF_ADDRESS.burst) / MARCHES.perSecond;
  for (let i = 0; i < MARCHES_OF_ADDRESS.burst; i += 1) {
    assert.equal(await makers.allow("192.0.2.1", laterMs, made), "made");
  }
});

test("[A13] a march that could not be made does not count", async () => {
  const makers = new Makers();
  for (let i = 0; i < MARCHES.burst + 1; i += 1) {
    await assert.rejects(makers.allow("192.0.2.1", START_MS, failed), /database is down/);
  }
  assert.equal(await madeOf(makers, "192.0.2.1", 99), MARCHES_OF_ADDRESS.burst);
});

test("[A8] an address is forgotten when it may make as many marches as a new one", async () => {
  const makers = new Makers();
  await madeOf(makers, "192.0.2.1", 2);
  makers.forgetIdle(START_MS + 1000 / MARCHES_OF_ADDRESS.perSecond);
  assert.equal(makers.size, 1);
  makers.forgetIdle(START_MS + 2000 / MARCHES_OF_ADDRESS.perSecond);
  assert.equal(makers.size, 0);
});
