/**
 * Pages really built by vite, in a small repository of their own.
 */
import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT } from "./e2e/muster-process.ts";
import { buildPages } from "./pages.ts";

const root = mkdtempSync(join(tmpdir(), "muster-pages-"));
const web = join(root, "apps", "shop", "web");
mkdirSync(web, { recursive: true });
for (const name of ["node_modules", "bin"]) symlinkSync(join(ROOT, name), join(root, name));

after(() => rmSync(root, { recursive: true, force: true }));

const build = (name = "shop") => {
  const { signal } = new AbortController();
  const pages = pathToFileURL(join(root, "apps", name, "web"));
  return buildPages({ name, web: pages, root, signal, report: () => {} });
};

test("[N24] pages are built when they changed, and only then", async () => {
  const page = join(web, "index.html");
  const built = join(root, "apps", "shop", "dist", "index.html");
  writeFileSync(page, "<!doctype html><title>first</title>");
  assert.equal(await build(), true);
  assert.match(readFileSync(built, "utf8"), /first/);
  assert.equal(await build(), false);
  writeFileSync(page, "<!doctype html><title>second</title>");
  assert.equal(await build(), true);
  assert.match(readFileSync(built, "utf8"), /second/);
});

test("[N24] an application without pages builds none", async () => {
  assert.equal(await build("none"), false);
  assert.ok(!existsSync(join(root, "apps", "none")));
});

test("[N24] pages that cannot be built are named, and not taken for built", async () => {
  writeFileSync(join(web, "index.html"), '<script type="module" src="./gone.ts"></script>');
  for (const _ of ["first", "second"]) {
    await assert.rejects(build(), { code: "pages_failed", message: /pages of shop:[^]*gone/ });
  }
});
