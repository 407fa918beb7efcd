/**
 * Joining a march: an invite becomes a session token. Who has a key proves it and signs alone
 * from then on; who has none is given a name, and this node signs for them.
 *
 *   invite, contingent [, key, at, signature] ─► person, token ─► room, or polling API
 *
 * Rules A5, A7, A19, A20, A23: docs/spec/march.md.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Verifier } from "@muster/replica";
import { Fault, type Grant, signToken } from "@muster/rooms";
import { base64url } from "jose";
import { checkDoor } from "../door.ts";
import { type Invited, readInvite } from "../invite.ts";
import type { Ports } from "../ports.ts";
import { JOINS, Rates } from "../rates.ts";
import type { March, Registry } from "../registry.ts";
import type { Right } from "../right.ts";
import { MARCH } from "../room.ts";
import { isSigned, personOf, STATEMENT_MS_MAX } from "../statement.ts";
import type { TokenOrder } from "../token-order.ts";
import { refusals } from "./answer.ts";
import { ContingentName, gives, Key, MarchId, Signature, takes } from "./fields.ts";

const PERSON_BYTES = 16;

const JoinBody = z
  .strictObject({
    invite: z.string().max(1024),
    contingent: ContingentName,
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
/** The page and the simulation read the same. */
export type Joined = z.infer<typeof Joined>;

const join = createRoute({
  method: "post",
  path: "/march/{id}/join",
  request: { params: MarchId, ...takes(JoinBody) },
  responses: {
    200: gives(Joined, "a session token"),
    ...refusals(400, 401, 403, 404, 409, 410, 413, 429, 503),
  },
});

export interface Joins {
  readonly registry: Registry;
  readonly order: TokenOrder;
  readonly ports: Ports;
}

export function joining(routes: OpenAPIHono, { registry, order, ports }: Joins): void {
  const rates = new Rates(JOINS);
  const verifier = new Verifier();

  routes.openapi(join, async (context) => {
    const request = context.req.valid("json");
    const march = await registry.find(context.req.valid("param").id);
    if (march === null) throw new Fault("not_found", "there is no march of this id");
    const nowMs = ports.timers.now();
    const invited = readInvite(march, request.invite, nowMs);
    if (!rates.take(march.id, nowMs)) throw new Fault("too_many", "too many join: try again later");
    const name = base64url.encode(ports.random(PERSON_BYTES));
    const grant = await grantOf({ march, invited, request, verifier, nowMs, name });
    checkDoor(march, invited, grant);
    const about = { ...grant.about, made: order.next() };
    const room = { kind: MARCH, id: march.id };
    const token = await signToken(march.tokenKey, room, { ...grant, about });
    const { endsAt, lifetimeMs } = march;
    const { contingent } = request;
    const { person, rights } = grant;
    const joined = { person, token, rights: [...rights], contingent, endsAt, lifetimeMs, nowMs };
    return context.json(joined, 200);
  });
}

interface Joining {
  readonly march: March;
  readonly invited: Invited;
  readonly request: z.infer<typeof JoinBody>;
  readonly verifier: Verifier;
  readonly nowMs: number;
  /** For who has no key. */
  readonly name: string;
}

async function grantOf(joining: Joining): Promise<Grant> {
  const { march, invited, request, name } = joining;
  const about = { contingent: request.contingent, link: invited.link };
  const expiresAt = march.endsAt;
  const proof = proofIn(request);
  if (proof === null) return { person: name, rights: invited.rights, about, expiresAt };
  const key = base64url.decode(proof.key);
  await checkProof(joining, proof);
  const isSteward = march.stewardKeys.some((one) => Buffer.from(one).equals(key));
  const steward: readonly Right[] = isSteward ? ["steward"] : [];
  const rights = [...invited.rights, ...steward];
  const signing = { ...about, key: Buffer.from(key).toString("hex") };
  return { person: await personOf(key), rights, about: signing, expiresAt };
}

interface Proof {
  readonly key: string;
  readonly at: number;
  readonly signature: string;
}

/** The body's schema lets a key come only with the rest. */
function proofIn({ key, at, signature }: Joining["request"]): Proof | null {
  if (key === undefined || at === undefined || signature === undefined) return null;
  return { key, at, signature };
}

/** Throws unless the holder of the key signed that they join this march, about now. */
async function checkProof(joining: Joining, { key, at, signature }: Proof): Promise<void> {
  const { march, verifier, nowMs } = joining;
  if (Math.abs(nowMs - at) > STATEMENT_MS_MAX) {
    throw new Fault("conflict", "this phone's clock is wrong: use the time of this answer");
  }
  const statement = { does: "join", march: march.id, at } as const;
  const by = { key: base64url.decode(key), signature: base64url.decode(signature) };
  if (!(await isSigned(verifier, statement, by))) {
    throw new Fault("unauthorised", "the signature does not fit the key");
  }
}
