/**
 * The routes that belong to no application: the page that leads to them, and
 * the node's health.
 *
 * Rule N21: docs/spec/node.md.
 */
import { Hono } from "hono";
import type { Pool } from "pg";
import { ping } from "./database.ts";

export interface House {
  readonly pool: Pool;
  readonly version: string;
  /** The names of the applications, which are also their paths. */
  readonly applications: readonly string[];
}

export function houseRoutes({ pool, version, applications }: House): Hono {
  const routes = new Hono();
  routes.get("/", (context) => context.html(homePage(applications)));
  routes.get("/healthz", async (context) => {
    const ok = await ping(pool);
    context.header("cache-control", "no-store");
    return context.json({ ok, version, database: ok ? "answers" : "gone" }, ok ? 200 : 503);
  });
  return routes;
}

function homePage(applications: readonly string[]): string {
  const links = applications.map((name) => `<li><a href="/${name}">${name}</a></li>`).join("");
  return (
    '<!doctype html><html lang="en"><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width"><title>Muster</title>' +
    `<h1>Muster</h1><ul>${links}</ul></html>`
  );
}
