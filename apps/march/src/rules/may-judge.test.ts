import assert from "node:assert/strict";
import { test } from "node:test";
import { newIdentity, openMarch, SQUARE } from "../../test/fake-march.ts";
import {
  admit,
  comer,
  decide,
  judge,
  keyComer,
  newId,
  seenAlerts,
  settle,
  tell,
  toldOf,
  write,
} from "../../test/fake-people.ts";
import {
  VERDICTS_OF_LINK_MAX,
  VERDICTS_UNKNOWN_OF_LINK_MAX,
  VERDICTS_UNKNOWN_OF_PERSON_MAX,
} from "../limits.ts";
import { alerts, credences, verdicts } from "../models/alerts.ts";

const forbidden = { code: "forbidden" };
type Open = Awaited<ReturnType<typeof openMarch>>;
const stateOf = (open: Open) => seenAlerts(open)[0]?.state;
/** By whom, and by which link they came. */
const confirm = (open: Open, alert: string, [person, link]: readonly [string, string]) =>
  judge(open, comer(open, person, link), { alert, says: "confirmed" });

test("[A16] two who came by different links confirm an alert, two of one link do not", async () => {
  const open = await openMarch();
  const alert = await tell(open, comer(open, "ada", "link-ada"));
  await confirm(open, alert, ["ben", "link-ben"]);
  await confirm(open, alert, ["bob", "link-ben"]);
  await settle(open);
  assert.equal(stateOf(open), "unconfirmed");
  await confirm(open, alert, ["cyd", "link-cyd"]);
  await settle(open);
  assert.equal(stateOf(open), "confirmed");
  await judge(open, comer(open, "cyd", "link-cyd"), { alert, says: null });
  await settle(open);
  assert.equal(stateOf(open), "unconfirmed");
});

test("[A16] a link is the one of the token, whatever anybody says", async () => {
  const open = await openMarch();
  const alert = await tell(open, comer(open, "ada", "link-ada"));
  const value = { alert, person: "ben", says: "confirmed", link: "another" };
  const claims = write(open, comer(open, "ben", "link-ben"), {
    model: verdicts,
    value: value as never,
  });
  await assert.rejects(claims, { code: "bad_message" });
  const counts = { confirmedBy: 9, disputedBy: 0 } as const;
  const worth = { alert, state: "confirmed", decided: true, ...counts } as const;
  await assert.rejects(
    write(open, comer(open, "ben", "link-ben"), { model: credences, value: worth }),
    { code: "bad_message" },
  );
  const steward = { grant: await keyComer(open, open.steward), identity: open.steward };
  assert.match(
    await admit(open, steward, { model: credences, value: worth }),
    /^forbidden: only the node/,
  );
});

test("[A16] whom a steward vouches for counts for themselves, and a steward decides", async () => {
  const open = await openMarch();
  const alert = await tell(open, comer(open, "ada", "main"));
  await confirm(open, alert, ["ben", "main"]);
  await confirm(open, alert, ["cyd", "main"]);
  await settle(open);
  assert.equal(stateOf(open), "unconfirmed");
  await decide(open, open.steward, { does: "vouch", about: "ben" });
  await decide(open, open.steward, { does: "vouch", about: "cyd", aheadMs: 1 });
  await settle(open);
  assert.equal(stateOf(open), "confirmed");
  const grant = await keyComer(open, open.steward, "main");
  const value = { alert, person: grant.person, says: "disputed" } as const;
  await admit(open, { grant, identity: open.steward }, { model: verdicts, value });
  await settle(open);
  assert.equal(stateOf(open), "disputed");
});

test("[A16] what a steward decided is no steward's word any more when they hand over", async () => {
  const open = await openMarch();
  const grant = await keyComer(open, open.steward, "main");
  const told = { kind: "exit", place: SQUARE, at: open.timers.now() } as const;
  const value = { id: newId(grant.person), by: grant.person, told };
  await admit(open, { grant, identity: open.steward }, { model: alerts, value });
  await confirm(open, value.id, ["ben", "link-ben"]);
  await confirm(open, value.id, ["cyd", "link-cyd"]);
  await settle(open);
  const worth = () => seenAlerts(open).map(({ state, decided }) => [state, decided]);
  assert.deepEqual(worth(), [["confirmed", true]]);
  const next = await keyComer(open, await newIdentity());
  await decide(open, open.steward, { does: "hand-over", about: next.person });
  await settle(open);
  assert.deepEqual(worth(), [["confirmed", false]]);
});

test("[A16] nobody judges for another, nor their own alert, nor one that is over", async () => {
  const open = await openMarch();
  const [ada, ben] = [comer(open, "ada"), comer(open, "ben")];
  const alert = await tell(open, ada, { kind: "police-line" });
  await assert.rejects(judge(open, ada, { alert, says: "confirmed" }), forbidden);
  const forAda = { model: verdicts, value: { alert, person: "ada", says: "confirmed" } as const };
  await assert.rejects(write(open, ben, forAda), forbidden);
  open.timers.advance(600_000);
  await assert.rejects(judge(open, ben, { alert, says: "disputed" }), forbidden);
});

test("[A16] many of one link keep nobody else from speaking", async () => {
  const open = await openMarch();
  const alert = await tell(open, comer(open, "ada"));
  for (let i = 0; i < VERDICTS_OF_LINK_MAX; i += 1) await confirm(open, alert, [`b${i}`, "main"]);
  await assert.rejects(confirm(open, alert, ["b-last", "main"]), { code: "too_many" });
  await judge(open, comer(open, "doubter", "main"), { alert, says: "disputed" });
  await confirm(open, alert, ["cyd", "other"]);
});

test("[A16] what is said of an alert that a node started anew does not know yet counts when it comes", async () => {
  const open = await openMarch();
  const alert = newId();
  await confirm(open, alert, ["ben", "link-ben"]);
  await confirm(open, alert, ["cyd", "link-cyd"]);
  for (let i = 0; i < VERDICTS_UNKNOWN_OF_LINK_MAX; i += 1) {
    await confirm(open, newId(), [`p${i}`, "x"]);
  }
  await assert.rejects(confirm(open, newId(), ["one-more", "x"]), forbidden);
  await confirm(open, newId(), ["one-more-of-another", "link-ben"]);
  const told = { kind: "exit", place: { latE7: 0, lonE7: 0 }, at: open.timers.now() } as const;
  await open.owner.call(comer(open, "ada", "link-ada"), "write", {
    model: "alerts",
    value: { id: alert, by: "ada", told },
  });
  await settle(open);
  assert.equal(stateOf(open), "confirmed");
});

test("[A16] who speaks first of an alert that nobody knows keeps nobody of another link from speaking", async () => {
  const open = await openMarch();
  const alert = newId();
  const says = ["confirmed", "disputed", null] as const;
  for (const [index, saying] of says.entries()) {
    for (let i = 0; i < VERDICTS_OF_LINK_MAX; i += 1) {
      await judge(open, comer(open, `p${index}-${i}`, "x"), { alert, says: saying });
    }
    const more = judge(open, comer(open, `more-${index}`, "x"), { alert, says: saying });
    await assert.rejects(more, { code: "too_many" });
  }
  const told = { kind: "exit", place: SQUARE, at: open.timers.now() } as const;
  const value = { id: alert, by: "ada", told };
  await write(open, comer(open, "ada", "link-ada"), { model: alerts, value });
  // However many links there are.
  for (let i = 0; i < 30; i += 1) await confirm(open, alert, [`q${i}`, `link-${i}`]);
  await judge(open, comer(open, "ben", "link-ben"), { alert, says: "disputed" });
  await judge(open, comer(open, "q0", "link-0"), { alert, says: null });
});

test("[A16] one person leaves others their place to speak of what a node started anew does not know", async () => {
  const open = await openMarch();
  const known = newId();
  const ben = comer(open, "ben");
  for (let i = 1; i < VERDICTS_UNKNOWN_OF_PERSON_MAX; i += 1) {
    await judge(open, ben, { alert: newId(), says: i % 2 === 0 ? "confirmed" : null });
  }
  await judge(open, ben, { alert: known, says: "confirmed" });
  await assert.rejects(judge(open, ben, { alert: newId(), says: "disputed" }), forbidden);
  await judge(open, ben, { alert: known, says: "disputed" });
  await judge(open, comer(open, "cyd"), { alert: newId(), says: "confirmed" });
  // What has come since does not count.
  const told = { kind: "exit", place: SQUARE, at: open.timers.now() } as const;
  await write(open, comer(open, "ada"), { model: alerts, value: { id: known, by: "ada", told } });
  await judge(open, ben, { alert: newId(), says: "confirmed" });
});

test("[A16] who said what of an alert is told to nobody, what it is worth to everyone", async () => {
  const open = await openMarch();
  const alert = await tell(open, comer(open, "ada", "link-ada"));
  await confirm(open, alert, ["ben", "link-ben"]);
  await settle(open);
  const wall = { ...comer(open, "wall"), rights: ["display"] };
  for (const grant of [comer(open, "ben"), wall, await keyComer(open, open.steward)]) {
    assert.deepEqual(new Set(toldOf(open, grant)), new Set(["alerts", "credences"]));
  }
});
