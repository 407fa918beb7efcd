/**
 * The page of March: one shell for `/march` and every march, its assets, and what it needs to
 * know of this node. Nothing comes from another origin, and the policy says so.
 *
 * Rules A8, A11: docs/spec/march.md.
 */
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, Next } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { MapFile } from "../map-file.ts";
import { PAGE_VERSION } from "../page-version.ts";

export interface Pages {
  /** The folder that the pages were built into. */
  readonly dist: string;
  readonly map: MapFile | null;
}

const MAP_URL = "/march/map.pmtiles";
const FILES = [
  "icon.svg",
  "icon-180.png",
  "icon-192.png",
  "icon-512.png",
  "icon-masked-512.png",
  "manifest.webmanifest",
] as const;

export function pages(routes: OpenAPIHono, { dist, map }: Pages): void {
  routes.use("/march/*", headers());
  routes.get("/march/config.json", (context) =>
    context.json({
      map: map === null ? null : { url: MAP_URL, attribution: map.attribution },
      pageVersion: PAGE_VERSION,
    }),
  );
  if (map !== null) {
    routes.get(MAP_URL, cached("public, max-age=86400"), serveStatic({ path: map.path }));
  }
  const assets = serveStatic({ root: dist, rewriteRequestPath, precompressed: true });
  // Their names carry a hash of what is in them.
  routes.get("/march/assets/*", cached("public, max-age=31536000, immutable"), assets);
  const shell = serveStatic({ path: join(dist, "index.html"), precompressed: true });
  for (const path of ["/march", "/march/", "/march/:id{[A-Za-z0-9_-]{16}}"]) {
    routes.get(path, cached("no-cache"), shell);
  }
  for (const file of FILES) {
    routes.get(`/march/${file}`, cached("no-cache"), serveStatic({ path: join(dist, file) }));
  }
  // The worker answers for `/march` too, which is above its own folder: so it must be allowed to.
  const worker = serveStatic({ path: join(dist, "worker.js"), precompressed: true });
  routes.get("/march/worker.js", cached("no-cache"), answersFor("/march"), worker);
}

/** Pages are built to lie under `/march`, and do not say so in their folder. */
function rewriteRequestPath(path: string): string {
  return path.slice("/march".length);
}

/** Only what was found: that a file is missing may be mended. */
function cached(control: string) {
  return async (context: Context, next: Next): Promise<void> => {
    await next();
    if (context.res.ok) context.header("cache-control", control);
  };
}

function answersFor(scope: string) {
  return async (context: Context, next: Next): Promise<void> => {
    await next();
    if (context.res.ok) context.header("service-worker-allowed", scope);
  };
}

function headers() {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "blob:", "data:"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      workerSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: "no-referrer",
    xFrameOptions: "DENY",
    permissionsPolicy: { geolocation: ["self"], camera: [], microphone: [] },
    // An address without TLS must stay reachable: whoever serves TLS sets this there.
    strictTransportSecurity: false,
  });
}
