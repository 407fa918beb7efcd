/**
 * The decisions of stewards over HTTP, by anyone in the march who brings a steward's signature; and
 * records that a phone has signed, for who cannot hold a connection.
 *
 *   POST /march/:id/decisions {does, about, at, signature} ─► {did, records, revoked, stewards}
 *   POST /march/:id/records {record} ─► {"msg": "Taken."}
 *
 * Rules A5, A18 to A20, A22: docs/spec/march.md.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { RECORD_BYTES_MAX, type RefusalCode } from "@muster/replica";
import { Fault, type FaultCode } from "@muster/rooms";
import { base64url } from "jose";
import type { Decided } from "../decision.ts";
import { DECISIONS } from "../statement.ts";
import { refusals } from "./answer.ts";
import type { Enter } from "./entrance.ts";
import { gives, MarchId, Message, REFUSED, SESSION, Signature, takes } from "./fields.ts";

const BASE64URL = /^[A-Za-z0-9_-]+$/;

const DecisionBody = z
  .strictObject({
    does: z.enum(DECISIONS),
    about: z.string().max(64).describe("a person, for `revoke` a link, or empty"),
    at: z.int(),
    signature: Signature,
  })
  .openapi("Decision");
const DecidedBody = z
  .object({
    did: z.enum(DECISIONS),
    records: z.number().describe("how many were taken back"),
    revoked: z.string().nullable().describe("the link by which nobody joins any more"),
    stewards: z.number(),
  })
  .openapi("Decided");
const RecordBody = z
  .strictObject({
    record: z
      .string()
      .regex(BASE64URL)
      .max(Math.ceil((RECORD_BYTES_MAX * 4) / 3)),
  })
  .openapi("Record");

const decide = createRoute({
  method: "post",
  path: "/march/{id}/decisions",
  security: SESSION,
  request: { params: MarchId, ...takes(DecisionBody) },
  responses: { 200: gives(DecidedBody, "kept, and done"), ...REFUSED, ...refusals(409) },
});
const record = createRoute({
  method: "post",
  path: "/march/{id}/records",
  security: SESSION,
  request: { params: MarchId, ...takes(RecordBody) },
  responses: { 200: gives(Message, "it is held"), ...REFUSED, ...refusals(409) },
});

export function deciding(routes: OpenAPIHono, enter: Enter): void {
  routes.openapi(decide, async (context) => {
    const { signature, ...said } = context.req.valid("json");
    const args = { ...said, signature: base64url.decode(signature) };
    const decided = await enter(context, (owner, grant) => owner.call(grant, "decide", args));
    return context.json(decided as Decided, 200);
  });

  routes.openapi(record, async (context) => {
    const bytes = base64url.decode(context.req.valid("json").record);
    const outcome = await enter(context, (owner, grant) => owner.admit(grant, bytes));
    if (outcome.status === "refused") throw new Fault(FAULT_OF[outcome.code], outcome.reason);
    return context.json({ msg: "Taken." }, 200);
  });
}

/** `conflict` tells the node's time: a clock is the usual reason. */
const FAULT_OF: Readonly<Record<RefusalCode, FaultCode>> = {
  bad_record: "bad_message",
  too_large: "too_large",
  bad_signature: "forbidden",
  unknown_model: "bad_message",
  bad_value: "bad_message",
  bad_key: "bad_message",
  bad_expiry: "conflict",
  ahead: "conflict",
  expired: "conflict",
  erased: "conflict",
  full: "too_many",
  forbidden: "forbidden",
};
