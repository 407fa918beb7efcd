/**
 * How the march's HTTP API says no: `{"error": "…"}` with the status of the fault, counted. Only
 * who looks at an address where nothing is with a browser is given a page to read.
 *
 * Rule A7: docs/spec/march.md.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Clock } from "@muster/replica";
import { Fault } from "@muster/rooms";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { TooOften } from "../rates.ts";

/** How many requests were refused, by code. */
export type Refusals = Map<string, number>;

export const ErrorBody = z
  .object({ error: z.string(), nowMs: z.number().optional() })
  .openapi("Error");

const errorContent = { "application/json": { schema: ErrorBody } };

type Refused = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 429 | 503;

/** The refusals of a route, for its description. */
export function refusals(...statuses: readonly Refused[]) {
  const described: Record<number, { description: string; content: typeof errorContent }> = {};
  for (const status of statuses) {
    described[status] = { description: "refused", content: errorContent };
  }
  return described;
}

const NOTHING_HERE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>March: nothing here</title>
<h1>There is nothing at this address</h1>
<p>The link may have been cut short: ask for it again, and copy all of it.</p>
<p lang="es">Aquí no hay nada. Puede que el enlace esté cortado: pídelo de nuevo y cópialo entero.</p>
<p><a href="/march">March</a></p>
</html>
`;

/** Where a refusal does not say it: every rate but that of new marches earns back one in a second. */
const RETRY_AFTER_S = 1;

export interface Answering {
  readonly refused: Refusals;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** Turns faults into answers. What is no fault is a bug: told to `onError`, and 500. */
export function answerFaults(routes: OpenAPIHono, { refused, clock, onError }: Answering): void {
  routes.onError((error, context) => {
    const fault = faultOf(error);
    if (fault === null) {
      onError(error);
      return context.json({ error: "this node could not do that" }, 500);
    }
    refused.set(fault.code, (refused.get(fault.code) ?? 0) + 1);
    if (fault.code === "too_many") {
      const seconds = fault instanceof TooOften ? fault.retryAfterS : RETRY_AFTER_S;
      context.header("retry-after", String(seconds));
    }
    if (fault.code === "not_found" && isBrowser(context)) return context.html(NOTHING_HERE, 404);
    if (fault.code !== "conflict") return context.json({ error: fault.message }, fault.httpStatus);
    // A wrong clock is the usual conflict: the right time lets the client mend it.
    return context.json({ error: fault.message, nowMs: clock.now() }, 409);
  });
}

/** Someone who looks, not a page that asks. */
function isBrowser({ req }: Context): boolean {
  return /^(GET|HEAD)$/.test(req.method) && /\btext\/html\b/.test(req.header("accept") ?? "");
}

/** Hono's own refusal is of JSON that cannot be read. */
function faultOf(error: unknown): Fault | null {
  if (error instanceof Fault) return error;
  if (!(error instanceof HTTPException) || error.status >= 500) return null;
  return new Fault("bad_message", error.message, { cause: error });
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

/** The session token of a request. */
export function bearerOf(context: Context): string {
  const header = context.req.header("authorization") ?? "";
  if (header.startsWith("Bearer ")) return header.slice("Bearer ".length);
  throw new Fault("unauthorised", "send Authorization: Bearer <token>");
}
