/** What the routes of the API have in common: ids, keys, bodies. Rule A7: docs/spec/march.md. */
import { z } from "@hono/zod-openapi";
import { Contingent } from "../model.ts";
import { MARCH_ID } from "../room.ts";
import { refusals } from "./answer.ts";

/** 32 and 64 bytes in base64url. */
const KEY = /^[A-Za-z0-9_-]{43}$/;
const SIGNATURE = /^[A-Za-z0-9_-]{86}$/;

export const MarchId = z.object({ id: z.string().regex(MARCH_ID, "not the id of a march") });
export const Key = z.string().regex(KEY, "not an Ed25519 public key in base64url");
export const Signature = z.string().regex(SIGNATURE, "not an Ed25519 signature in base64url");
export const ContingentName = z
  .string()
  // Two keyboards spell é in two ways: they must not make two contingents.
  .transform((name) => name.normalize("NFC"))
  .refine((name) => Contingent.safeParse(name).success, {
    message: "1 to 32 printable characters, without spaces around",
  });

export const SESSION = [{ session: [] as string[] }];

export function takes<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { "application/json": { schema } } } };
}

export function gives<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } };
}

export const Message = z.object({ msg: z.string() }).openapi("Message");
export const Made = z.object({ id: z.string() }).openapi("MadeRecord");

/** What may be said to whoever asks with a session token. */
export const REFUSED = refusals(400, 401, 403, 404, 410, 413, 429, 503);
