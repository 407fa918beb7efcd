/**
 * How the march's HTTP API says no: `{"error": "…"}` with the status of the fault, counted.
 * Rule A7: docs/spec/march.md.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { Fault, type FaultCode } from "@muster/rooms";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";

/** How many requests were refused, by code. */
export type Refusals = Map<string, number>;

export const ErrorBody = z
  .object({ error: z.string(), nowMs: z.number().optional() })
  .openapi("Error");

const errorContent = { "application/json": { schema: ErrorBody } };

/** The refusals of a route, for its description. */
export function refusals(...statuses: readonly (400 | 401 | 403 | 404 | 409 | 410 | 429)[]) {
  const described: Record<number, { description: string; content: typeof errorContent }> = {};
  for (const status of statuses)
    described[status] = { description: "refused", content: errorContent };
  return described;
}

/** Turns faults into answers. What is no fault is a bug: told to `onError`, and 500. */
export function answerFaults(
  routes: OpenAPIHono,
  counted: Refusals,
  onError: (error: unknown) => void,
): void {
  routes.onError((error, context) => {
    const fault = faultOf(error);
    if (fault === null) {
      onError(error);
      return context.json({ error: "this node could not do that" }, 500);
    }
    counted.set(fault.code, (counted.get(fault.code) ?? 0) + 1);
    if (fault.code !== "conflict") return context.json({ error: fault.message }, fault.httpStatus);
    // A wrong clock is the usual conflict: the right time lets the client mend it.
    return context.json({ error: fault.message, nowMs: Date.now() }, 409);
  });
}

function faultOf(error: unknown): Fault | null {
  if (error instanceof Fault) return error;
  if (!(error instanceof HTTPException) || error.status >= 500) return null;
  const codes: Readonly<Record<number, FaultCode>> = { 413: "too_large" };
  return new Fault(codes[error.status] ?? "bad_message", error.message || "not a JSON body");
}

/** What a request's schema finds wrong, as one sentence. */
export function refuseInvalid(
  result: { success: true } | { success: false; error: z.ZodError },
): void {
  if (result.success) return;
  const [issue] = result.error.issues;
  const where = issue?.path.join(".") ?? "";
  throw new Fault("bad_message", `${where === "" ? "the body" : where}: ${issue?.message ?? ""}`);
}

/** The session token of a request. A stream in a browser can only put it into the address. */
export function tokenOf(context: Context): string {
  const header = context.req.header("authorization") ?? "";
  const token = header.startsWith("Bearer ") ? header.slice(7) : context.req.query("token");
  if (token === undefined) throw new Fault("unauthorised", "send Authorization: Bearer <token>");
  return token;
}
