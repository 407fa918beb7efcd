import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeRecord } from "@muster/replica";
import { MemoryJournal } from "@muster/rooms/server";
import { decodeBatch } from "@muster/rooms/wire";
import { decode } from "cborg";
import {
  guest,
  keyHolder,
  LIFETIME_MS,
  newIdentity,
  openMarch,
  SQUARE,
  START_MS,
  seenBy,
  share,
  signedErase,
  signedPosition,
} from "../test/fake-march.ts";
import { quiet } from "../test/fake-metered-phone.ts";
import { comer, name, post, tell } from "../test/fake-people.ts";
import { FakeTimers } from "../test/fake-timers.ts";
import { placeOf, positions } from "./model.ts";
import { MARCH } from "./room.ts";
import { STATEMENT_AHEAD_MS_MAX } from "./statement.ts";
import { SUMMARY_EVERY_MS } from "./summary.ts";
import { summariesIn } from "./summary-notes.ts";

const EXCHANGE = placeOf(40.7069, -74.0113);

test("[A5] nobody writes for another, nor for another contingent", async () => {
  const { owner } = await openMarch();
  const ada = guest("ada");
  const write = (person: string, contingent: string) =>
    owner.write(ada, positions, { person, contingent, place: SQUARE });
  await assert.rejects(write("ben", "Tenants"), { code: "forbidden" });
  await assert.rejects(write("ada", "Nurses"), { code: "forbidden" });
  assert.deepEqual([...owner.space.records()], []);
  await write("ada", "Tenants");
});

test("[A5] a display that may not share shares nothing", async () => {
  const { owner } = await openMarch();
  const wall = guest("wall", "Tenants", ["display"]);
  await assert.rejects(share(owner, wall, SQUARE), { code: "forbidden" });
});

test("[A5] who joined with a key signs alone, and nobody signs for who has none", async () => {
  const open = await openMarch();
  const { grant, identity } = await keyHolder();
  const position = { person: grant.person, contingent: "Tenants", place: SQUARE };
  const admit = async (by: typeof identity, of = grant) => {
    const outcome = await open.owner.admit(
      of,
      await signedPosition(open, by, { ...position, person: of.person }),
    );
    return outcome.status === "refused" ? outcome.code : outcome.status;
  };
  const stranger = await newIdentity();
  assert.equal(await admit(stranger), "forbidden");
  assert.equal(await admit(stranger, guest("ada")), "forbidden");
  await assert.rejects(share(open.owner, grant, SQUARE), { code: "forbidden" });
  assert.equal(await admit(identity), "accepted");
});

test("[A2] a position that arrives late does not move a pin back", async () => {
  const open = await openMarch();
  const { grant, identity } = await keyHolder();
  const at = (place: typeof SQUARE) =>
    signedPosition(open, identity, { person: grant.person, contingent: "Tenants", place });
  const early = await at(SQUARE);
  open.timers.advance(5_000);
  await open.owner.admit(grant, await at(EXCHANGE));
  assert.equal((await open.owner.admit(grant, early)).status, "known");
  assert.deepEqual(seenBy(open.owner, grant), { [grant.person]: EXCHANGE });
});

test("[A6] exact pins reach one's own part of 150 and displays, nobody else", async () => {
  const { owner } = await openMarch();
  for (let i = 0; i < 151; i += 1) await share(owner, guest(`p${i}`), SQUARE);
  const pins = (...who: Parameters<typeof guest>) => Object.keys(seenBy(owner, guest(...who)));
  assert.equal(pins("p0").length, 150);
  assert.deepEqual(pins("p150"), ["p150"]);
  assert.deepEqual(pins("ada", "Nurses"), []);
  assert.equal(pins("wall", "Nurses", ["display"]).length, 151);
});

test("[A6] everyone hears a summary of each contingent every 1.5 s", async () => {
  const { owner, timers } = await openMarch();
  for (let i = 0; i < 5; i += 1) await share(owner, guest(`p${i}`), SQUARE);
  for (let i = 0; i < 4; i += 1) await share(owner, guest(`n${i}`, "Nurses"), SQUARE);
  const notes = () => owner.standing(owner.audiencesOf(guest("ada", "Others"))).notes;
  timers.advance(1_499);
  assert.deepEqual(summariesIn(notes()), []);
  timers.advance(1);
  const told = summariesIn(notes());
  assert.deepEqual(
    told.map(({ contingent, people }) => [contingent, people]),
    [["Tenants", 5]],
  );
});

test("[A25] after an erase summaries are told anew: who comes then lacks nothing", async () => {
  const open = await openMarch();
  const { owner, timers } = open;
  const shareAll = async (): Promise<void> => {
    for (let i = 0; i < 5; i += 1) await share(owner, guest(`p${i}`), SQUARE);
  };
  const seen = () => summariesIn(owner.standing(owner.audiencesOf(guest("ada", "Others"))).notes);
  await shareAll();
  timers.advance(2 * SUMMARY_EVERY_MS);
  await owner.erase(() => true);
  assert.deepEqual(seen(), []);
  await shareAll();
  timers.advance(SUMMARY_EVERY_MS);
  assert.deepEqual(
    seen().map(({ people }) => people),
    [5],
  );
});

test("[A3] [A6] who changes contingent leaves the old one: it is told", async () => {
  const open = await openMarch();
  const { owner, timers } = open;
  await share(owner, guest("ada"), SQUARE);
  timers.advance(1_000);
  await quiet(open);
  const told: string[] = [];
  const mate = owner.audiencesOf(guest("ben"));
  owner.listenBatches({
    wants: (audience) => mate.includes(audience),
    hears: ({ audience, body }) => {
      const { named } = decodeBatch(body);
      for (const { record } of mate.includes(audience) ? named : []) {
        told.push(JSON.stringify(decode(decodeRecord(record).body)));
      }
    },
  });
  await share(owner, guest("ada", "Nurses"), EXCHANGE);
  await quiet(open);
  timers.advance(1_000);
  await quiet(open);
  assert.equal(told.length, 1);
  assert.match(told[0] ?? "", /Nurses/);
  assert.deepEqual(seenBy(owner, guest("ben")), {});
  assert.deepEqual(seenBy(owner, guest("ben", "Nurses")), { ada: EXCHANGE });
});

test("[A3] a stop takes the pin away, an expiry all that is left of it", async () => {
  const { owner, timers } = await openMarch();
  await share(owner, guest("ada"), SQUARE);
  await share(owner, guest("ada"), null);
  assert.deepEqual(seenBy(owner, guest("ben")), { ada: null });
  timers.advance(LIFETIME_MS);
  assert.deepEqual(seenBy(owner, guest("ben")), {});
  assert.deepEqual([...owner.space.records()], []);
});

test("[A1] an erase answers how many pins it took, and the next one 0", async () => {
  const open = await openMarch();
  for (let i = 0; i < 150; i += 1) await share(open.owner, guest(`p${i}`), SQUARE);
  await share(open.owner, guest("stopped"), null);
  const erase = async () =>
    open.owner.call(guest("anyone"), "erase", await signedErase(open, open.steward));
  assert.equal(await erase(), 150);
  open.timers.advance(1);
  assert.equal(await erase(), 0);
  assert.deepEqual([...open.owner.space.records()], []);
});

test("[A1] posts that race an erase are counted or stay: none is both, none is neither", async () => {
  const open = await openMarch();
  const posts = Array.from({ length: 40 }, (_, i) => share(open.owner, guest(`p${i}`), SQUARE));
  const args = await signedErase(open, open.steward);
  const erased = open.owner.call(guest("anyone"), "erase", args);
  const later = Array.from({ length: 40 }, (_, i) => share(open.owner, guest(`q${i}`), SQUARE));
  await Promise.all([...posts, ...later]);
  const count = Number(await erased);
  const left = [...open.owner.space.records()].length;
  assert.ok(count + left <= 80, `${count} erased and ${left} left, of 80`);
  for (const { record } of open.owner.space.records()) {
    assert.ok(record.stamp.wallMs >= open.owner.space.watermark.wallMs);
    assert.ok(record.stamp.count > open.owner.space.watermark.count);
  }
});

test("[A3] what was erased does not come back from a phone, nor after the node starts anew", async () => {
  const journal = new MemoryJournal();
  const open = await openMarch({ journal });
  const { grant, identity } = await keyHolder();
  const record = await signedPosition(open, identity, {
    person: grant.person,
    contingent: "Tenants",
    place: SQUARE,
  });
  await open.owner.admit(grant, record);
  open.timers.advance(1);
  await open.owner.call(grant, "erase", await signedErase(open, open.steward));
  const offered = async (owner: typeof open.owner) => {
    const outcome = await owner.admit(grant, record);
    return outcome.status === "refused" && outcome.code;
  };
  assert.equal(await offered(open.owner), "erased");
  const anew = await openMarch({ journal, march: open.march });
  assert.equal(await offered(anew.owner), "erased");
});

test("[A1] [A3] an erase takes alerts, posts and banners along, and counts pins alone", async () => {
  const open = await openMarch();
  const ada = comer(open, "ada");
  await share(open.owner, ada, SQUARE);
  await Promise.all([tell(open, ada), post(open, ada), name(open, ada)]);
  open.timers.advance(1);
  assert.equal(await open.owner.call(ada, "erase", await signedErase(open, open.steward)), 1);
  assert.deepEqual([...open.owner.space.records()], []);
});

test("[A5] who is no steward erases nothing, whatever their token says", async () => {
  const open = await openMarch();
  await share(open.owner, guest("ada"), SQUARE);
  const claims = guest("mallory", "Tenants", ["share", "steward"]);
  const args = await signedErase(open, await newIdentity());
  await assert.rejects(open.owner.call(claims, "erase", args), { code: "forbidden" });
  assert.deepEqual(seenBy(open.owner, guest("ada")), { ada: SQUARE });
});

test("[A5] an erase counts once, within a minute of its time, in its own march", async () => {
  const open = await openMarch();
  const args = await signedErase(open, open.steward);
  const erase = (changed: object) =>
    open.owner.call(guest("anyone"), "erase", { ...args, ...changed });
  await assert.rejects(erase({ at: args.at + 1 }), { code: "forbidden" });
  await assert.rejects(erase({ at: "now" }), { code: "bad_message" });
  await assert.rejects(erase({ signature: undefined }), { code: "bad_message" });
  await erase({});
  await assert.rejects(erase({}), { code: "conflict" });
  const late = await signedErase(open, open.steward);
  open.timers.advance(60_001);
  await assert.rejects(open.owner.call(guest("anyone"), "erase", late), { code: "conflict" });
});

test("[A5] an erase that was done does not count again after the node has started anew", async () => {
  const journal = new MemoryJournal();
  const open = await openMarch({ journal });
  const args = await signedErase(open, open.steward, STATEMENT_AHEAD_MS_MAX);
  await open.owner.call(guest("anyone"), "erase", args);
  const anew = await openMarch({ journal, march: open.march });
  anew.timers.advance(1_000);
  await share(anew.owner, guest("ada"), SQUARE);
  await assert.rejects(anew.owner.call(guest("anyone"), "erase", args), { code: "conflict" });
  assert.deepEqual(seenBy(anew.owner, guest("ada")), { ada: SQUARE });
  anew.timers.advance(STATEMENT_AHEAD_MS_MAX);
  const later = await signedErase(anew, open.steward);
  assert.equal(await anew.owner.call(guest("anyone"), "erase", later), 1);
});

test("[A5] stamps that were ahead of an erase do not keep the steward from the next", async () => {
  const journal = new MemoryJournal();
  const open = await openMarch({ journal });
  const { grant, identity } = await keyHolder();
  const ahead = new FakeTimers(START_MS + 59_000);
  const position = { person: grant.person, contingent: "Tenants", place: SQUARE };
  const early = await signedPosition({ march: open.march, timers: ahead }, identity, position);
  assert.equal((await open.owner.admit(grant, early)).status, "accepted");
  const erase = async (march: typeof open) =>
    march.owner.call(guest("anyone"), "erase", await signedErase(march, open.steward));
  assert.equal(await erase(open), 1);
  const anew = await openMarch({ journal, march: open.march });
  anew.timers.advance(STATEMENT_AHEAD_MS_MAX + 1);
  assert.equal(await erase(anew), 0);
});

test("[A5] an erase signed before one that was done is refused, and so is one of a time to come", async () => {
  const open = await openMarch();
  const erase = async (aheadMs: number) =>
    open.owner.call(guest("anyone"), "erase", await signedErase(open, open.steward, aheadMs));
  await assert.rejects(erase(STATEMENT_AHEAD_MS_MAX + 1), { code: "conflict" });
  await erase(0);
  await assert.rejects(erase(-1), { code: "conflict" });
  await erase(1);
});

test("[A5] an erase that could not be journaled erased nothing, and may be sent again", async () => {
  const journal = new MemoryJournal();
  let isDown = true;
  const failing = {
    open: journal.open.bind(journal),
    erase: (...args: Parameters<typeof journal.erase>) =>
      isDown ? Promise.reject(new Error("the database is down")) : journal.erase(...args),
  };
  const open = await openMarch({ journal: failing });
  await share(open.owner, guest("ada"), SQUARE);
  open.timers.advance(1);
  const args = await signedErase(open, open.steward);
  await assert.rejects(open.owner.call(guest("anyone"), "erase", args), {
    code: "unavailable",
  });
  assert.deepEqual(seenBy(open.owner, guest("ada")), { ada: SQUARE });
  isDown = false;
  assert.equal(await open.owner.call(guest("anyone"), "erase", args), 1);
});

test("[A4] a march that has ended opens no more, and one that is open ends", async () => {
  const open = await openMarch();
  open.timers.advance(open.march.endsAt - open.timers.now());
  const name = { kind: MARCH, id: open.march.id };
  await assert.rejects(open.host.use(name), { code: "ended" });
  open.host.sweep();
  assert.equal(open.host.size, 0, "its memory is given back");
  await assert.rejects(open.host.use(name), { code: "ended" });
  await assert.rejects(open.host.use({ kind: MARCH, id: "b-march-of-tests" }), {
    code: "not_found",
  });
});
