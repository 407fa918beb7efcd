/** A node for tests: March alone, on a real HTTP server and a real PostgreSQL. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Identity } from "@muster/replica";
import { migrations as roomsMigrations } from "@muster/rooms/server";
import { base64url } from "jose";
import type { Pool } from "pg";
import { Registry } from "prom-client";
import { openTestDatabase } from "../../../test/postgres.ts";
import { signDecision } from "../src/decision.ts";
import type { Joined } from "../src/http/join.ts";
import type { Made } from "../src/http/make.ts";
import { type RunningMarch, startMarch } from "../src/march.ts";
import { migrations } from "../src/registry.ts";
import { type Decision, type Statement, signStatement } from "../src/statement.ts";
import { newIdentity } from "./fake-march.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface TestNode {
  readonly url: string;
  readonly pool: Pool;
  readonly march: RunningMarch;
  readonly metrics: Registry;
  /** Bugs, as the node was told of them. */
  readonly errors: readonly unknown[];
  request(path: string, init?: RequestInit): Promise<Answer>;
  post(path: string, body: unknown, token?: string): Promise<Answer>;
  get(path: string, token: string): Promise<Answer>;
  close(): Promise<void>;
}

export async function openNode(): Promise<TestNode> {
  const database = await openTestDatabase([
    { name: "rooms", migrations: roomsMigrations },
    { name: "march", migrations },
  ]);
  const node = await serveMarch(database.pool);
  const close = async (): Promise<void> => {
    await node.close();
    await database.close();
  };
  return { ...node, close };
}

/** On a database that is there already. */
export async function serveMarch(pool: Pool): Promise<TestNode> {
  const errors: unknown[] = [];
  const server = createServer();
  const onError = (error: unknown) => errors.push(error);
  const metrics = new Registry();
  const march = await startMarch({ pool, server, origins: [], map: null, metrics, onError });
  const listener = getRequestListener(march.routes.fetch);
  server.on("request", (request, response) => void listener(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...requesting(url),
    pool,
    march,
    metrics,
    errors,
    close: async () => {
      await march.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What a client of a node does. */
export function requesting(url: string): Pick<TestNode, "url" | "request" | "post" | "get"> {
  const request = async (path: string, init: RequestInit = {}): Promise<Answer> =>
    answered(await fetch(url + path, init));
  return {
    url,
    request,
    post: (path, body, token) => request(path, posting(body, token)),
    get: (path, token) => request(path, { headers: { authorization: `Bearer ${token}` } }),
  };
}

async function answered(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  const body: unknown = isJson && text !== "" ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body };
}

export function posting(body: unknown, token?: string): RequestInit {
  const headers = new Headers({ "content-type": "application/json" });
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  return { method: "POST", headers, body: JSON.stringify(body) };
}

export interface MadeMarch extends Made {
  readonly steward: Identity;
}

export async function make(node: TestNode): Promise<MadeMarch> {
  const steward = await newIdentity();
  const stewardKey = base64url.encode(steward.publicKey);
  const { status, body } = await node.post("/march", {
    stewardKey,
    hours: 1,
    lifetimeSeconds: 1800,
  });
  assert.equal(status, 201);
  return { ...(body as Made), steward };
}

/** Joins without a key, unless one is given. */
export async function join(
  node: Pick<TestNode, "post">,
  march: Pick<MadeMarch, "id" | "invite">,
  by?: Identity,
): Promise<Joined> {
  const { status, body } = await tryJoin(node, march, by);
  assert.equal(status, 200, JSON.stringify(body));
  return body as Joined;
}

export async function tryJoin(
  node: Pick<TestNode, "post">,
  { id, invite }: Pick<MadeMarch, "id" | "invite">,
  by?: Identity,
): Promise<Answer> {
  const proof = by === undefined ? {} : await proofOf(by, { does: "join", march: id });
  return node.post(`/march/${id}/join`, { invite, contingent: "Tenants", ...proof });
}

/** What a steward signs, as the body of a request. */
export async function decision(
  by: Identity,
  march: string,
  { does, about = "" }: { readonly does: Decision; readonly about?: string },
) {
  const { signature, ...said } = await signDecision(by, { does, march, about }, Date.now());
  return { ...said, signature: base64url.encode(signature) };
}

/** What a request says to prove that its sender holds a key. */
export async function proofOf(
  by: Identity,
  said: Pick<Statement, "does" | "march">,
  at = Date.now(),
) {
  const { signature } = await signStatement(by, { ...said, at });
  return { key: base64url.encode(by.publicKey), at, signature: base64url.encode(signature) };
}
