/**
 * What is asked of each route in bad faith, and what the answer has to be.
 *
 *   a session that nobody signed ─► 401          somebody who was removed ─► 403
 *   somebody who may not do just this ─► 403     an invite or a signature that nobody made ─► 401, 403
 *   a body that is none, of another type, too large, or says something else ─► refused, and no bug
 */
import type { Identity } from "@muster/replica";
import { newIdentity } from "../../apps/march/test/fake-march.ts";
import { decision, proofOf } from "../../apps/march/test/fake-node.ts";
import { type Cast, type Comer, come, recordOf, removed, SPOT } from "./http-cast.ts";
import { LARGE_BYTES, type Names, nameOf, type Route, send, sessionOf } from "./http-route.ts";
import { below, mutated, type Random } from "./mutation.ts";

export const CRIMES = ["forged session", "removed", "trespass", "forged body", "damage"] as const;
export type Crime = (typeof CRIMES)[number];

export interface Asked {
  readonly crime: Crime;
  readonly route: Route;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Null: any refusal, or none where it `isHarmless`: a body that only says something else. */
  readonly wanted: number | null;
  readonly isHarmless: boolean;
}

/** The march as it stands while it is attacked. */
export interface Stage {
  /** From 0: each has other forgeries. */
  readonly round: number;
  readonly cast: Cast;
  readonly names: Names;
  /** Has named the contingent, told the alert and written the post. */
  readonly ada: Comer;
  /** Was removed; has a key. */
  readonly gone: Comer;
  /** A key that is no steward's and has not joined. */
  readonly stranger: Identity;
  /** May share, has written nothing. Anew for each round: nobody may ask too often. */
  readonly ben: Comer;
  readonly cyd: Comer;
  /** May display, and nothing else. */
  readonly dan: Comer;
}

export async function stageOf(cast: Cast): Promise<Stage> {
  const { node, made } = cast;
  const ada = await come(node, made, { contingent: "Tenants" });
  const headers = sessionOf(ada.token);
  const say = async (path: string, body: object): Promise<string> => {
    const route = { method: "post", path } as const;
    const names = { id: made.id, alert: "", post: "" };
    const answer = await send(node, { route, names, headers, body: JSON.stringify(body) });
    return (answer.body as { readonly id?: string }).id ?? "";
  };
  await say("/march/{id}/contingents", { name: "Tenants", colour: 1 });
  const alert = await say("/march/{id}/alerts", { kind: "medic", ...SPOT });
  const post = await say("/march/{id}/feed", { text: "water" });
  const names = { id: made.id, alert, post };
  const gone = await removed(cast);
  const stranger = await newIdentity();
  return { round: 0, cast, names, ada, gone, stranger, ...(await newcomers(cast)) };
}

export async function newcomers(cast: Cast): Promise<Pick<Stage, "ben" | "cyd" | "dan">> {
  const { node, made, displayInvite: invite } = cast;
  const contingent = "Tenants";
  const ben = await come(node, made, { contingent });
  const cyd = await come(node, made, { contingent });
  return { ben, cyd, dan: await come(node, made, { contingent, invite }) };
}

export async function crimesOn(
  stage: Stage,
  route: Route,
  random: Random,
): Promise<readonly Asked[]> {
  const { ben, cyd, gone } = stage;
  const bodyOf = ({ person }: Comer): string | null =>
    route.method === "post" ? JSON.stringify(baseFor(stage, { route, person, random })) : null;
  const asked = { route, headers: {}, wanted: null, isHarmless: false } as const;
  const forgery = (token: string): Asked => {
    const headers = sessionOf(token);
    return { ...asked, crime: "forged session", headers, body: bodyOf(ben), wanted: 401 };
  };
  const forged = forgedSessions(stage, random).map(forgery);
  const barred: Asked = {
    ...asked,
    crime: "removed",
    headers: sessionOf(gone.token),
    body: bodyOf(gone),
    wanted: 403,
  };
  const body = bodyOf(cyd);
  const trespass = TRESPASSES[nameOf(route)];
  return [
    ...(route.hasSession ? [...forged, barred] : []),
    ...(trespass === undefined ? [] : [{ ...asked, ...(await trespassOf(stage, trespass)) }]),
    ...(body === null ? [] : damages({ ...asked, body }, stage, random)),
  ];
}

/** Who does what they may not: by default `ben`, in earnest but for that. */
interface Trespass {
  readonly by?: (stage: Stage) => Comer | null;
  readonly body?: (stage: Stage) => object | Promise<object>;
}

/** Of routes that are not here, everybody in the march may do all. */
const TRESPASSES: Readonly<Record<string, Trespass>> = {
  // Who was removed comes back by their key.
  "post /march/{id}/join": {
    by: () => null,
    body: async ({ cast: { made }, gone }) => ({
      invite: made.invite,
      contingent: "Tenants",
      ...(await proofOf(gone.identity!, { does: "join", march: made.id })),
    }),
  },
  "post /march/{id}/invites": { body: () => ({ rights: ["share"] }) },
  "post /march/{id}/contingents": { body: () => ({ name: "Nurses", colour: 2 }) },
  "post /march/{id}/alerts": { by: ({ dan }) => dan, body: () => ({ kind: "medic", ...SPOT }) },
  "post /march/{id}/alerts/{alert}/verdict": {
    by: ({ ada }) => ada,
    body: () => ({ says: "confirmed" }),
  },
  "post /march/{id}/alerts/{alert}/withdraw": { body: () => ({}) },
  "post /march/{id}/feed": { by: ({ dan }) => dan, body: () => ({ text: "water" }) },
  "post /march/{id}/feed/{post}/take-back": { body: () => ({}) },
  "post /march/{id}/decisions": {
    body: ({ cast: { made }, stranger }) => decision(stranger, made.id, { does: "end" }),
  },
  "post /march/{id}/records": {
    body: async ({ cast: { made }, stranger, ben }) => ({
      record: await recordOf(made, stranger, ben),
    }),
  },
  "post /march/{id}/locations/update": {
    body: ({ ada }) => ({ lastPing: -1, location: { id: ada.person, ...SPOT } }),
  },
  "post /march/{id}/locations/remove": { body: ({ ada }) => ({ id: ada.person }) },
  "post /march/{id}/locations/erase": {
    body: async ({ cast: { made }, stranger }) => {
      const { at, signature } = await proofOf(stranger, { does: "erase", march: made.id });
      return { at, signature };
    },
  },
  "get /march/{id}/stream": {},
};
export const TRESPASSED: readonly string[] = Object.keys(TRESPASSES);

async function trespassOf(stage: Stage, { by, body }: Trespass) {
  const who = by === undefined ? stage.ben : by(stage);
  const headers = who === null ? {} : sessionOf(who.token);
  const said = body === undefined ? null : JSON.stringify(await body(stage));
  return { crime: "trespass", headers, body: said, wanted: 403 } as const;
}

/** Of whom none is a march's: an invite, a proof, of which the signature is noise. */
export const FORGED: Readonly<Record<string, number | null>> = {
  "post /march/{id}/join": 401,
  "post /march/{id}/decisions": 403,
  "post /march/{id}/locations/erase": 403,
};

function damages(
  asked: Omit<Asked, "crime"> & { readonly body: string },
  stage: Stage,
  random: Random,
): readonly Asked[] {
  const { route, body } = asked;
  const headers = sessionOf(stage.cyd.token);
  const damage = { ...asked, crime: "damage", headers } as const;
  const [first, last] = [body.slice(0, -1), `${body.slice(0, -1)},"latest":`];
  const wanted = FORGED[nameOf(route)];
  return [
    { ...damage, body: random() < 0.5 ? first : last, wanted: 400 },
    { ...damage, body: JSON.stringify("x".repeat(LARGE_BYTES)), wanted: 413 },
    { ...damage, body: JSON.stringify(strangeBody(stage, route, random)), isHarmless: true },
    {
      ...damage,
      body: Buffer.from(mutated(Buffer.from(body), random)).toString(),
      isHarmless: true,
    },
    { ...damage, headers: { ...headers, "content-type": "text/plain" }, wanted: 400 },
    ...(wanted === undefined ? [] : [{ ...damage, crime: "forged body" as const, wanted }]),
  ];
}

/** How many forged sessions there are, and so many of them in a round: in order, none is left out. */
export const FORGERIES = 8;
const FORGERIES_A_ROUND = 2;

/** Sessions that the march did not sign. */
function forgedSessions({ cast, ben, round }: Stage, random: Random): readonly string[] {
  const [head = "", claims = "", signature = ""] = ben.token.split(".");
  const damaged = Buffer.from(mutated(Buffer.from(claims, "base64url"), random));
  const forgeries = [
    `${head}.${damaged.toString("base64url")}.${signature}`,
    `${head}.${claims}.${flipped(signature, random)}`,
    `${NO_ALGORITHM}.${claims}.`,
    `${head}.${claims}`,
    cast.foreign,
    cast.made.invite,
    "",
    "x".repeat(4_000),
  ];
  const from = (round * FORGERIES_A_ROUND) % FORGERIES;
  return forgeries.slice(from, from + FORGERIES_A_ROUND);
}

const NO_ALGORITHM = Buffer.from('{"alg":"none"}').toString("base64url");

/** One bit of what it stands for is another. */
function flipped(text: string, random: Random): string {
  const bytes = Buffer.from(text, "base64url");
  const at = below(random, bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
  return bytes.toString("base64url");
}

interface Base {
  readonly route: Route;
  readonly person: string;
  readonly random: Random;
}

/** What the route takes, in that name; what must be signed is not, whatever becomes of it. */
function baseFor({ cast }: Stage, { route: { path }, person, random }: Base): object {
  const signature = Buffer.alloc(64, below(random, 256)).toString("base64url");
  const proof = { at: Date.now(), signature };
  const bodies: Readonly<Record<string, object>> = {
    "/march": { stewardKey: Buffer.alloc(31).toString("base64url"), hours: 1, lifetimeSeconds: 60 },
    join: { invite: flipped(cast.made.invite, random), contingent: "Tenants" },
    invites: { rights: ["share"] },
    contingent: { contingent: "Tenants" },
    contingents: { name: "Tenants", colour: 1 },
    alerts: { kind: "medic", ...SPOT },
    verdict: { says: "confirmed" },
    withdraw: {},
    feed: { text: "water" },
    "take-back": {},
    decisions: { does: "end", about: "", ...proof },
    records: { record: "AAAA" },
    update: { lastPing: -1, location: { id: person, ...SPOT } },
    remove: { id: person },
    erase: proof,
  };
  const body = bodies[path] ?? bodies[path.split("/").at(-1) ?? ""];
  if (body === undefined) throw new Error(`nobody knows what ${path} takes`);
  return body;
}

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

function strangeBody(stage: Stage, route: Route, random: Random): object {
  const { person } = stage.cyd;
  const body: Record<string, unknown> = { ...baseFor(stage, { route, person, random }) };
  for (const field of Object.keys(body)) {
    if (random() < 0.3) body[field] = STRANGE[below(random, STRANGE.length)];
  }
  // Made in earnest, it is a march of its own: that is no crime.
  return { ...body, stewardKey: STRANGE[below(random, STRANGE.length)] };
}
