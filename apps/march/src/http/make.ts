/**
 * Making a march, and inviting to it.
 *
 *   POST /march ─► invite ─► POST /march/:id/join        steward: POST /march/:id/invites ─► invite
 *
 * Rules A4, A5, A7, A13: docs/spec/march.md.
 */
import { getConnInfo } from "@hono/node-server/conninfo";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Fault } from "@muster/rooms";
import type { Host } from "@muster/rooms/server";
import { base64url } from "jose";
import { signInvite } from "../invite.ts";
import type { Makers } from "../makers.ts";
import type { Ports } from "../ports.ts";
import type { March, Registry } from "../registry.ts";
import { MARCH } from "../room.ts";
import { personOf } from "../statement.ts";
import { addressOf } from "./address.ts";
import { bearerOf, refusals } from "./answer.ts";
import { gives, Key, MarchId, SESSION, takes } from "./fields.ts";

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
  })
  .openapi("MadeMarch");
/** The page and the simulation read the same. */
export type Made = z.infer<typeof Made>;

const Rights = z.array(z.enum(["share", "display"])).min(1);
const InviteBody = z.strictObject({ rights: Rights.max(2) }).openapi("NewInvite");
const Invite = z.object({ invite: z.string() }).openapi("Invite");

const make = createRoute({
  method: "post",
  path: "/march",
  request: takes(MakeBody),
  responses: {
    201: gives(Made, "the march, and an invite to it"),
    ...refusals(400, 413, 429, 503),
  },
});

const invite = createRoute({
  method: "post",
  path: "/march/{id}/invites",
  security: SESSION,
  request: { params: MarchId, ...takes(InviteBody) },
  responses: { 201: gives(Invite, "an invite"), ...refusals(400, 401, 403, 404, 410, 413, 503) },
});

export interface Making {
  readonly registry: Registry;
  readonly host: Host;
  readonly makers: Makers;
  readonly ports: Ports;
}

export function making(routes: OpenAPIHono, { registry, host, makers, ports }: Making): void {
  const { timers, random } = ports;

  routes.openapi(make, async (context) => {
    const { stewardKey, hours, lifetimeSeconds } = context.req.valid("json");
    const nowMs = timers.now();
    const steward = base64url.decode(stewardKey);
    const march: March = {
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
    const signed = signInvite(march, ["share"], await personOf(steward));
    return context.json({ id, endsAt, lifetimeMs, nowMs, invite: signed }, 201);
  });

  routes.openapi(invite, async (context) => {
    const { id } = context.req.valid("param");
    const { rights } = context.req.valid("json");
    const { owner, grant, release } = await host.enter({ kind: MARCH, id }, bearerOf(context));
    try {
      if (!grant.rights.includes("steward")) {
        throw new Fault("forbidden", "only a steward may make invites");
      }
      const { tokenKey, endsAt } = owner;
      const signed = signInvite({ id, tokenKey, endsAt }, rights, grant.person);
      return context.json({ invite: signed }, 201);
    } finally {
      release();
    }
  });
}
