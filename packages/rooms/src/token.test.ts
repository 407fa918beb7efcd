import assert from "node:assert/strict";
import test from "node:test";
import { generateKeyPair, SignJWT } from "jose";
import { FakeTimers } from "../test/fake-timers.ts";
import { TOKEN_KEY, tokenOf, WALK, walker } from "../test/walk.ts";
import { type Grant, type RoomName, verifyToken } from "./token.ts";

const NOW_MS = FakeTimers.START_MS;
const ann = walker("ann", "a");

interface At {
  readonly key?: Uint8Array;
  readonly room?: RoomName;
  readonly nowMs?: number;
}

function check(token: string, at: At = {}): Promise<Grant> {
  const { key = TOKEN_KEY, room = WALK, nowMs = NOW_MS } = at;
  return verifyToken(key, room, token, nowMs);
}

const unauthorised = { name: "Fault", code: "unauthorised" };

test("[M14] a token says who may do what, until when", async () => {
  assert.deepEqual(await check(await tokenOf(ann)), ann);
});

test("[M14] a token of another key or another room is not one of this room", async () => {
  const token = await tokenOf(ann);
  await assert.rejects(check(token, { key: new Uint8Array(32).fill(8) }), unauthorised);
  await assert.rejects(check(token, { room: { kind: "walk", id: "w2" } }), unauthorised);
  await assert.rejects(check(token, { room: { kind: "run", id: "w1" } }), unauthorised);
});

test("[M14] an expired token has ended, to the second", async () => {
  const token = await tokenOf(ann);
  await check(token, { nowMs: ann.expiresAt - 1_000 });
  await assert.rejects(check(token, { nowMs: ann.expiresAt }), { code: "ended" });
});

test("[M14] an unsigned token is worth nothing", async () => {
  const [, payload] = (await tokenOf(ann)).split(".");
  const none = Buffer.from('{"alg":"none"}').toString("base64url");
  await assert.rejects(check(`${none}.${payload}.`), unauthorised);
});

test("[M14] changed claims do not fit the signature", async () => {
  const [header, payload = "", signature] = (await tokenOf(ann)).split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as { rights: string[] };
  claims.rights.push("steward");
  const changed = Buffer.from(JSON.stringify(claims)).toString("base64url");
  await assert.rejects(check(`${header}.${changed}.${signature}`), unauthorised);
});

function draft(alg: string, claims: Record<string, unknown> = {}): SignJWT {
  return new SignJWT({ rights: ["walk"], about: {}, ...claims })
    .setProtectedHeader({ alg })
    .setIssuer("muster")
    .setAudience("walk/w1")
    .setSubject("ann")
    .setExpirationTime(ann.expiresAt / 1000);
}

test("[M14] only HS256 counts, whatever else the key would fit", async () => {
  const { privateKey } = await generateKeyPair("EdDSA");
  await assert.rejects(check(await draft("HS512").sign(TOKEN_KEY)), unauthorised);
  await assert.rejects(check(await draft("EdDSA").sign(privateKey)), unauthorised);
  await check(await draft("HS256").sign(TOKEN_KEY));
});

test("[M14] claims of another shape are refused, though we signed them", async () => {
  for (const claims of [{ rights: "all" }, { rights: [1] }, { about: { a: 1 } }, { about: null }]) {
    await assert.rejects(check(await draft("HS256", claims).sign(TOKEN_KEY)), unauthorised);
  }
  await assert.rejects(check(""), unauthorised);
  await assert.rejects(check("a.b.c"), unauthorised);
});
