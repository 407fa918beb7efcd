import assert from "node:assert/strict";
import { test } from "node:test";
import { guest, keyHolder, openMarch, SQUARE, seenBy } from "../test/fake-march.ts";
import { admit, settle } from "../test/fake-people.ts";
import { positions } from "./model.ts";

const HOUR_MS = 3_600_000;
const HALF_HOUR_MS = HOUR_MS / 2;

test("[A21] a position goes when its sharer wished, also from phones that hold it, and does not come back", async () => {
  const open = await openMarch({ march: { lifetimeMs: 2 * HOUR_MS } });
  const { grant, identity } = await keyHolder();
  const value = {
    person: grant.person,
    contingent: "Tenants",
    place: SQUARE,
    keepMinutes: 30,
  } as const;
  assert.equal(await admit(open, { grant, identity }, { model: positions, value }), "accepted");
  const [held] = [...open.owner.space.records()];
  open.timers.advance(HALF_HOUR_MS - 1_000);
  await settle(open);
  assert.deepEqual(seenBy(open.owner, guest("ben")), { [grant.person]: SQUARE });
  open.timers.advance(1_000);
  await settle(open);
  assert.deepEqual(seenBy(open.owner, guest("ben")), { [grant.person]: null });
  const anew = await openMarch({ march: open.march });
  anew.timers.advance(HALF_HOUR_MS);
  const outcome = await anew.owner.admit(grant, held?.record.bytes ?? new Uint8Array());
  assert.equal(outcome.status === "refused" && outcome.code, "forbidden");
});

test("[A21] a position without a wish stays, and so does one that was shared anew", async () => {
  const open = await openMarch({ march: { lifetimeMs: 2 * HOUR_MS } });
  const write = (person: string, keepMinutes?: 30) =>
    open.owner.write(guest(person), positions, {
      person,
      contingent: "Tenants",
      place: SQUARE,
      ...(keepMinutes && { keepMinutes }),
    });
  await write("ada");
  await write("ben", 30);
  open.timers.advance(HALF_HOUR_MS / 2);
  await write("ben", 30);
  open.timers.advance(HALF_HOUR_MS / 2);
  await settle(open);
  assert.deepEqual(seenBy(open.owner, guest("cyd")), { ada: SQUARE, ben: SQUARE });
});
