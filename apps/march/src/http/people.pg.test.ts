import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Client, connect, type RoomClient } from "@muster/rooms/client";
import { comesTrue } from "../../../../test/comes-true.ts";
import { becomes } from "../../../../test/room-state.ts";
import { newIdentity } from "../../test/fake-march.ts";
import { join, type MadeMarch, make, openNode, type TestNode } from "../../test/fake-node.ts";
import { marchModels } from "../models.ts";
import { MARCH } from "../room.ts";
import { REPLACED } from "../turned-away.ts";
import type { Joined } from "./join.ts";

const HERE = { lat: 40.7074, lon: -74.0113 };
/** The node makes summaries and judges alerts in its own time. */
const SOON = { msMax: 10_000 };
let node: TestNode;
let made: MadeMarch;

before(async () => {
  node = await openNode();
});
after(async () => {
  await node.close();
  assert.deepEqual(node.errors, []);
});

async function setUp(people = 2): Promise<readonly [Joined, Joined, ...Joined[]]> {
  made = await make(node);
  const all = await Promise.all(Array.from({ length: people }, () => join(node, made)));
  return all as unknown as [Joined, Joined];
}

const roomsOf = ({ url }: TestNode) => `${url.replace("http", "ws")}/rooms`;
const path = (route: string) => `/march/${made.id}/${route}`;
const post = (route: string, body: unknown, { token }: Joined) =>
  node.post(path(route), body, token);
const get = async (route: string, { token }: Joined) =>
  (await node.get(path(route), token)).body as readonly Record<string, unknown>[];

async function told(by: Joined, kind = "exit"): Promise<string> {
  const { status, body } = await post("alerts", { kind, ...HERE }, by);
  assert.equal(status, 201, JSON.stringify(body));
  return (body as { readonly id: string }).id;
}

test("[A15] an alert is told, seen as unconfirmed by all, and withdrawn by who told it", async () => {
  const [ada, ben] = await setUp();
  const id = await told(ada);
  const [seen] = await get("alerts", ben);
  const { at, endsAt, ...rest } = seen ?? {};
  const worth = { state: "unconfirmed", decided: false, confirmedBy: 0, disputedBy: 0 };
  assert.deepEqual(rest, {
    id,
    by: ada.person,
    kind: "exit",
    ...HERE,
    ...worth,
    isMine: false,
    said: null,
  });
  assert.equal(Number(endsAt) - Number(at), 20 * 60_000);
  assert.equal((await get("alerts", ada))[0]?.["isMine"], true);
  assert.equal((await post(`alerts/${id}/withdraw`, {}, ben)).status, 403);
  assert.equal((await post(`alerts/${id}/withdraw`, {}, ada)).status, 200);
  assert.deepEqual(await get("alerts", ben), []);
});

test("[A15] [A7] alerts that are none are refused, and too many are for now", async () => {
  const [ada] = await setUp();
  for (const wrong of [
    { kind: "rumour" },
    { lat: 91 },
    { lat: null },
    { at: "now" },
    { state: "confirmed" },
  ]) {
    const { status } = await post("alerts", { kind: "exit", ...HERE, ...wrong }, ada);
    assert.equal(status, 400, JSON.stringify(wrong));
  }
  const late = await post("alerts", { kind: "exit", ...HERE, at: Date.now() - 3_600_000 }, ada);
  assert.equal(late.status, 403);
  const all = await Promise.all(
    Array.from({ length: 5 }, () => post("alerts", { kind: "exit", ...HERE }, ada)),
  );
  assert.equal(all.filter(({ status }) => status === 201).length, 3);
  assert.equal(all.filter(({ status }) => status === 429).length, 2);
});

test("[A16] two people of two links confirm an alert, and one disputes it", async () => {
  const [ada, ben] = await setUp();
  const id = await told(ada);
  const steward = await join(node, made, made.steward);
  const { body } = await post("invites", { rights: ["share"] }, steward);
  const [cyd, dan] = [
    await join(node, { ...made, ...(body as { invite: string }) }),
    await join(node, {
      ...made,
      ...((await post("invites", { rights: ["share"] }, steward)).body as { invite: string }),
    }),
  ];
  const stateIs = (state: string) => async () => (await get("alerts", ben))[0]?.["state"] === state;
  assert.equal((await post(`alerts/${id}/verdict`, { says: "disputed" }, ben)).status, 200);
  await comesTrue(stateIs("disputed"), SOON);
  assert.equal((await get("alerts", ben))[0]?.["said"], "disputed");
  for (const one of [cyd, dan]) await post(`alerts/${id}/verdict`, { says: "confirmed" }, one);
  await comesTrue(stateIs("confirmed"), SOON);
  const [seen] = await get("alerts", ben);
  assert.deepEqual([seen?.["decided"], seen?.["confirmedBy"], seen?.["disputedBy"]], [false, 2, 1]);
  assert.equal((await post(`alerts/${id}/verdict`, { says: "confirmed" }, ada)).status, 403);
  const none = "no-alert-of-this-id";
  assert.equal((await post(`alerts/${none}/verdict`, { says: "confirmed" }, ben)).status, 404);
});

test("[A17] a feed is its contingent's, and what is wrong is refused", async () => {
  const [ada, ben, cyd] = await setUp(3);
  const { body } = await post("contingent", { contingent: "Nurses" }, ben);
  const nurse = { ...ben, ...(body as { token: string }) };
  const { status, body: posted } = await post("feed", { text: "  water at the bank " }, ada);
  assert.equal(status, 201);
  const [seen] = await get("feed", ada);
  assert.deepEqual([seen?.["text"], seen?.["by"]], ["water at the bank", ada.person]);
  assert.deepEqual(await get("feed", nurse), []);
  const steward = await join(node, made, made.steward);
  const { body: screen } = await post("invites", { rights: ["display"] }, steward);
  const wall = await join(node, { ...made, ...(screen as { invite: string }) });
  assert.deepEqual(await get("feed", wall), []);
  for (const text of ["", " ", "a\nb", "x".repeat(281), 7, null]) {
    assert.equal((await post("feed", { text }, ada)).status, 400, JSON.stringify(text));
  }
  const { id } = posted as { readonly id: string };
  assert.equal((await post(`feed/${id}/take-back`, {}, nurse)).status, 403);
  assert.equal((await post(`feed/${id}/take-back`, {}, ada)).status, 200);
  assert.deepEqual(await get("feed", cyd as Joined), []);
});

test("[A23] who changes contingent needs no invite, and is in the other one only", async () => {
  const [ada, ben] = await setUp();
  const { body } = await post("contingent", { contingent: "Nurses" }, ada);
  const nurse = { ...ada, ...(body as { token: string; contingent: string }) };
  assert.equal(nurse.contingent, "Nurses");
  const location = { id: ada.person, ...HERE };
  await post("locations/update", { lastPing: -1, location }, ada);
  assert.equal((await get("alerts", nurse)).length, 0);
  const late = await post("locations/update", { lastPing: -1 }, ada);
  assert.deepEqual([late.status, late.body], [403, { error: REPLACED }]);
  const seenBy = async (one: Joined) =>
    ((await post("locations/update", { lastPing: -1 }, one)).body as readonly object[]).length;
  assert.deepEqual([await seenBy(ben), await seenBy(nurse)], [1, 0]);
  await post("locations/update", { lastPing: -1, location }, nurse);
  assert.deepEqual([await seenBy(ben), await seenBy(nurse)], [0, 1]);
  assert.equal((await post("contingent", { contingent: "a\u202eb" }, ada)).status, 400);
});

const claimsOf = (token: string): Record<string, unknown> => {
  const claims: unknown = JSON.parse(
    Buffer.from(token.split(".")[1] ?? "", "base64url").toString(),
  );
  return claims as Record<string, unknown>;
};

test("[A23] changing contingent gives no right that was not there, and lasts no longer", async () => {
  const [ada] = await setUp();
  const { body } = await post("contingent", { contingent: "Nurses" }, ada);
  const { about, ...before } = claimsOf(ada.token);
  const { about: changed, ...after } = claimsOf((body as { token: string }).token);
  assert.deepEqual(after, before);
  const { made: madeThen, ...facts } = about as Record<string, string>;
  const { made: madeNow, ...changedFacts } = changed as Record<string, string>;
  assert.deepEqual(changedFacts, { ...facts, contingent: "Nurses" });
  assert.ok(Number(madeNow) > Number(madeThen));
});

const madeIn = ({ token }: Pick<Joined, "token">): number =>
  Number((claimsOf(token)["about"] as Record<string, string>)["made"]);

test("[A23] of one person only the newest token counts, over every connection", async (context) => {
  made = await make(node);
  const identity = await newIdentity();
  const clients = [connect(roomsOf(node)), connect(roomsOf(node))] as const;
  context.after(() => {
    for (const client of clients) client.close();
  });
  const enter = (client: Client, { token }: Pick<Joined, "token">): RoomClient =>
    client.room({
      kind: MARCH,
      id: made.id,
      token,
      models: marchModels,
      identity,
      lifetimeMs: made.lifetimeMs,
    });
  const first = await join(node, made, identity);
  const [phone, tab] = clients.map((client) => enter(client, first)) as [RoomClient, RoomClient];
  await Promise.all([becomes(phone, "live"), becomes(tab, "live")]);
  const change = async (contingent: string): Promise<Joined> =>
    (await post("contingent", { contingent }, first)).body as Joined;
  // At once: within one millisecond of the node's clock, perhaps.
  const changed = await Promise.all([change("Nurses"), change("Cooks")]);
  const [older, newer] = changed.sort((a, b) => madeIn(a) - madeIn(b));
  assert.deepEqual([phone.state, tab.state], ["live", "live"], "nobody has come by them yet");
  const other = enter(clients[1], newer);
  await Promise.all([becomes(phone, "rejected"), becomes(tab, "rejected"), becomes(other, "live")]);
  assert.deepEqual(
    [phone, tab].map(({ fault }) => [fault?.code, fault?.message]),
    Array.from({ length: 2 }, () => ["forbidden", REPLACED]),
  );
  for (const { token } of [first, older]) {
    const { status, body } = await node.get(path("feed"), token);
    assert.deepEqual([status, body], [403, { error: REPLACED }]);
  }
  const again = await join(node, made, identity);
  assert.deepEqual(await get("feed", again), []);
  await becomes(other, "rejected");
});

test("[A14] contingents are listed with name, colour and how many, and small ones without", async () => {
  const people = await setUp(6);
  const [ada, ben] = people;
  await Promise.all(
    people
      .slice(1)
      .map((one) =>
        post("locations/update", { lastPing: -1, location: { id: one.person, ...HERE } }, one),
      ),
  );
  assert.equal((await post("contingents", { name: "Renters", colour: 3 }, ada)).status, 200);
  assert.equal((await post("contingents", { name: "Renters", colour: 6 }, ada)).status, 400);
  const cook = {
    ...ada,
    ...((await post("contingent", { contingent: "Cooks" }, ada)).body as { token: string }),
  };
  assert.equal((await post("contingents", { name: "tenants", colour: 1 }, cook)).status, 403);
  assert.equal((await post("contingents", { name: "Cooks", colour: 1 }, cook)).status, 200);
  await comesTrue(async () => (await get("contingents", ben))[0]?.["people"] === 5, {
    msMax: 10_000,
  });
  assert.deepEqual(await get("contingents", ben), [
    { contingent: "Tenants", name: "Renters", colour: 3, by: ada.person, people: 5 },
    { contingent: "Cooks", name: "Cooks", colour: 1, by: ada.person, people: null },
  ]);
});

test("[A6] a contingent that is called like a person tells nobody where that person is", async () => {
  const [ada, mallory] = await setUp();
  const { body } = await post("contingent", { contingent: ada.person }, mallory);
  const spy = { ...mallory, ...(body as { token: string }) };
  assert.equal((await post("contingents", { name: "x", colour: 1 }, spy)).status, 200);
  await post("locations/update", { lastPing: -1, location: { id: ada.person, ...HERE } }, ada);
  assert.deepEqual((await post("locations/update", { lastPing: -1 }, spy)).body, []);
});

test("[A21] a wish to be forgotten earlier is one of three", async () => {
  const [ada] = await setUp();
  const share = (keepMinutes: unknown) =>
    post(
      "locations/update",
      { lastPing: -1, location: { id: ada.person, ...HERE, keepMinutes } },
      ada,
    );
  assert.equal((await share(30)).status, 200);
  for (const wrong of [0, 1, 31, "30", null]) assert.equal((await share(wrong)).status, 400);
});
