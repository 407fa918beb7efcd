/** The node's HTTP as a machine uses it: marches that the page does not offer, and a crowd. */
import { setTimeout as sleep } from "node:timers/promises";
import { e7, type Spot } from "./phone.ts";

export interface ApiMarch {
  readonly id: string;
  readonly invite: string;
  readonly endsAt: number;
  /** As a person would get it. */
  readonly link: string;
}

/** Movement is told of the positions of two summaries, of which one comes every 1.5 s. */
const STEP_MS = 2_200;

interface Wish {
  readonly hours: number;
  readonly lifetimeSeconds: number;
  readonly contingents: readonly string[];
}

export async function makeByApi(
  origin: string,
  { hours, lifetimeSeconds, contingents }: Wish,
): Promise<ApiMarch> {
  const stewardKey = Buffer.alloc(32, 7).toString("base64url");
  const body = { stewardKey, hours, lifetimeSeconds };
  const made = await ask<Omit<ApiMarch, "link">>(`${origin}/march`, body);
  const fragment = new URLSearchParams({ i: made.invite });
  for (const name of contingents) fragment.append("c", name);
  return { ...made, link: `${origin}/march/${made.id}#${fragment.toString()}` };
}

/** Someone of a contingent, who walks from each of these spots to the next. */
export async function walkByApi(
  link: string,
  contingent: string,
  spots: readonly Spot[],
): Promise<void> {
  const { origin, pathname, hash } = new URL(link);
  const invite = new URLSearchParams(hash.slice(1)).get("i");
  const at = `${origin}${pathname}`;
  const { person, token } = await ask<{ readonly person: string; readonly token: string }>(
    `${at}/join`,
    { invite, contingent },
  );
  for (const [i, { latitude, longitude }] of spots.entries()) {
    if (i > 0) await sleep(STEP_MS);
    const location = {
      id: person,
      lat: Number(e7(latitude)) / 1e7,
      lon: Number(e7(longitude)) / 1e7,
    };
    await ask(`${at}/locations/update`, { lastPing: 0, location }, token);
  }
}

export async function ask<Answer>(url: string, body: unknown, token?: string): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
