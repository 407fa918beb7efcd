/**
 * The API, described for machines. It is the same for everybody, so it is made once: when it is
 * first asked for, with all routes there.
 *
 * Rule A11: docs/spec/march.md.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";

export function describing(routes: OpenAPIHono): void {
  let made: string | null = null;
  routes.get("/march/openapi.json", (context) => {
    made ??= JSON.stringify(
      routes.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "March", version: "1" } }),
    );
    return context.body(made, 200, { "content-type": "application/json" });
  });
}
