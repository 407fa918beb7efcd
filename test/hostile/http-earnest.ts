/**
 * Every request of the API in earnest, once: without forgery it is done, or a refusal of a forged
 * one would prove nothing.
 */
import { newIdentity } from "../../apps/march/test/fake-march.ts";
import { decision, proofOf } from "../../apps/march/test/fake-node.ts";
import { type Cast, type Comer, come, recordOf, SPOT } from "./http-cast.ts";
import { nameOf, type Route, send, sessionOf } from "./http-route.ts";

/** Who is in it: `may` and `lee` without a key, `kim` with one; `dan` displays. */
interface Scene {
  readonly cast: Cast;
  readonly may: Comer;
  readonly lee: Comer;
  readonly kim: Comer;
  readonly dan: Comer;
}

interface Deed {
  readonly does: `${Route["method"]} ${string}`;
  /** `may`, unless another is named. */
  readonly by?: (scene: Scene) => Comer;
  readonly body?: (scene: Scene) => object | Promise<object>;
  /** Which name its answer gives. */
  readonly makes?: "alert" | "post";
}

/** In this order: the last ones take back what was said before. */
const DEEDS: readonly Deed[] = [
  {
    does: "post /march",
    body: async () => {
      const { publicKey } = await newIdentity();
      const stewardKey = Buffer.from(publicKey).toString("base64url");
      return { stewardKey, hours: 1, lifetimeSeconds: 60 };
    },
  },
  {
    does: "post /march/{id}/join",
    body: ({ cast }) => ({ invite: cast.made.invite, contingent: "Tenants" }),
  },
  {
    does: "post /march/{id}/invites",
    by: ({ cast }) => cast.steward,
    body: () => ({ rights: ["share"] }),
  },
  {
    does: "post /march/{id}/contingents",
    body: ({ may }) => ({ name: `We are ${may.contingent}`, colour: 1 }),
  },
  { does: "get /march/{id}/contingents" },
  { does: "post /march/{id}/contingent", body: () => ({ contingent: "Others" }) },
  {
    does: "post /march/{id}/alerts",
    body: () => ({ kind: "medic", ...SPOT }),
    makes: "alert",
  },
  { does: "get /march/{id}/alerts" },
  {
    does: "post /march/{id}/alerts/{alert}/verdict",
    by: ({ lee }) => lee,
    body: () => ({ says: "confirmed" }),
  },
  { does: "post /march/{id}/alerts/{alert}/withdraw", body: () => ({}) },
  { does: "post /march/{id}/feed", body: () => ({ text: "water" }), makes: "post" },
  { does: "get /march/{id}/feed" },
  { does: "post /march/{id}/feed/{post}/take-back", body: () => ({}) },
  {
    does: "post /march/{id}/decisions",
    body: ({ cast: { made }, may }) =>
      decision(made.steward, made.id, { does: "vouch", about: may.person }),
  },
  {
    does: "post /march/{id}/records",
    by: ({ kim }) => kim,
    body: async ({ cast: { made }, kim }) => ({ record: await recordOf(made, keyOf(kim), kim) }),
  },
  {
    does: "post /march/{id}/locations/update",
    body: ({ may }) => ({ lastPing: -1, location: { id: may.person, ...SPOT } }),
  },
  { does: "post /march/{id}/locations/remove", body: ({ may }) => ({ id: may.person }) },
  { does: "get /march/{id}/stream", by: ({ dan }) => dan },
  {
    does: "post /march/{id}/locations/erase",
    body: async ({ cast: { made } }) => {
      const { at, signature } = await proofOf(made.steward, { does: "erase", march: made.id });
      return { at, signature };
    },
  },
];

/** What each route answered, by its name. The march holds nothing after it. */
export async function inEarnest(cast: Cast, contingent: string): Promise<Map<string, number>> {
  const { node, made, displayInvite: invite } = cast;
  const scene: Scene = {
    cast,
    may: await come(node, made, { contingent }),
    lee: await come(node, made, { contingent }),
    kim: await come(node, made, { contingent, identity: await newIdentity() }),
    dan: await come(node, made, { contingent, invite }),
  };
  const statuses = new Map<string, number>();
  const names = { id: made.id, alert: "", post: "" };
  for (const { does, by, body, makes } of DEEDS) {
    const [method, path] = does.split(" ") as [Route["method"], string];
    const headers = sessionOf((by?.(scene) ?? scene.may).token);
    const said = body === undefined ? null : JSON.stringify(await body(scene));
    const answer = await send(node, { route: { method, path }, names, headers, body: said });
    statuses.set(nameOf({ method, path }), answer.status);
    const { id = "" } = (answer.body ?? {}) as { readonly id?: string };
    if (makes !== undefined) names[makes] = id;
  }
  return statuses;
}

function keyOf({ identity }: Comer) {
  if (identity === null) throw new Error("who signs has come with a key");
  return identity;
}
