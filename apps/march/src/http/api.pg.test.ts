import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { newIdentity } from "../../test/fake-march.ts";
import {
  join,
  type MadeMarch,
  make,
  openNode,
  posting,
  proofOf,
  type TestNode,
} from "../../test/fake-node.ts";
import { MARCHES_OF_ADDRESS, REQUESTS } from "../rates.ts";
import type { Joined } from "./join.ts";

interface Location {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
  readonly time: number;
}

const HERE = { lat: 40.7074, lon: -74.0113 };
let node: TestNode;
let made: MadeMarch;

before(async () => {
  node = await openNode();
  made = await make(node);
});
after(() => node.close());

const path = (route: string) => `/march/${made.id}/${route}`;
const update = (joined: Joined, lastPing: number, place: object = HERE) =>
  node.post(
    path("locations/update"),
    { lastPing, location: { id: joined.person, ...place, time: 0 } },
    joined.token,
  );
const poll = (joined: Joined, lastPing: number) =>
  node.post(path("locations/update"), { lastPing }, joined.token);

async function erase(joined: Joined, by = made.steward) {
  const { at, signature } = await proofOf(by, { does: "erase", march: made.id });
  return node.post(path("locations/erase"), { at, signature }, joined.token);
}

test("[A1] [A9] 150 people post and poll, one erase answers 150 and the next 0", async () => {
  const people = await Promise.all(Array.from({ length: 150 }, () => join(node, made)));
  const posted = await Promise.all(people.map((joined) => update(joined, -1)));
  assert.deepEqual(new Set(posted.map(({ status }) => status)), new Set([200]));
  const [first] = people;
  assert.ok(first);
  const all = (await poll(first, -1)).body as readonly Location[];
  assert.equal(all.length, 150);
  assert.deepEqual(new Set(all.map(({ id }) => id)), new Set(people.map(({ person }) => person)));
  const newest = Math.max(...all.map(({ time }) => time));
  assert.deepEqual((await poll(first, newest)).body, []);
  const [mine] = (await update(first, newest)).body as readonly Location[];
  assert.deepEqual({ ...mine, time: 0 }, { id: first.person, ...HERE, time: 0 });
  assert.ok((mine?.time ?? 0) > newest);
  assert.deepEqual((await erase(first)).body, { msg: "Database erased. 150 record(s) deleted." });
  assert.deepEqual((await erase(first)).body, { msg: "Database erased. 0 record(s) deleted." });
  assert.deepEqual((await poll(first, -1)).body, []);
});

test("[A9] who asks too often is refused for a while, and others are not", async () => {
  const [flooding, other] = [await join(node, made), await join(node, made)];
  const answersOf = async (one: Joined) => {
    const asked = Array.from({ length: REQUESTS.burst + 60 }, () => poll(one, -1));
    return (await Promise.all(asked)).filter(({ status }) => status === 429);
  };
  const [refusal, ...more] = await answersOf(flooding);
  assert.ok(more.length > 30, String(more.length));
  assert.equal(refusal?.headers.get("retry-after"), "1");
  assert.equal((await poll(other, -1)).status, 200);
  await sleep(1_000);
  assert.equal((await poll(flooding, -1)).status, 200);
});

test("[A3] [A5] a person takes away their own pin, and nobody else's", async () => {
  const [ada, ben] = [await join(node, made), await join(node, made)];
  await update(ada, -1);
  const refused = await node.post(path("locations/remove"), { id: ada.person }, ben.token);
  assert.equal(refused.status, 403);
  assert.equal(((await poll(ben, -1)).body as unknown[]).length, 1);
  const removed = await node.post(path("locations/remove"), { id: ada.person }, ada.token);
  assert.deepEqual([removed.status, removed.body], [200, { msg: "Location removed." }]);
  assert.deepEqual((await poll(ben, -1)).body, []);
});

test("[A5] a steward is who joins with the steward's key", async () => {
  const steward = await join(node, made, made.steward);
  assert.deepEqual(steward.rights, ["share", "steward"]);
  const other = await join(node, made, await newIdentity());
  assert.deepEqual(other.rights, ["share"]);
  assert.equal((await node.post(path("invites"), { rights: ["share"] }, other.token)).status, 403);
  const { status, body } = await node.post(path("invites"), { rights: ["display"] }, steward.token);
  assert.equal(status, 201);
  const wall = await join(node, { ...made, ...(body as { invite: string }) });
  assert.deepEqual(wall.rights, ["display"]);
  assert.equal((await update(wall, -1)).status, 403);
});

test("[A5] who signs with another key, or at another time, does not join", async () => {
  const [ada, mallory] = [await newIdentity(), await newIdentity()];
  const joining = { invite: made.invite, contingent: "Tenants" };
  const said = { does: "join", march: made.id } as const;
  const wrongKey = { ...(await proofOf(mallory, said)), key: (await proofOf(ada, said)).key };
  assert.equal((await node.post(path("join"), { ...joining, ...wrongKey })).status, 401);
  const wrongClock = await proofOf(ada, said, Date.now() - 120_000);
  const { status, body } = await node.post(path("join"), { ...joining, ...wrongClock });
  assert.equal(status, 409);
  const { nowMs } = body as { readonly nowMs: number };
  assert.ok(Math.abs(nowMs - Date.now()) < 5_000);
  const mended = await proofOf(ada, said, nowMs);
  assert.equal((await node.post(path("join"), { ...joining, ...mended })).status, 200);
});

test("[A5] an invite and a session token do not stand in for each other", async () => {
  const other = await make(node);
  const joined = await join(node, made);
  const joinWith = async (invite: string) =>
    (await node.post(path("join"), { invite, contingent: "Tenants" })).status;
  assert.equal(await joinWith("x"), 401);
  assert.equal(await joinWith(other.invite), 401);
  assert.equal(await joinWith(joined.token), 401);
  assert.equal((await poll({ ...joined, token: made.invite }, -1)).status, 401);
  const elsewhere = await join(node, other);
  assert.equal((await poll(elsewhere, -1)).status, 401);
  assert.equal((await node.post(path("locations/update"), { lastPing: -1 })).status, 401);
});

test("[A5] an erase needs a steward's signature", async () => {
  const ada = await join(node, made);
  await update(ada, -1);
  assert.equal((await erase(ada, await newIdentity())).status, 403);
  assert.equal(((await poll(ada, -1)).body as unknown[]).length, 1);
});

test("[A5] one name spelt in two ways is one contingent", async () => {
  const { body } = await node.post(path("join"), {
    invite: made.invite,
    contingent: "Me\u0301dicos",
  });
  assert.equal((body as Joined).contingent, "M\u00e9dicos");
});

test("[A13] an address that made many marches is refused, others are not", async () => {
  const { key } = await proofOf(made.steward, { does: "join", march: made.id });
  const makeFrom = async (address: string) => {
    const init = posting({ stewardKey: key, hours: 1, lifetimeSeconds: 60 });
    const headers = new Headers(init.headers);
    headers.set("x-forwarded-for", address);
    const answer = await node.request("/march", { ...init, headers });
    return [answer.status, answer.headers.get("retry-after")];
  };
  const asked = Array.from({ length: MARCHES_OF_ADDRESS.burst + 1 }, () => makeFrom("192.0.2.1"));
  const answers = await Promise.all(asked);
  assert.deepEqual(
    answers.filter(([status]) => status !== 201),
    [[429, "10"]],
  );
  assert.deepEqual(await makeFrom("192.0.2.2"), [201, null]);
});

test("[A4] [A7] a march that has ended answers 410, one that never was 404", async () => {
  const ended = await make(node);
  const joined = await join(node, ended);
  await node.pool.query(
    "update march.march set ends_at = now() - interval '1 second' where id = $1",
    [ended.id],
  );
  const late = await node.post(`/march/${ended.id}/join`, {
    invite: ended.invite,
    contingent: "Tenants",
  });
  assert.equal(late.status, 410);
  const polled = await node.post(
    `/march/${ended.id}/locations/update`,
    { lastPing: -1 },
    joined.token,
  );
  assert.equal(polled.status, 410);
  const never = { invite: made.invite, contingent: "Tenants" };
  assert.equal((await node.post("/march/never-was-a-march/join", never)).status, 400);
  assert.equal((await node.post("/march/neverwasamarch00/join", never)).status, 404);
});

const wrongUpdates: Readonly<Record<string, unknown>> = {
  "a latitude that is a text": { lastPing: -1, location: { id: "x", lat: "x", lon: 0 } },
  "NaN, which JSON writes as null": { lastPing: -1, location: { id: "x", lat: NaN, lon: 0 } },
  "a latitude over the pole": { lastPing: -1, location: { id: "x", lat: 90.1, lon: 0 } },
  "a longitude out of range": { lastPing: -1, location: { id: "x", lat: 0, lon: -180.1 } },
  "a location without a person": { lastPing: -1, location: { lat: 0, lon: 0 } },
  "no last ping": {},
  "a last ping under -1": { lastPing: -2 },
  "a last ping that is a text": { lastPing: "0" },
  "a list": [],
  null: null,
};
for (const [name, body] of Object.entries(wrongUpdates)) {
  test(`[A7] ${name} is refused, changes nothing and is counted`, async () => {
    await refused(posting(body, (await join(node, made)).token), 400);
  });
}

const wrongBodies: Readonly<Record<string, readonly [RequestInit, number]>> = {
  "broken JSON": [{ body: '{"lastPing":' }, 400],
  "a number beyond all": [{ body: '{"lastPing":1e999}' }, 400],
  "no body": [{}, 400],
  "another type": [{ body: '{"lastPing":-1}', headers: { "content-type": "text/plain" } }, 400],
  "16 kB and more": [{ body: `{"lastPing":-1,"x":"${"x".repeat(16_384)}"}` }, 413],
};
for (const [name, [init, status]] of Object.entries(wrongBodies)) {
  test(`[A7] a body of ${name} is refused, changes nothing and is counted`, async () => {
    const { token } = await join(node, made);
    const headers = new Headers(init.headers ?? { "content-type": "application/json" });
    headers.set("authorization", `Bearer ${token}`);
    await refused({ ...init, method: "POST", headers }, status);
  });
}

async function refused(init: RequestInit, status: number): Promise<void> {
  const someone = await join(node, made);
  const before = (await poll(someone, -1)).body;
  const counted = sum(node.march.refused.values());
  const answer = await node.request(path("locations/update"), init);
  assert.equal(answer.status, status);
  const { error, ...rest } = answer.body as { readonly error: unknown };
  assert.ok(typeof error === "string" && error.length > 5, String(error));
  assert.deepEqual(rest, {});
  assert.equal(sum(node.march.refused.values()), counted + 1);
  assert.deepEqual((await poll(someone, -1)).body, before);
  assert.deepEqual(node.errors, []);
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}

test("[A7] the operator's figures tell how many were refused, and nothing of whom", async () => {
  await node.request("/march/AAAAAAAAAAAAAAAA/join", posting({}));
  const figures = await node.metrics.metrics();
  assert.match(figures, /^march_requests_refused_total\{code="bad_message"\} [1-9]\d*$/m);
  assert.match(figures, /^muster_connections 0$/m);
  assert.doesNotMatch(figures, /AAAAAAAAAAAAAAAA/);
});

test("[A7] a signature that is no base64url, and a march of 25 hours, are refused", async () => {
  const joined = await join(node, made);
  const wrong = { at: Date.now(), signature: "!".repeat(86) };
  assert.equal((await node.post(path("locations/erase"), wrong, joined.token)).status, 400);
  for (const changed of [
    { hours: 25 },
    { hours: 0 },
    { lifetimeSeconds: 7201 },
    { lifetimeSeconds: 59 },
    { stewardKey: "x" },
    { name: "not kept here" },
  ]) {
    const { key } = await proofOf(made.steward, { does: "join", march: made.id });
    const wanted = { stewardKey: key, hours: 1, lifetimeSeconds: 1800, ...changed };
    assert.equal((await node.post("/march", wanted)).status, 400, JSON.stringify(changed));
  }
  assert.deepEqual(node.errors, []);
});

test("[A7] an address where nothing is, and a method that is not served, answer as JSON", async () => {
  for (const [url, init] of [
    ["/march/nothing", {}],
    [path("locations/update"), {}],
    [path("nothing"), posting({})],
    ["/march/config.json", posting({})],
  ] as const) {
    const { status, body } = await node.request(url, init);
    assert.equal(status, 404, url);
    assert.equal(typeof (body as { readonly error: unknown }).error, "string");
  }
});

test("[A7] answers are not kept by anyone, nor given to other origins", async () => {
  const { headers } = await poll(await join(node, made), -1);
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(headers.get("access-control-allow-origin"), null);
});

test("[A11] the API describes itself", async () => {
  const { status, body } = await node.request("/march/openapi.json");
  assert.equal(status, 200);
  const { openapi, paths } = body as { openapi: string; paths: Record<string, object> };
  assert.match(openapi, /^3\.1/);
  const routes = Object.entries(paths).flatMap(([at, methods]) =>
    Object.keys(methods).map((method) => `${method} ${at}`),
  );
  assert.deepEqual(routes.toSorted(), [
    "get /march/{id}/alerts",
    "get /march/{id}/contingents",
    "get /march/{id}/feed",
    "get /march/{id}/stream",
    "post /march",
    "post /march/{id}/alerts",
    "post /march/{id}/alerts/{alert}/verdict",
    "post /march/{id}/alerts/{alert}/withdraw",
    "post /march/{id}/contingent",
    "post /march/{id}/contingents",
    "post /march/{id}/decisions",
    "post /march/{id}/feed",
    "post /march/{id}/feed/{post}/take-back",
    "post /march/{id}/invites",
    "post /march/{id}/join",
    "post /march/{id}/locations/erase",
    "post /march/{id}/locations/remove",
    "post /march/{id}/locations/update",
    "post /march/{id}/records",
  ]);
});
