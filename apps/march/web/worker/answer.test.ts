import assert from "node:assert/strict";
import { test } from "node:test";
import { answererOf, cacheOf, outdated, wantedAgain } from "./answer.ts";

const HOME = "https://march.example";
const BUILD = {
  version: "b2",
  shellHash: "",
  first: ["/march/assets/index-1.js"],
  later: ["/march/assets/map-1.js"],
};

function by(path: string, mode = "cors", method = "GET"): string {
  return answererOf({ method, mode, url: new URL(path, HOME).href }, HOME, BUILD);
}

test("[W32] an address of the page is answered with the kept shell, a file of the build as kept", () => {
  for (const path of ["/march", "/march/", "/march/0123456789abcdef", "/march?x#i=1"]) {
    assert.equal(by(path, "navigate"), "shell", path);
  }
  assert.equal(by("/march/assets/index-1.js"), "kept");
  assert.equal(by("/march/assets/map-1.js"), "kept");
  assert.equal(by("/", "navigate"), "node");
  assert.equal(by("/march/openapi.json", "navigate"), "node");
});

test("[W33] what the node says of marches is never answered by the phone", () => {
  const id = "0123456789abcdef";
  for (const path of [
    "/march/config.json",
    "/march/map.pmtiles",
    `/march/${id}`,
    `/march/${id}/join`,
    `/march/${id}/stream`,
    "/march/assets/another.js",
    "/healthz",
    "https://other.example/march/assets/index-1.js",
  ]) {
    assert.equal(by(path), "node", path);
  }
  assert.equal(by("/march", "navigate", "POST"), "node");
  assert.equal(by("/march/assets/map-1.js", "cors", "POST"), "node");
});

test("[W34] the build before this one is kept for pages that are open, older ones are not", () => {
  const caches = ["march a1", "other", "march a2", "march b1", cacheOf(BUILD)];
  assert.deepEqual(outdated(caches, BUILD), ["march a1", "march a2"]);
  assert.deepEqual(outdated([cacheOf(BUILD)], BUILD), []);
});

test("[W32] a new build keeps of its later files those that this phone had of the one before", () => {
  const later = ["en-aB3-_xYz", "es-01234567", "map-76543210"].map(
    (name) => `/march/assets/${name}.js`,
  );
  const kept = ["/march", "/march/assets/index-1.js", "/march/assets/es-zZ_-9876.js"];
  const before = kept.map((path) => HOME + path);
  assert.deepEqual(wantedAgain({ later }, before), ["/march/assets/es-01234567.js"]);
  assert.deepEqual(wantedAgain({ later }, []), []);
});
