/** What a run is made of: the march, who walks in it, and who watches. */
import { generateKeys, type Identity, openIdentity } from "@muster/replica";
import type { MarchApi } from "./api.ts";
import type { Board } from "./board.ts";
import type { Crowd } from "./crowd.ts";
import type { Plan } from "./expectation.ts";
import type { SimulateOptions } from "./options.ts";
import type { StartedNode } from "./started-node.ts";
import type { Throng } from "./throng/throng.ts";
import type { ViewerProcess } from "./viewer-process.ts";
import type { Life } from "./wait.ts";

const MARCH = { hours: 4, lifetimeSeconds: 1_800 } as const;
export const CONTINGENT = "stewards";
/** What viewers and people may take beyond the time at which they are due. */
export const LATE_MS_MAX = 10_000;

export interface March {
  readonly api: MarchApi;
  readonly id: string;
  readonly steward: Identity;
  readonly token: string;
  readonly invite: string;
  readonly display: string;
  readonly lifetimeMs: number;
}

export interface Stage {
  readonly options: SimulateOptions;
  readonly plan: Plan;
  readonly node: StartedNode;
  readonly march: March;
  readonly raceTick: number | null;
  readonly life: Life;
}

export interface Play extends Stage {
  readonly crowd: Crowd;
  /** Null where the crowd is everyone. */
  readonly throng: Throng | null;
  readonly board: Board;
  readonly viewers: readonly ViewerProcess[];
  /** The id of each person, in their order. */
  readonly roster: readonly string[];
}

export async function makeMarch(api: MarchApi): Promise<March> {
  const steward = await openIdentity(await generateKeys());
  const { id, invite } = await api.make(steward, MARCH);
  const joined = await api.joinWithKey(id, invite, { identity: steward, contingent: CONTINGENT });
  const { token, lifetimeMs } = joined;
  const display = await api.invite(id, token, ["display"]);
  return { api, id, steward, token, invite, display, lifetimeMs };
}

export function eraseOnce({ api, id, token, steward }: March): Promise<number> {
  return api.erase(id, token, steward);
}

export function tickMsOf({ options, plan }: Pick<Stage, "options" | "plan">): number {
  return (plan.route.tickSeconds * 1000) / options.speed;
}
