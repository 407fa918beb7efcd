/**
 * Forged and damaged requests to every route that the API says it has: a session that nobody
 * signed, an invite that nobody made, a signature that does not fit, a body that is no JSON, too
 * large, or not what was meant. None may be answered as done, and none may be a bug.
 */

import { newIdentity } from "../../apps/march/test/fake-march.ts";
import {
  join,
  type MadeMarch,
  make,
  proofOf,
  type TestNode,
} from "../../apps/march/test/fake-node.ts";
import { heldMB } from "./memory.ts";
import { below, mutated, type Random, seeded } from "./mutation.ts";

const LARGE_BYTES = 100_000;
const TOO_LARGE = 413;
const NO_ALGORITHM = Buffer.from('{"alg":"none"}').toString("base64url");

export interface HttpReport {
  readonly routes: number;
  readonly tried: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly accepted: number;
  readonly acceptedTexts: readonly string[];
  readonly bugs: number;
  readonly controls: number;
  readonly controlsAccepted: number;
  readonly growthMB: number;
  /** Routes with a session that did not answer every forged one with 401. */
  readonly looseRoutes: readonly string[];
}

interface Route {
  readonly path: string;
  readonly method: "get" | "post";
  readonly hasSession: boolean;
}

interface Known {
  readonly node: TestNode;
  readonly made: MadeMarch;
  readonly token: string;
  readonly foreign: string;
  readonly person: string;
  readonly random: Random;
}

interface Asked {
  readonly route: Route;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Whether it may be answered as done: a body that only says something else. */
  readonly isHarmless: boolean;
  readonly isForgedSession?: boolean;
}

/** `each` forged sessions, and as many damaged bodies, for every route, by the seed. */
export async function fuzzHttp(node: TestNode, each: number, seed: number): Promise<HttpReport> {
  const [made, other] = [await make(node), await make(node)];
  const { token, person } = await join(node, made);
  const foreign = (await join(node, other)).token;
  const known = { node, made, token, foreign, person, random: seeded(seed) };
  const routes = await routesOf(node);
  const byStatus: Record<string, number> = {};
  const acceptedTexts: string[] = [];
  const loose = new Set<string>();
  let [tried, accepted, before] = [0, 0, 0];
  for (let times = 0; times < each; times += 1) {
    // The first round warms code and tables.
    if (times === 1) before = await heldMB();
    for (const asked of routes.flatMap((route) => crimesOn(known, route))) {
      const status = await statusOf(known, asked);
      if (asked.isForgedSession && status !== 401) loose.add(`${status} ${asked.route.path}`);
      tried += 1;
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      const isDone = status < 400 && !asked.isHarmless;
      if (!isDone && status !== 500) continue;
      accepted += 1;
      const { route, headers, body } = asked;
      acceptedTexts.push(
        `${status} ${route.method} ${route.path} ${JSON.stringify(headers)} ${body?.slice(0, 200)}`,
      );
    }
  }
  const growthMB = Math.round(((await heldMB()) - before) * 10) / 10;
  const bugs = node.errors.length;
  const controlsAccepted = await controls(known);
  const counts = {
    tried,
    byStatus,
    accepted,
    acceptedTexts,
    bugs,
    growthMB,
    looseRoutes: [...loose],
  };
  return { routes: routes.length, ...counts, controls: 2, controlsAccepted };
}

async function routesOf(node: TestNode): Promise<readonly Route[]> {
  const { body } = await node.request("/march/openapi.json");
  const { paths } = body as { paths: Record<string, Record<string, { security?: unknown }>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => {
      const hasSession = security !== undefined;
      return { path, method: method as Route["method"], hasSession };
    }),
  );
}

function crimesOn(known: Known, route: Route): readonly Asked[] {
  const { token, random } = known;
  const body = route.method === "post" ? JSON.stringify(bodyFor(known, route)) : null;
  const authorization = `Bearer ${token}`;
  const forged = {
    route,
    headers: { authorization: forgedSession(known) },
    body,
    isHarmless: false,
    isForgedSession: true,
  };
  const sessions = route.hasSession ? [forged] : [];
  if (body === null) return sessions;
  const [first, last] = [body.slice(0, -1), `${body.slice(0, -1)},"latest":`];
  const broken = Buffer.from(mutated(Buffer.from(body), random)).toString();
  const headers = { authorization };
  const asked = (said: string, isHarmless: boolean): Asked => ({
    route,
    headers,
    body: said,
    isHarmless,
  });
  return [
    ...sessions,
    asked(random() < 0.5 ? first : last, false),
    asked(JSON.stringify("x".repeat(LARGE_BYTES)), false),
    asked(JSON.stringify(strangeBody(known, route)), true),
    asked(broken, true),
    ...(FORGED.test(route.path) ? [asked(body, false)] : []),
    { ...asked(body, false), headers: { authorization, "content-type": "text/plain" } },
  ];
}

/** A session that the march did not sign. */
function forgedSession({ token, foreign, made, random }: Known): string {
  const [head = "", claims = "", signature = ""] = token.split(".");
  const damaged = Buffer.from(mutated(Buffer.from(claims, "base64url"), random));
  const forgeries = [
    `${head}.${damaged.toString("base64url")}.${signature}`,
    `${head}.${claims}.${flipped(signature, random)}`,
    `${NO_ALGORITHM}.${claims}.`,
    `${head}.${claims}`,
    foreign,
    made.invite,
    "",
    "x".repeat(4_000),
  ];
  return `Bearer ${forgeries[below(random, forgeries.length)]}`;
}

/** One bit of what it stands for is another. */
function flipped(text: string, random: Random): string {
  const bytes = Buffer.from(text, "base64url");
  const at = below(random, bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
  return bytes.toString("base64url");
}

/** With an invite of which one bit is another. */
function forgedJoin({ made, random }: Known): object {
  return { invite: flipped(made.invite, random), contingent: "Tenants" };
}

/** What the route takes, in the name of the session's person; without what must be signed. */
function bodyFor(known: Known, { path }: Route): object {
  const { person, random } = known;
  const place = { lat: 40.7, lon: -74 };
  const signature = Buffer.alloc(64, below(random, 256)).toString("base64url");
  const proof = { at: Date.now(), signature };
  const bodies: Readonly<Record<string, object>> = {
    "/march": { stewardKey: Buffer.alloc(31).toString("base64url"), hours: 1, lifetimeSeconds: 60 },
    join: forgedJoin(known),
    invites: { rights: ["share"] },
    contingent: { contingent: "Tenants" },
    contingents: { name: "Tenants", colour: 1 },
    alerts: { kind: "medic", ...place },
    verdict: { says: "confirmed" },
    withdraw: {},
    feed: { text: "water" },
    "take-back": {},
    decisions: { does: "end", about: "", ...proof },
    records: { record: "AAAA" },
    update: { lastPing: -1, location: { id: person, ...place } },
    remove: { id: person },
    erase: proof,
  };
  const body = bodies[path] ?? bodies[path.split("/").at(-1) ?? ""];
  if (body === undefined) throw new Error(`nobody knows what ${path} takes`);
  return body;
}

/** Where the body itself is the crime: what is signed in it is not. */
const FORGED = /\/(join|decisions|records|erase)$/;

const STRANGE: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  2 ** 53,
  "",
  "\u0000",
  "\ud800",
  "__proto__",
  "../../x",
  [],
  {},
  [[]],
  { toString: 1 },
  "x".repeat(5_000),
  "NaN",
  -0.0001,
  "constructor",
];

function strangeBody(known: Known, route: Route): object {
  const { random } = known;
  const body: Record<string, unknown> = { ...bodyFor(known, route) };
  for (const field of Object.keys(body)) {
    if (random() < 0.3) body[field] = STRANGE[below(random, STRANGE.length)];
  }
  // Made in earnest, it is a march of its own: that is no crime.
  return { ...body, stewardKey: STRANGE[below(random, STRANGE.length)] };
}

async function statusOf({ node, made }: Known, { route, headers, body }: Asked): Promise<number> {
  const path = route.path
    .replace("{id}", made.id)
    .replaceAll(/\{[^}]+\}/g, "AAAAAAAAAAAAAAAAAAAAAA");
  const given = { "content-type": "application/json", ...headers };
  const init = { method: route.method.toUpperCase(), headers: given, body };
  try {
    const { status } = await node.request(path, init);
    return status;
  } catch (error) {
    // Who sends too much may be cut off before all of it is sent.
    if (body !== null && body.length > LARGE_BYTES && error instanceof TypeError) return TOO_LARGE;
    throw error;
  }
}

/** The same requests in earnest: how many are heeded. */
async function controls({ node, made }: Known): Promise<number> {
  const { token } = await join(node, made, await newIdentity());
  const path = `/march/${made.id}/locations`;
  const all = await node.post(`${path}/update`, { lastPing: -1 }, token);
  const proof = await proofOf(made.steward, { does: "erase", march: made.id });
  const { at, signature } = proof;
  const erased = await node.post(`${path}/erase`, { at, signature }, token);
  return [all, erased].filter(({ status }) => status === 200).length;
}
