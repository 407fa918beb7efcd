/**
 * What every request to March passes: bounded in size, JSON where it has a body, not cached
 * unless its route says so; and what it meets where there is no route.
 *
 * Rule A7: docs/spec/march.md.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { Fault } from "@muster/rooms";
import type { Context, Next } from "hono";
import { bodyLimit } from "hono/body-limit";

export const BODY_BYTES_MAX = 16_384;
const JSON_TYPE = /^application\/json\s*(;|$)/i;

export function gate(routes: OpenAPIHono): void {
  routes.use("/march/*", notCached());
  routes.post("/march/*", jsonOnly(), bodyLimit({ maxSize: BODY_BYTES_MAX, onError: tooLarge }));
}

/** After all other routes: the API answers as JSON also when it has nothing there. */
export function nothingElse(routes: OpenAPIHono): void {
  routes.all("/march/*", () => {
    throw new Fault("not_found", "there is nothing at this address, or not with this method");
  });
}

function notCached() {
  return async (context: Context, next: Next): Promise<void> => {
    await next();
    if (!context.res.headers.has("cache-control")) context.header("cache-control", "no-store");
  };
}

function jsonOnly() {
  return async (context: Context, next: Next): Promise<void> => {
    if (!JSON_TYPE.test(context.req.header("content-type") ?? "")) {
      throw new Fault("bad_message", "send the body as content-type: application/json");
    }
    await next();
  };
}

function tooLarge(): never {
  throw new Fault("too_large", `a body has at most ${BODY_BYTES_MAX} bytes`);
}
