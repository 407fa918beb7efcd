import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { MemoryStore, Space, Verifier } from "@muster/replica";
import { connect } from "@muster/rooms/client";
import { base64url } from "jose";
import { becomes } from "../../../../test/room-state.ts";
import { newIdentity } from "../../test/fake-march.ts";
import {
  decision,
  join,
  type MadeMarch,
  make,
  openNode,
  proofOf,
  requesting,
  type TestNode,
  tryJoin,
} from "../../test/fake-node.ts";
import { alerts, recordIdOf } from "../models/alerts.ts";
import { marchModels } from "../models.ts";
import { MARCH } from "../room.ts";
import type { Decision } from "../statement.ts";
import type { Joined } from "./join.ts";

const HERE = { lat: 40.7074, lon: -74.0113 };
const PROGRAM = fileURLToPath(new URL("../../test/fake-node-process.ts", import.meta.url));
type Requests = Pick<TestNode, "post" | "get">;
let node: TestNode;
let made: MadeMarch;
const processes = new Set<ChildProcess>();

before(async () => {
  node = await openNode();
});
after(async () => {
  for (const child of processes) child.kill("SIGKILL");
  await node.close();
  assert.deepEqual(node.errors, []);
});

const path = (route: string) => `/march/${made.id}/${route}`;

async function decide(
  of: Requests,
  { token }: Joined,
  what: { readonly does: Decision; readonly about: string },
) {
  return of.post(path("decisions"), await decision(made.steward, made.id, what), token);
}

async function statusOf(answer: Promise<{ readonly status: number }>): Promise<number> {
  return (await answer).status;
}

test("[A19] who is removed is refused on every route, and told on every connection", async () => {
  made = await make(node);
  const [ada, ben] = [await newIdentity(), await join(node, made)];
  const removed = await join(node, made, ada);
  const steward = await join(node, made, made.steward);
  const invited = await node.post(path("invites"), { rights: ["display", "share"] }, steward.token);
  const wall = await join(node, { ...made, ...(invited.body as { invite: string }) });
  const stream = await fetch(`${node.url}${path("stream")}?token=${wall.token}`);
  const client = connect(`${node.url.replace("http", "ws")}/rooms`);
  const room = client.room({
    kind: MARCH,
    id: made.id,
    token: removed.token,
    models: marchModels,
    identity: ada,
    lifetimeMs: made.lifetimeMs,
  });
  await becomes(room, "live");
  for (const { person } of [removed, wall]) {
    const { status, body } = await decide(node, ben, { does: "remove", about: person });
    assert.equal(status, 200, JSON.stringify(body));
  }
  await becomes(room, "rejected");
  assert.equal(room.fault?.code, "forbidden");
  client.close();
  // A stream that ends is read to its end; one that goes on would hold the test.
  await stream.text();
  for (const { token } of [removed, wall]) {
    for (const route of ["alerts", "feed", "contingents"]) {
      assert.equal(await statusOf(node.get(path(route), token)), 403, route);
    }
    const refusals = await Promise.all([
      node.post(path("locations/update"), { lastPing: -1 }, token),
      node.post(path("contingent"), { contingent: "Nurses" }, token),
      node.post(path("alerts"), { kind: "exit", ...HERE }, token),
      node.post(path("invites"), { rights: ["share"] }, token),
      node.get(path("stream"), token),
    ]);
    assert.deepEqual(
      refusals.map(({ status }) => status),
      [403, 403, 403, 403, 403],
    );
  }
  assert.equal(await statusOf(tryJoin(node, made, ada)), 403);
  assert.equal(await statusOf(tryJoin(node, made)), 200, "the link is open");
});

test("[A20] nobody joins by a link that was revoked, but a steward by their key", async () => {
  made = await make(node);
  const ada = await join(node, made);
  const steward = await join(node, made, made.steward);
  const { body } = await node.post(path("invites"), { rights: ["share"] }, steward.token);
  const other = { ...made, ...(body as { invite: string; link: string }) };
  assert.equal(await statusOf(decide(node, ada, { does: "revoke", about: made.link })), 200);
  assert.equal(await statusOf(tryJoin(node, made)), 403);
  assert.equal(await statusOf(tryJoin(node, other)), 200);
  assert.equal(await statusOf(tryJoin(node, made, made.steward)), 200);
  assert.equal(await statusOf(node.get(path("alerts"), ada.token)), 200, "who is in stays");
  const ben = await join(node, other);
  await node.get(path("alerts"), ben.token);
  const { revoked } = (await decide(node, ada, { does: "remove-and-revoke", about: ben.person }))
    .body as {
    readonly revoked: string;
  };
  assert.equal(revoked, other.link);
  assert.equal(await statusOf(tryJoin(node, other)), 403);
});

test("[A20] invites of a steward who was removed count no more", async () => {
  made = await make(node);
  const identity = await newIdentity();
  const second = await join(node, made, identity);
  await decide(node, second, { does: "appoint", about: second.person });
  const { body } = await node.post(path("invites"), { rights: ["share"] }, second.token);
  const theirs = { ...made, ...(body as { invite: string }) };
  assert.equal(await statusOf(tryJoin(node, theirs)), 200);
  await decide(node, await join(node, made), { does: "remove", about: second.person });
  assert.equal(await statusOf(tryJoin(node, theirs)), 403);
});

test("[A18] [A7] decisions that are none, of others or of another time are refused", async () => {
  made = await make(node);
  const ada = await join(node, made);
  const body = await decision(made.steward, made.id, { does: "vouch", about: ada.person });
  const send = (changed: object) =>
    statusOf(node.post(path("decisions"), { ...body, ...changed }, ada.token));
  assert.equal(await send({ does: "dismiss" }), 400);
  assert.equal(await send({ about: "a b" }), 400);
  assert.equal(await send({ signature: "x" }), 400);
  assert.equal(await send({ about: "" }), 403);
  assert.equal(await send({ at: body.at - 120_000 }), 409);
  const forged = await decision(await newIdentity(), made.id, { does: "end" });
  assert.equal(await statusOf(node.post(path("decisions"), forged, ada.token)), 403);
  assert.equal(await send({}), 200);
  assert.equal(await send({}), 409);
});

test("[A5] a phone's own record goes over HTTP as well, by the same rules", async () => {
  made = await make(node);
  const [ada, mallory] = [await newIdentity(), await newIdentity()];
  const joined = await join(node, made, ada);
  const clock = { now: () => Date.now() };
  const signed = async (identity: typeof ada) => {
    const { id, lifetimeMs } = made;
    const space = new Space({
      name: `${MARCH}/${id}`,
      models: marchModels,
      store: new MemoryStore(),
      clock,
      identity,
      verifier: new Verifier(),
      lifetimeMs,
    });
    const told = { kind: "medic", place: { latE7: 1, lonE7: 2 }, at: clock.now() } as const;
    const value = { id: recordIdOf(joined.person, "alert-of-this-test"), by: joined.person, told };
    return base64url.encode((await space.write(alerts, value)).bytes);
  };
  const send = (record: string) => node.post(path("records"), { record }, joined.token);
  assert.equal(await statusOf(send(await signed(mallory))), 403);
  const record = await signed(ada);
  assert.deepEqual((await send(record)).body, { msg: "Taken." });
  assert.deepEqual((await send(record)).body, { msg: "Taken." }, "once more is no harm");
  assert.equal(await statusOf(send(`${record.slice(0, -4)}AAAA`)), 403);
  assert.equal(await statusOf(send("AAAA")), 400);
  assert.equal(((await node.get(path("alerts"), joined.token)).body as unknown[]).length, 1);
});

async function start(): Promise<Requests & { kill(): Promise<void> }> {
  const database = String(node.pool.options.connectionString);
  const child = spawn(process.execPath, ["-C", "@muster/source", PROGRAM, database], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  processes.add(child);
  const [url] = (await once(child.stdout, "data")) as [Buffer];
  return {
    ...requesting(url.toString().trim()),
    kill: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

test("[A18] [A19] [A20] [A22] what was answered is decided, also when the node is killed the moment after", async () => {
  let running = await start();
  made = { ...(await makeBy(running)), steward: made.steward };
  const [ada, ben] = [await newIdentity(), await join(running, made)];
  const removed = await join(running, made, ada);
  assert.equal(await statusOf(running.get(path("alerts"), removed.token)), 200);
  assert.equal(
    await statusOf(decide(running, ben, { does: "remove-and-revoke", about: removed.person })),
    200,
  );
  await running.kill();
  running = await start();
  assert.equal(await statusOf(tryJoin(running, made)), 403);
  assert.equal(await statusOf(running.get(path("alerts"), removed.token)), 403);
  assert.equal(await statusOf(running.get(path("alerts"), ben.token)), 200);
  const replay = await decision(made.steward, made.id, { does: "end" });
  assert.equal(await statusOf(running.post(path("decisions"), replay, ben.token)), 200);
  await running.kill();
  running = await start();
  assert.equal(await statusOf(running.get(path("alerts"), ben.token)), 410);
  assert.equal(await statusOf(tryJoin(running, made)), 410);
  await running.kill();
});

async function makeBy(of: Requests): Promise<Omit<MadeMarch, "steward">> {
  const { key } = await proofOf(made.steward, { does: "join", march: made.id });
  const { body } = await of.post("/march", { stewardKey: key, hours: 1, lifetimeSeconds: 1800 });
  return body as Omit<MadeMarch, "steward">;
}
