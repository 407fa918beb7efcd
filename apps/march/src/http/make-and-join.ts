/**
 * Making a march, inviting to it, joining it.
 *
 *   POST /march ─► invite ─► POST /march/:id/join ─► session token ─► room, or polling API
 *
 * Rules A4, A5, A7: docs/spec/march.md.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Verifier } from "@muster/replica";
import { Fault, type Grant, Rate, signToken } from "@muster/rooms";
import type { Host } from "@muster/rooms/server";
import { base64url } from "jose";
import { readInvite, signInvite } from "../invite.ts";
import { Contingent } from "../model.ts";
import type { March, Registry } from "../registry.ts";
import { MARCH, MARCH_ID, type Right } from "../room.ts";
import { isSignedBy, personOf, STATEMENT_MS_MAX } from "../statement.ts";
import { refusals, tokenOf } from "./answer.ts";

export const HOURS_MAX = 24;
export const LIFETIME_S_MIN = 60;
export const LIFETIME_S_MAX = 7_200;
/** New marches a node takes at once, and a second. */
const MARCHES_BURST = 50;
const MARCHES_PER_SECOND = 1;
const KEY_CHARS = 43;
const SIGNATURE_CHARS = 86;

const Key = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .length(KEY_CHARS);
const Signature = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .length(SIGNATURE_CHARS);
const Id = z.object({ id: z.string().regex(MARCH_ID, "not the id of a march") });

const MakeBody = z
  .strictObject({
    stewardKey: Key,
    hours: z.number().positive().max(HOURS_MAX),
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

const JoinBody = z
  .strictObject({
    invite: z.string().max(1024),
    contingent: z.string().refine((name) => Contingent.safeParse(name).success, {
      message: "1 to 32 printable characters, without spaces around",
    }),
    key: Key.optional(),
    at: z.int().optional(),
    signature: Signature.optional(),
  })
  .refine(({ key, at, signature }) => key === undefined || (at && signature), {
    message: "a key comes with `at` and `signature`",
  })
  .openapi("Join");

const Joined = z
  .object({
    person: z.string(),
    token: z.string(),
    rights: z.array(z.string()),
    contingent: z.string(),
    endsAt: z.number(),
    lifetimeMs: z.number(),
    nowMs: z.number(),
  })
  .openapi("Joined");

const InviteBody = z
  .strictObject({ rights: z.array(z.enum(["share", "display"])).min(1) })
  .openapi("NewInvite");

const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { "application/json": { schema } },
});
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { "application/json": { schema } } },
});

const make = createRoute({
  method: "post",
  path: "/march",
  request: body(MakeBody),
  responses: { 201: json(Made, "the march, and an invite to it"), ...refusals(400, 429) },
});

const join = createRoute({
  method: "post",
  path: "/march/{id}/join",
  request: { params: Id, ...body(JoinBody) },
  responses: { 200: json(Joined, "a session token"), ...refusals(400, 401, 404, 409, 410) },
});

const invite = createRoute({
  method: "post",
  path: "/march/{id}/invites",
  security: [{ session: [] }],
  request: { params: Id, ...body(InviteBody) },
  responses: {
    201: json(z.object({ invite: z.string() }), "an invite"),
    ...refusals(400, 401, 403, 404, 410),
  },
});

export interface Marches {
  readonly registry: Registry;
  readonly host: Host;
}

export function makeAndJoin(routes: OpenAPIHono, { registry, host }: Marches): void {
  const rate = new Rate(MARCHES_BURST, MARCHES_PER_SECOND, Date.now());
  const verifier = new Verifier();

  routes.openapi(make, async (context) => {
    const { stewardKey, hours, lifetimeSeconds } = context.req.valid("json");
    const nowMs = Date.now();
    if (!rate.take(nowMs)) throw new Fault("too_many", "too many new marches: try again later");
    const march: March = {
      id: base64url.encode(crypto.getRandomValues(new Uint8Array(12))),
      endsAt: Math.floor((nowMs + hours * 3_600_000) / 1000) * 1000,
      lifetimeMs: lifetimeSeconds * 1000,
      stewardKeys: [base64url.decode(stewardKey)],
      tokenKey: crypto.getRandomValues(new Uint8Array(32)),
    };
    await registry.add(march);
    const steward = await personOf(base64url.decode(stewardKey));
    const { id, endsAt, lifetimeMs } = march;
    const signed = await signInvite(march, ["share"], steward);
    return context.json({ id, endsAt, lifetimeMs, nowMs, invite: signed }, 201);
  });

  routes.openapi(join, async (context) => {
    const march = await found(registry, context.req.valid("param").id);
    const request = context.req.valid("json");
    const nowMs = Date.now();
    const invited = await readInvite(march, request.invite, nowMs);
    const grant = await grantOf({ march, invited, request, verifier, nowMs });
    const token = await signToken(march.tokenKey, { kind: MARCH, id: march.id }, grant);
    const { person, rights } = grant;
    const { endsAt, lifetimeMs } = march;
    const { contingent } = request;
    return context.json(
      { person, token, rights: [...rights], contingent, endsAt, lifetimeMs, nowMs },
      200,
    );
  });

  routes.openapi(invite, async (context) => {
    const { id } = context.req.valid("param");
    const { rights } = context.req.valid("json");
    const { grant, release } = await host.enter({ kind: MARCH, id }, tokenOf(context));
    release();
    if (!grant.rights.includes("steward")) {
      throw new Fault("forbidden", "only a steward may make invites");
    }
    const march = await found(registry, id);
    return context.json({ invite: await signInvite(march, rights, grant.person) }, 201);
  });
}

interface Joining {
  readonly march: March;
  readonly invited: Grant;
  readonly request: z.infer<typeof JoinBody>;
  readonly verifier: Verifier;
  readonly nowMs: number;
}

/** Who has a key proves it and writes alone; who has none is given a name, and the node signs. */
async function grantOf({ march, invited, request, verifier, nowMs }: Joining): Promise<Grant> {
  const { contingent, key, at = 0, signature = "" } = request;
  const base = { rights: invited.rights, expiresAt: march.endsAt };
  if (key === undefined) {
    const person = base64url.encode(crypto.getRandomValues(new Uint8Array(16)));
    return { ...base, person, about: { contingent } };
  }
  if (Math.abs(nowMs - at) > STATEMENT_MS_MAX) {
    throw new Fault("conflict", "this phone's clock is wrong: use the time of this answer");
  }
  const publicKey = base64url.decode(key);
  const statement = { does: "join", march: march.id, at } as const;
  if (!(await isSignedBy(verifier, publicKey, statement, base64url.decode(signature)))) {
    throw new Fault("unauthorised", "the signature does not fit the key");
  }
  const isSteward = march.stewardKeys.some((one) => Buffer.from(one).equals(publicKey));
  const steward: readonly Right[] = isSteward ? ["steward"] : [];
  const about = { contingent, key: Buffer.from(publicKey).toString("hex") };
  return {
    ...base,
    rights: [...invited.rights, ...steward],
    person: await personOf(publicKey),
    about,
  };
}

async function found(registry: Registry, id: string): Promise<March> {
  const march = await registry.find(id);
  if (march === null) throw new Fault("not_found", "there is no march of this id");
  return march;
}
