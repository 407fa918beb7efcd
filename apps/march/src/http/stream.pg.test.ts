import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { signToken } from "@muster/rooms";
import { base64url } from "jose";
import {
  join,
  type MadeMarch,
  make,
  openNode,
  proofOf,
  type TestNode,
} from "../../test/fake-node.ts";
import { MARCH } from "../room.ts";
import type { Joined } from "./join.ts";
import { STREAMS_OF_MARCH_MAX } from "./stream.ts";

const HERE = { lat: 40.7074, lon: -74.0113 };
let node: TestNode;
let made: MadeMarch;
let ada: Joined;
let wall: Joined;

before(async () => {
  node = await openNode();
  made = await make(node);
  ada = await join(node, made);
  wall = await displayOf(node, made);
});
after(() => node.close());

async function displayOf(of: TestNode, march: MadeMarch): Promise<Joined> {
  const { token } = await join(of, march, march.steward);
  const { body } = await of.post(`/march/${march.id}/invites`, { rights: ["display"] }, token);
  return join(of, { ...march, ...(body as { invite: string }) });
}

/** The events of a stream, as they come; undefined when it has ended. */
async function open(token: string) {
  const response = await fetch(`${node.url}/march/${made.id}/stream?token=${token}`);
  assert.equal(response.status, 200);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async (): Promise<{ event: string; data: unknown } | undefined> => {
    while (!text.includes("\n\n")) {
      const { value, done } = await reader.read();
      if (done) return undefined;
      text += value;
    }
    const [head = "", ...rest] = text.split("\n\n");
    text = rest.join("\n\n");
    const [, event = "", data = "null"] = /^event: (\w+)\ndata: (.*)$/.exec(head) ?? [];
    return { event, data: JSON.parse(data) as unknown };
  };
  return { next, close: () => reader.cancel(), headers: response.headers };
}

const post = (lastPing: number) =>
  node.post(
    `/march/${made.id}/locations/update`,
    { lastPing, location: { id: ada.person, ...HERE } },
    ada.token,
  );

test("[A10] a display hears what stands, what changes, who is gone and an erase", async () => {
  await post(-1);
  const stream = await open(wall.token);
  assert.equal(stream.headers.get("content-type"), "text/event-stream");
  assert.equal(stream.headers.get("cache-control"), "no-store");
  const pin = { id: ada.person, contingent: "Tenants", ...HERE };
  assert.deepEqual(await stream.next(), { event: "positions", data: [pin] });
  await node.post(`/march/${made.id}/locations/remove`, { id: ada.person }, ada.token);
  const gone = { event: "positions", data: [{ id: ada.person, gone: true }] };
  assert.deepEqual(await stream.next(), gone);
  await post(-1);
  assert.deepEqual(await stream.next(), { event: "positions", data: [pin] });
  const { at, signature } = await proofOf(made.steward, { does: "erase", march: made.id });
  await node.post(`/march/${made.id}/locations/erase`, { at, signature }, ada.token);
  const told = [(await stream.next())?.event, (await stream.next())?.event];
  assert.ok(told.includes("erased"), told.join());
  await stream.close();
});

test("[A10] a stream needs the right to display", async () => {
  for (const [token, status] of [
    [ada.token, 403],
    ["x", 401],
    ["", 401],
  ] as const) {
    const answer = await node.request(`/march/${made.id}/stream?token=${token}`);
    assert.equal(answer.status, status);
    assert.equal(typeof (answer.body as { error: unknown }).error, "string");
  }
  const header = new Headers({ authorization: `Bearer ${ada.token}` });
  assert.equal((await node.request(`/march/${made.id}/stream`, { headers: header })).status, 403);
});

test("[A10] a stream ends when its token does", async () => {
  const { rows } = await node.pool.query<{ token_key: Buffer }>(
    "select token_key from march.march where id = $1",
    [made.id],
  );
  const expiresAt = Math.ceil(Date.now() / 1000) * 1000 + 1000;
  const grant = { person: "for-a-second", rights: ["display"], about: {}, expiresAt };
  const token = await signToken(rows[0]!.token_key, { kind: MARCH, id: made.id }, grant);
  const stream = await open(token);
  await stream.next();
  assert.equal(await stream.next(), undefined);
  assert.ok(Math.abs(Date.now() - expiresAt) < 500);
});

test("[A10] a node that stops ends its streams", async () => {
  const other = await openNode();
  const otherMarch = await make(other);
  const joined = await displayOf(other, otherMarch);
  const response = await fetch(`${other.url}/march/${otherMarch.id}/stream?token=${joined.token}`);
  const ended = response.text();
  await other.close();
  assert.match(await ended, /^event: positions\ndata: \[\]\n\n$/);
});

test("[A10] a HEAD of a stream is answered, and holds no stream", async () => {
  const address = `/march/${made.id}/stream?token=${wall.token}`;
  for (let asked = 0; asked <= STREAMS_OF_MARCH_MAX; asked += 1) {
    const { status, headers, body } = await node.request(address, { method: "HEAD" });
    assert.deepEqual([status, body], [200, ""]);
    assert.equal(headers.get("content-type"), "text/event-stream");
  }
  const { status } = await node.request(`/march/${made.id}/stream?token=x`, { method: "HEAD" });
  assert.equal(status, 401);
  const stream = await open(wall.token);
  await stream.close();
});

test("[A10] the streams of one march do not use up those of the node", async () => {
  const [flooded, other] = [await make(node), await make(node)];
  const [viewer, elsewhere] = [await displayOf(node, flooded), await displayOf(node, other)];
  const end = new AbortController();
  const opened: Response[] = [];
  const ask = async ({ id }: MadeMarch, { token }: Joined): Promise<number> => {
    const response = await fetch(`${node.url}/march/${id}/stream?token=${token}`, end);
    opened.push(response);
    return response.status;
  };
  for (let i = 0; i < STREAMS_OF_MARCH_MAX; i += 1) {
    assert.equal(await ask(flooded, viewer), 200);
  }
  assert.equal(await ask(flooded, viewer), 429);
  assert.equal(await ask(other, elsewhere), 200);
  end.abort();
});

test("[A5] an erase over HTTP is signed by a steward of this march", async () => {
  const elsewhere = await make(node);
  const { at, signature } = await proofOf(elsewhere.steward, { does: "erase", march: made.id });
  const { status } = await node.post(
    `/march/${made.id}/locations/erase`,
    { at, signature: base64url.encode(base64url.decode(signature)) },
    ada.token,
  );
  assert.equal(status, 403);
});
