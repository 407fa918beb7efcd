/**
 * A march and the people whom requests are made of: who may do what is asked, who may not, who was
 * removed, and who comes from another march.
 */
import assert from "node:assert/strict";
import { type Identity, MemoryStore, Space, Verifier } from "@muster/replica";
import type { Joined } from "../../apps/march/src/http/join.ts";
import { placeOf, positions } from "../../apps/march/src/model.ts";
import { newIdentity } from "../../apps/march/test/fake-march.ts";
import {
  decision,
  type MadeMarch,
  make,
  proofOf,
  type TestNode,
} from "../../apps/march/test/fake-node.ts";

export const SPOT = { lat: 40.7, lon: -74 };

export interface Comer extends Joined {
  /** Signs alone; who has none is written for by the node. */
  readonly identity: Identity | null;
}

export interface Cast {
  readonly node: TestNode;
  readonly made: MadeMarch;
  /** Whose key the march was made with. */
  readonly steward: Comer;
  /** An invite that gives the right to display, and no other. */
  readonly displayInvite: string;
  /** A session of another march. */
  readonly foreign: string;
}

interface Coming {
  readonly contingent: string;
  readonly identity?: Identity;
  readonly invite?: string;
}

export async function castOf(node: TestNode): Promise<Cast> {
  const [made, other] = [await make(node), await make(node)];
  const steward = await come(node, made, { contingent: "Tenants", identity: made.steward });
  const rights = { rights: ["display"] };
  const { body } = await node.post(`/march/${made.id}/invites`, rights, steward.token);
  const { token: foreign } = await come(node, other, { contingent: "Tenants" });
  const { invite: displayInvite } = body as { readonly invite: string };
  return { node, made, steward, displayInvite, foreign };
}

export async function come(
  node: Pick<TestNode, "post">,
  made: Pick<MadeMarch, "id" | "invite">,
  { contingent, identity, invite = made.invite }: Coming,
): Promise<Comer> {
  const { id } = made;
  const proof = identity === undefined ? {} : await proofOf(identity, { does: "join", march: id });
  const { status, body } = await node.post(`/march/${id}/join`, { invite, contingent, ...proof });
  assert.equal(status, 200, JSON.stringify(body));
  return { ...(body as Joined), identity: identity ?? null };
}

/** Someone who has a key, came, and was removed by the steward. */
export async function removed({ node, made }: Cast): Promise<Comer> {
  const identity = await newIdentity();
  const gone = await come(node, made, { contingent: "Tenants", identity });
  const said = await decision(made.steward, made.id, { does: "remove", about: gone.person });
  const { status } = await node.post(`/march/${made.id}/decisions`, said, gone.token);
  assert.equal(status, 200);
  return gone;
}

/** A position as its own phone signs it, in base64url. */
export async function recordOf(made: MadeMarch, by: Identity, of: Comer): Promise<string> {
  const space = new Space({
    name: `march/${made.id}`,
    models: [positions],
    store: new MemoryStore(),
    clock: { now: () => Date.now() },
    identity: by,
    verifier: new Verifier(),
    lifetimeMs: made.lifetimeMs,
  });
  const { person, contingent } = of;
  const place = placeOf(SPOT.lat, SPOT.lon);
  const { bytes } = await space.write(positions, { person, contingent, place });
  return Buffer.from(bytes).toString("base64url");
}
