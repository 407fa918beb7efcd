/**
 * The page of March: one shell for `/march` and every march, its assets, and what it needs to
 * know of this node. Nothing comes from another origin, and the policy says so.
 *
 * Rules A8, A11: docs/spec/march.md.
 */
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { compress } from "hono/compress";
import { secureHeaders } from "hono/secure-headers";
import type { MapFile } from "../map-file.ts";

export interface Pages {
  /** The folder that the pages were built into. */
  readonly dist: string;
  readonly map: MapFile | null;
}

const MAP_URL = "/march/map.pmtiles";

export function pages(routes: OpenAPIHono, { dist, map }: Pages): void {
  routes.use("/march", headers());
  routes.use("/march/*", headers());
  routes.get("/march/config.json", (context) =>
    context.json({ map: map === null ? null : { url: MAP_URL, attribution: map.attribution } }),
  );
  if (map !== null) routes.get(MAP_URL, serveStatic({ path: map.path }));
  routes.use("/march/assets/*", compress(), async (context, next) => {
    await next();
    // Their names carry a hash of what is in them.
    if (context.res.ok) context.header("cache-control", "public, max-age=31536000, immutable");
  });
  const rewriteRequestPath = (path: string): string => path.slice("/march".length);
  routes.get("/march/assets/*", serveStatic({ root: dist, rewriteRequestPath }));
  const shell = serveStatic({ path: join(dist, "index.html") });
  for (const path of ["/march", "/march/", "/march/:id{[A-Za-z0-9_-]{16}}"]) {
    routes.get(path, compress(), async (context, next) => {
      context.header("cache-control", "no-cache");
      return shell(context, next);
    });
  }
  for (const file of ["icon.svg", "manifest.webmanifest"]) {
    routes.get(`/march/${file}`, serveStatic({ path: join(dist, file) }));
  }
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
