/**
 * The routes that belong to no application: the page that leads to them, and
 * the node's health and figures.
 *
 * Rules N21, N26: docs/spec/node.md.
 */
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import type { Registry } from "prom-client";

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

export interface House {
  /** Whether the database answers. */
  readonly ping: () => Promise<boolean>;
  readonly version: string;
  readonly metrics: Registry;
  /** The names of the applications, which are also their paths. */
  readonly applications: readonly string[];
}

export function houseRoutes({ ping, version, metrics, applications }: House): Hono {
  const routes = new Hono();
  routes.get("/", (context) => context.html(homePage(applications)));
  routes.get("/healthz", async (context) => {
    const ok = await ping();
    context.header("cache-control", "no-store");
    return context.json({ ok, version, database: ok ? "answers" : "gone" }, ok ? 200 : 503);
  });
  routes.get("/metrics", async (context) => {
    if (!isFromHere(context)) return context.notFound();
    return context.text(await metrics.metrics(), 200, { "content-type": metrics.contentType });
  });
  return routes;
}

/**
 * Asked on this machine itself, not through a server in front of it, and by a name of this machine:
 * a page's own name may be made to mean 127.0.0.1 (DNS rebinding), and its script then asks here.
 */
function isFromHere(context: Context): boolean {
  const { address = "" } = getConnInfo(context).remote;
  if (!LOOPBACK_HOST.test(context.req.header("host") ?? "")) return false;
  const isForwarded = ["x-forwarded-for", "forwarded", "x-real-ip", "via"].some(
    (name) => context.req.header(name) !== undefined,
  );
  return !isForwarded && /^(127\.|::1$|::ffff:127\.)/.test(address);
}

function homePage(applications: readonly string[]): string {
  const links = applications.map((name) => `<li><a href="/${name}">${name}</a></li>`).join("");
  return (
    '<!doctype html><html lang="en"><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width"><title>Muster</title>' +
    `<h1>Muster</h1><ul>${links}</ul></html>`
  );
}
