import assert from "node:assert/strict";
import { test } from "node:test";
import { keyHolder, newIdentity, openMarch, SQUARE } from "../../test/fake-march.ts";
import {
  admit,
  comer,
  keyComer,
  newId,
  seenAlerts,
  settle,
  tell,
  withdraw,
  write,
} from "../../test/fake-people.ts";
import { ALERT_LIMIT } from "../limits.ts";
import { ALERT_MS, alerts } from "../models/alerts.ts";

const forbidden = { code: "forbidden" };
const tooMany = { code: "too_many" };

test("[A15] an alert reaches everyone, is told once, in one's own name, and by who may share", async () => {
  const open = await openMarch();
  const [ada, ben] = [comer(open, "ada"), comer(open, "ben")];
  const id = await tell(open, ada);
  assert.deepEqual(
    seenAlerts(open).map((seen) => seen.id),
    [id],
  );
  const told = { kind: "exit", place: SQUARE, at: open.timers.now() } as const;
  const again = { model: alerts, value: { id, by: "ada", told } };
  await assert.rejects(write(open, ada, again), forbidden);
  const asAda = { model: alerts, value: { id: newId(), by: "ada", told } };
  await assert.rejects(write(open, ben, asAda), forbidden);
  await assert.rejects(tell(open, { ...ben, rights: ["display"] }), forbidden);
});

test("[A15] who told an alert withdraws it, or a steward; nobody else, and it does not come back", async () => {
  const open = await openMarch();
  const [ada, ben] = [comer(open, "ada"), comer(open, "ben")];
  const [one, two] = [await tell(open, ada), await tell(open, ada)];
  await assert.rejects(withdraw(open, ben, one), forbidden);
  await withdraw(open, ada, one);
  open.timers.advance(1);
  const steward = { grant: await keyComer(open, open.steward), identity: open.steward };
  const gone = { model: alerts, value: { id: two, by: "ada", told: null } };
  assert.equal(await admit(open, steward, gone), "accepted");
  assert.deepEqual(seenAlerts(open), []);
  await assert.rejects(withdraw(open, ada, one), forbidden);
  const told = { kind: "exit", place: SQUARE, at: open.timers.now() } as const;
  await assert.rejects(
    write(open, ada, { model: alerts, value: { id: one, by: "ada", told } }),
    forbidden,
  );
});

test("[A15] an alert of a time to come, or of one that is over, is refused", async () => {
  const open = await openMarch();
  const ada = comer(open, "ada");
  const at = open.timers.now();
  await assert.rejects(tell(open, ada, { at: at + 5_001 }), forbidden);
  await tell(open, ada, { at: at + 5_000 });
  await assert.rejects(tell(open, ada, { at: at - ALERT_MS.danger }), forbidden);
  await tell(open, ada, { at: at - ALERT_MS.danger + 1 });
});

test("[A15] one person tells of few alerts at once, and what was withdrawn counts", async () => {
  const open = await openMarch();
  const [ada, ben] = [comer(open, "ada"), comer(open, "ben")];
  for (let i = 0; i < ALERT_LIMIT.inWindowMax; i += 1) await tell(open, ada);
  await assert.rejects(tell(open, ada), tooMany);
  await tell(open, ben);
  open.timers.advance(ALERT_LIMIT.windowMs + 1);
  const id = await tell(open, ada);
  for (let i = ALERT_LIMIT.inWindowMax + 1; i < ALERT_LIMIT.ofPersonMax; i += 1) {
    open.timers.advance(ALERT_LIMIT.windowMs / 2);
    await tell(open, ada);
  }
  open.timers.advance(ALERT_LIMIT.windowMs + 1);
  await assert.rejects(tell(open, ada), tooMany);
  await withdraw(open, ada, id);
  await assert.rejects(tell(open, ada), tooMany);
});

test("[A15] taking back what nobody knows is held to the limits of telling, and keeps nobody out", async () => {
  const open = await openMarch();
  const [ada, ben] = [comer(open, "ada"), comer(open, "ben")];
  const takeBack = () =>
    write(open, ben, { model: alerts, value: { id: newId("ben"), by: "ben", told: null } });
  for (let i = 0; i < ALERT_LIMIT.ofPersonMax; i += 1) await takeBack();
  await assert.rejects(takeBack(), tooMany);
  await assert.rejects(tell(open, ben), tooMany);
  await tell(open, ada);
});

test("[A15] an id is its author's: after a restart nobody takes it first", async () => {
  const open = await openMarch();
  const ada = await keyHolder();
  const ben = comer(open, "ben");
  const id = newId(ada.grant.person);
  await assert.rejects(
    write(open, ben, { model: alerts, value: { id, by: "ben", told: null } }),
    forbidden,
  );
  const told = { kind: "medic", place: SQUARE, at: open.timers.now() } as const;
  const value = { id, by: ada.grant.person, told };
  assert.equal(await admit(open, ada, { model: alerts, value }), "accepted");
});

test("[A15] what a steward took back stays so where the node, started anew, hears of that first", async () => {
  const open = await openMarch();
  const ada = await keyHolder();
  const steward = { grant: await keyComer(open, open.steward), identity: open.steward };
  const by = ada.grant.person;
  const takeBack = () => ({ model: alerts, value: { id: newId(by), by, told: null } });
  const first = takeBack();
  await assert.rejects(write(open, comer(open, "ben"), first), forbidden);
  assert.equal(await admit(open, steward, first), "accepted");
  const told = { kind: "medic", place: SQUARE, at: open.timers.now() } as const;
  const again = { model: alerts, value: { ...first.value, told } };
  assert.match(await admit(open, ada, again), /^forbidden: .*said once/);
  // It takes a place of hers, and no more than she has.
  for (let i = 1; i < ALERT_LIMIT.ofPersonMax; i += 1) {
    assert.equal(await admit(open, steward, takeBack()), "accepted");
  }
  assert.match(await admit(open, steward, takeBack()), /at most 20/);
  await tell(open, comer(open, "ben"));
});

test("[A15] asking at once does not pass a limit", async () => {
  const open = await openMarch();
  const ada = comer(open, "ada");
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => tell(open, ada)));
  const told = all.filter(({ status }) => status === "fulfilled");
  assert.equal(told.length, ALERT_LIMIT.inWindowMax);
});

test("[A15] an alert goes everywhere when it is over, and its phone cannot give it back", async () => {
  const open = await openMarch();
  const { grant, identity } = await keyHolder();
  const value = {
    id: newId(grant.person),
    by: grant.person,
    told: { kind: "police-line", place: SQUARE, at: open.timers.now() },
  } as const;
  assert.equal(await admit(open, { grant, identity }, { model: alerts, value }), "accepted");
  open.timers.advance(ALERT_MS["police-line"] - 1_000);
  await settle(open);
  assert.notEqual(open.owner.space.view(alerts).get(value.id)?.value.told, null);
  open.timers.advance(1_000);
  await settle(open);
  assert.equal(open.owner.space.view(alerts).get(value.id)?.value.told, null);
  assert.match(await admit(open, { grant, identity }, { model: alerts, value }), /^forbidden/);
  const anew = await openMarch({ march: open.march });
  anew.timers.advance(ALERT_MS["police-line"]);
  assert.match(
    await admit(anew, { grant, identity }, { model: alerts, value }),
    /^forbidden: .*over/,
  );
});

test("[A15] the same record may be sent again, and another's key signs no alert", async () => {
  const open = await openMarch();
  const { grant, identity } = await keyHolder();
  const told = { kind: "medic", place: SQUARE, at: open.timers.now() } as const;
  const value = { id: newId(grant.person), by: grant.person, told };
  const forged = await admit(
    open,
    { grant, identity: await newIdentity() },
    { model: alerts, value },
  );
  assert.match(forged, /^forbidden: signed with another key/);
  await admit(open, { grant, identity }, { model: alerts, value });
  const [held] = [...open.owner.space.records()];
  const outcome = await open.owner.admit(grant, held?.record.bytes ?? new Uint8Array());
  assert.equal(outcome.status, "known");
});
