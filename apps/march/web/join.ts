/**
 * Making a march and joining one, with the key of this phone. A phone whose clock is wrong is
 * told the node's time and tries once more with it.
 *
 *   join ──409, nowMs──► join again, signed for nowMs ──409──► give up
 *
 * Rule W18: docs/spec/march-page.md.
 */
import { type Identity, openIdentity } from "@muster/replica";
import { base64url } from "jose";
import type { Joined } from "../src/http/join.ts";
import type { Made } from "../src/http/make.ts";
import { signStatement } from "../src/statement.ts";
import { type JoinRequest, type Post, Refusal } from "./api.ts";
import type { DeviceClock } from "./clock.ts";
import type { KeptMarch } from "./kept-march.ts";
import { newSigningKeys } from "./vault/seal.ts";

export interface NewMarch {
  readonly name: string;
  readonly contingents: readonly string[];
  readonly hours: number;
  readonly lifetimeSeconds: number;
}

/** The maker's key is the steward's: whoever joins with it may erase. */
export async function makeMarch(post: Post, wanted: NewMarch): Promise<KeptMarch> {
  const { name, contingents, hours, lifetimeSeconds } = wanted;
  const keys = await newSigningKeys();
  const { publicKey } = await openIdentity(keys);
  const stewardKey = base64url.encode(publicKey);
  const made = await post<Made>("/march", { stewardKey, hours, lifetimeSeconds });
  const { id, endsAt, lifetimeMs, invite } = made;
  return { id, endsAt, lifetimeMs, keys, invite, name, contingents, links: [], joined: null };
}

/** What is needed to join: a march as invited, and the key to join with. */
export type Invited = Pick<KeptMarch, "id" | "invite" | "name" | "contingents" | "links" | "keys">;

export interface JoinPorts {
  readonly post: Post;
  readonly clock: Pick<DeviceClock, "now">;
}

export async function joinMarch(
  { post, clock }: JoinPorts,
  invited: Invited,
  contingent: string,
): Promise<KeptMarch> {
  const identity = await openIdentity(invited.keys);
  const asked = await ask({ post, clock }, { identity, invited, contingent });
  const { endsAt, lifetimeMs, person, token, rights } = asked;
  const joined = { person, token, contingent: asked.contingent, rights };
  return { ...invited, endsAt, lifetimeMs, joined };
}

interface Asking {
  readonly identity: Identity;
  readonly invited: Invited;
  readonly contingent: string;
}

async function ask({ post, clock }: JoinPorts, asking: Asking): Promise<Joined> {
  const path = `/march/${asking.invited.id}/join`;
  try {
    return await post<Joined>(path, await signed(asking, clock.now()));
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 409 || error.nowMs === null) throw error;
    return post<Joined>(path, await signed(asking, error.nowMs));
  }
}

async function signed({ identity, invited, contingent }: Asking, at: number): Promise<JoinRequest> {
  const { id, invite } = invited;
  const { signature } = await signStatement(identity, { does: "join", march: id, at });
  const key = base64url.encode(identity.publicKey);
  return { invite, contingent, key, at, signature: base64url.encode(signature) };
}
