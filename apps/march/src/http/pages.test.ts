import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { OpenAPIHono } from "@hono/zod-openapi";
import { temporaryFolder } from "../../../../test/temporary-folder.ts";
import { PAGE_VERSION } from "../page-version.ts";
import { pages } from "./pages.ts";

const FILES = {
  "index.html": "<!doctype html><title>March</title>",
  "assets/app-3f9c.js": "export {};",
  "assets/app-3f9c.js.gz": "as small as it gets",
  "icon.svg": "<svg/>",
  "icon-192.png": "PNG",
  "worker.js": "addEventListener",
  "manifest.webmanifest": "{}",
  "streets.pmtiles": "PMTiles",
};

function setUp(t: Parameters<typeof temporaryFolder>[0], hasMap = false) {
  const dist = temporaryFolder(t, FILES);
  const map = { path: join(dist, "streets.pmtiles"), attribution: "© OpenStreetMap" };
  const routes = new OpenAPIHono();
  pages(routes, { dist, map: hasMap ? map : null });
  return (path: string, headers = {}) => routes.request(path, { headers });
}

test("[A8] every answer forbids what comes from another origin", async (t) => {
  const get = setUp(t);
  for (const path of ["/march", "/march/config.json", "/march/assets/app-3f9c.js", "/march/x"]) {
    const { headers } = await get(path);
    const policy = headers.get("content-security-policy") ?? "";
    const directives = new Map(
      policy.split("; ").map((each) => {
        const [name = "", ...sources] = each.split(" ");
        return [name, sources.join(" ")];
      }),
    );
    assert.equal(directives.get("default-src"), "'none'", path);
    for (const name of ["script-src", "style-src", "connect-src", "manifest-src", "worker-src"]) {
      assert.equal(directives.get(name), "'self'", `${path}: ${name}`);
    }
    assert.equal(directives.get("img-src"), "'self' blob: data:");
    for (const name of ["base-uri", "form-action", "frame-ancestors"]) {
      assert.equal(directives.get(name), "'none'", `${path}: ${name}`);
    }
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("strict-transport-security"), null);
    assert.match(headers.get("permissions-policy") ?? "", /geolocation=\(self\)/);
  }
});

test("[A11] one page serves every march, and is asked for anew each time", async (t) => {
  const get = setUp(t);
  for (const path of ["/march", "/march/", "/march/0123456789abcdef"]) {
    const answer = await get(path);
    assert.equal(await answer.text(), FILES["index.html"], path);
    assert.match(answer.headers.get("content-type") ?? "", /^text\/html/);
    assert.equal(answer.headers.get("cache-control"), "no-cache");
  }
  assert.equal((await get("/march/not-an-id")).status, 404);
});

test("[A11] what carries a hash in its name is kept for ever, what is not there is not", async (t) => {
  const get = setUp(t);
  const asset = await get("/march/assets/app-3f9c.js");
  assert.equal(await asset.text(), "export {};");
  assert.match(asset.headers.get("cache-control") ?? "", /immutable/);
  const missing = await get("/march/assets/gone.js");
  assert.equal(missing.status, 404);
  assert.equal(missing.headers.get("cache-control"), null);
});

test("[A11] what the build has compressed is sent as it lies there", async (t) => {
  const get = setUp(t);
  const asset = await get("/march/assets/app-3f9c.js", { "accept-encoding": "gzip, deflate, br" });
  assert.equal(asset.headers.get("content-encoding"), "gzip");
  assert.equal(asset.headers.get("vary"), "Accept-Encoding");
  assert.match(asset.headers.get("content-type") ?? "", /javascript/);
  assert.equal(await asset.text(), "as small as it gets");
  const plain = await get("/march/assets/app-3f9c.js");
  assert.equal(plain.headers.get("content-encoding"), null);
});

test("[W42] the worker may answer for the start page, is asked for anew, and no older file is", async (t) => {
  const get = setUp(t);
  const { headers, status } = await get("/march/worker.js");
  assert.equal(status, 200);
  assert.equal(headers.get("service-worker-allowed"), "/march");
  assert.equal(headers.get("cache-control"), "no-cache");
  assert.match(headers.get("content-type") ?? "", /javascript/);
  assert.equal((await get("/march/icon-192.png")).headers.get("cache-control"), "no-cache");
  assert.equal((await get("/march")).headers.get("service-worker-allowed"), null);
});

test("[A11] nothing outside the built pages is served", async (t) => {
  const get = setUp(t);
  for (const path of [
    "/march/streets.pmtiles",
    "/march/assets/../streets.pmtiles",
    "/march/assets/%2e%2e/streets.pmtiles",
    "/march/assets/..%2fstreets.pmtiles",
  ]) {
    assert.equal((await get(path)).status, 404, path);
  }
});

test("[A11] the page learns of the operator's map, and whom its data is owed to", async (t) => {
  const without = setUp(t);
  assert.deepEqual(await (await without("/march/config.json")).json(), {
    map: null,
    pageVersion: PAGE_VERSION,
  });
  assert.equal((await without("/march/map.pmtiles")).status, 404);
  const get = setUp(t, true);
  assert.deepEqual(await (await get("/march/config.json")).json(), {
    map: { url: "/march/map.pmtiles", attribution: "© OpenStreetMap" },
    pageVersion: PAGE_VERSION,
  });
  assert.equal(await (await get("/march/map.pmtiles")).text(), "PMTiles");
  const part = await get("/march/map.pmtiles", { range: "bytes=0-1" });
  assert.deepEqual([part.status, await part.text()], [206, "PM"]);
});
