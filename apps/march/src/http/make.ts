/**
 * Making a march.
 *
 *   POST /march ─► invite ─► POST /march/:id/join
 *
 * Rules A4, A5, A7, A13: docs/spec/march.md.
 */
import { getConnInfo } from "@hono/node-server/conninfo";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { base64url } from "jose";
import { LINK_BYTES, signInvite } from "../invite.ts";
import type { Makers } from "../makers.ts";
import type { Ports } from "../ports.ts";
import type { NewMarch, Registry } from "../registry.ts";
import { personOf } from "../statement.ts";
import { addressOf } from "./address.ts";
import { refusals } from "./answer.ts";
import { gives, Key, takes } from "./fields.ts";

/** One minute: an end is a whole second, and a march must not have ended when it begins. */
const HOURS_MIN = 1 / 60;
const HOURS_MAX = 24;
const LIFETIME_S_MIN = 60;
const LIFETIME_S_MAX = 7_200;

const MakeBody = z
  .strictObject({
    stewardKey: Key,
    hours: z.number().min(HOURS_MIN).max(HOURS_MAX),
    lifetimeSeconds: z.int().min(LIFETIME_S_MIN).max(LIFETIME_S_MAX),
  })
  .openapi("NewMarch");

const Made = z
  .object({
    id: z.string(),
    endsAt: z.number(),
    lifetimeMs: z.number(),
    nowMs: z.number(),
    invite: z.string(),
    link: z.string().describe("names the invite, to revoke it"),
  })
  .openapi("MadeMarch");
/** The page and the simulation read the same. */
export type Made = z.infer<typeof Made>;

const make = createRoute({
  method: "post",
  path: "/march",
  request: takes(MakeBody),
  responses: {
    201: gives(Made, "the march, and an invite to it"),
    ...refusals(400, 413, 429, 503),
  },
});

export interface Making {
  readonly registry: Registry;
  readonly makers: Makers;
  readonly ports: Ports;
}

export function making(routes: OpenAPIHono, { registry, makers, ports }: Making): void {
  const { timers, random } = ports;

  routes.openapi(make, async (context) => {
    const { stewardKey, hours, lifetimeSeconds } = context.req.valid("json");
    const nowMs = timers.now();
    const steward = base64url.decode(stewardKey);
    const march: NewMarch = {
      id: base64url.encode(random(12)),
      endsAt: Math.floor((nowMs + hours * 3_600_000) / 1000) * 1000,
      lifetimeMs: lifetimeSeconds * 1000,
      stewardKeys: [steward],
      tokenKey: random(32),
    };
    const address = addressOf(
      getConnInfo(context).remote.address ?? "",
      context.req.header("x-forwarded-for"),
    );
    await makers.allow(address, nowMs, () => registry.add(march));
    const { id, endsAt, lifetimeMs } = march;
    const link = base64url.encode(random(LINK_BYTES));
    const signed = signInvite(march, {
      rights: ["share"],
      by: await personOf(steward),
      link,
    });
    return context.json({ id, endsAt, lifetimeMs, nowMs, invite: signed, link }, 201);
  });
}
