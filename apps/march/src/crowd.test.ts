import assert from "node:assert/strict";
import { test } from "node:test";
import { guest, LIFETIME_MS, openMarch, SQUARE, seenBy, share } from "../test/fake-march.ts";
import { Crowd } from "./crowd.ts";
import { positions } from "./model.ts";

const positionOf = (key: string) => ({ model: positions.name, key });

test("[A12] a node that is full takes nobody new, and who is on the map goes on", async () => {
  const { owner, timers } = await openMarch({ recordsMax: 2 });
  await share(owner, guest("ada"), SQUARE);
  await share(owner, guest("ben"), null);
  await assert.rejects(share(owner, guest("cyd"), SQUARE), { message: /as many records/ });
  await share(owner, guest("ada"), null);
  await share(owner, guest("ben"), SQUARE);
  assert.deepEqual(seenBy(owner, guest("cyd")), { ada: null, ben: SQUARE });
  timers.advance(LIFETIME_MS);
  await share(owner, guest("cyd"), SQUARE);
});

test("[A12] the positions of all marches count together, of those that ended none", async () => {
  const { march, owner, timers } = await openMarch();
  const crowd = new Crowd(timers, 2);
  crowd.follow({ id: "one", endsAt: timers.now() + 1 }, owner.space);
  crowd.follow({ id: "two", endsAt: march.endsAt }, owner.space);
  assert.equal(crowd.isFullFor(positionOf("ben"), owner.space), false);
  await share(owner, guest("ada"), SQUARE);
  assert.equal(crowd.isFullFor(positionOf("ben"), owner.space), true);
  assert.equal(crowd.isFullFor(positionOf("ada"), owner.space), false);
  timers.advance(1);
  assert.equal(crowd.isFullFor(positionOf("ben"), owner.space), false);
});

test("[A12] what a room held before it was opened anew counts no more", async () => {
  const { march, owner, timers } = await openMarch();
  const crowd = new Crowd(timers, 1);
  crowd.follow(march, owner.space);
  await share(owner, guest("ada"), SQUARE);
  assert.equal(crowd.isFullFor(positionOf("ben"), owner.space), true);
  const anew = await openMarch({ march });
  crowd.follow(march, anew.owner.space);
  assert.equal(crowd.isFullFor(positionOf("ben"), anew.owner.space), false);
});
