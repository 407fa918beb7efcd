import { test } from "node:test";
import { caught, MANIFESTS } from "./bad-example.ts";
import { browserCodeNeedsNoNode, noCycles, relativeImportsAreExact } from "./imports.ts";
import { dependenciesAreChosen, layersPointDown } from "./layers.ts";

const from = (specifier: string) => `import { x } from "${specifier}";\n`;

test("[H1] a package may not import one above it", () => {
  const texts = {
    ...MANIFESTS,
    "packages/rooms/src/client.ts": "",
    "packages/replica/src/space.ts": from("@muster/rooms/client"),
  };
  caught(layersPointDown, texts, [
    "packages/replica/src/space.ts: @muster/rooms/client: may not import packages/rooms/src/client.ts",
  ]);
});

test("[H1] an import of several lines, of types, or in a call counts as one", () => {
  const texts = {
    ...MANIFESTS,
    "packages/rooms/src/client.ts": "",
    "packages/replica/src/a.ts": 'import {\n  x,\n  y,\n} from "@muster/rooms/client";\n',
    "packages/replica/src/b.ts": 'import type { X } from "@muster/rooms/client";\n',
    "packages/replica/src/c.ts": 'const x = await import("@muster/rooms/client");\n',
    "packages/replica/src/d.ts": 'export { x } from "@muster/rooms/client";\n',
    "packages/replica/src/e.ts": '// import { x } from "@muster/rooms/client";\n',
  };
  const complaint = "@muster/rooms/client: may not import packages/rooms/src/client.ts";
  const expected = ["a", "b", "c", "d"].map((n) => `packages/replica/src/${n}.ts: ${complaint}`);
  caught(layersPointDown, texts, expected);
});

test("[H1] the core of replica imports none of what is built on it", () => {
  const texts = {
    ...MANIFESTS,
    "packages/replica/src/index.ts": from("./sync/ledger.ts"),
    "packages/replica/src/space.ts": from("./sync/ledger.ts"),
    "packages/replica/src/space.test.ts": from("./sync/ledger.ts"),
    "packages/replica/src/stamp.ts": "",
    "packages/replica/src/sync/ledger.ts": from("../stamp.ts"),
    "packages/rooms/src/room.ts": from("./wire/wire.ts"),
    "packages/rooms/src/wire/wire.ts": "",
  };
  caught(layersPointDown, texts, [
    "packages/replica/src/space.ts: ./sync/ledger.ts: may not import packages/replica/src/sync/ledger.ts",
  ]);
});

test("[H1] a package below is imported by its name, not by a path", () => {
  const path = "../../replica/src/index.ts";
  const texts = {
    ...MANIFESTS,
    "packages/replica/src/index.ts": "",
    "packages/rooms/src/room.ts": from(path),
    "packages/rooms/src/edge.ts": from("@muster/replica"),
  };
  caught(layersPointDown, texts, [
    `packages/rooms/src/room.ts: ${path}: by path; use the package's name`,
  ]);
});

test("[H1] an application imports another one only when it is the node", () => {
  const texts = {
    ...MANIFESTS,
    "apps/march/src/index.ts": "",
    "apps/class/src/class.ts": from("@muster/march"),
    "apps/node/src/up.ts": from("@muster/march"),
  };
  caught(layersPointDown, texts, [
    "apps/class/src/class.ts: @muster/march: may not import apps/march/src/index.ts",
  ]);
});

test("[H1] only tests use what is made for tests", () => {
  const texts = {
    "test/browser.ts": "",
    "packages/sim/src/world.ts": "",
    "apps/march/src/map.ts": from("../../../test/browser.ts"),
    "apps/march/src/map.e2e.ts": from("../../../test/browser.ts"),
    "apps/march/src/room.ts": from("../../../packages/sim/src/world.ts"),
  };
  caught(layersPointDown, texts, [
    "apps/march/src/map.ts: ../../../test/browser.ts: may not import test/browser.ts",
    "apps/march/src/room.ts: ../../../packages/sim/src/world.ts: may not import packages/sim/src/world.ts",
  ]);
});

test("[H2] an npm package is declared by who imports it", () => {
  const texts = {
    ...MANIFESTS,
    "packages/replica/src/store.ts": from("ws"),
    "packages/replica/src/store.test.ts": from("ws"),
  };
  caught(dependenciesAreChosen, texts, [
    "packages/replica/src/store.ts: ws is not in packages/replica/package.json",
  ]);
});

test("[H2] a dependency that nobody chose is refused, and so is one of ours from above", () => {
  const dependencies = { lodash: "4.17.21", "@muster/march": "0.1.0", "@muster/replica": "0.1.0" };
  const texts = {
    ...MANIFESTS,
    "packages/rooms/package.json": JSON.stringify({ name: "@muster/rooms", dependencies }),
  };
  caught(dependenciesAreChosen, texts, [
    "packages/rooms/package.json: lodash is not a dependency we chose",
    "packages/rooms/package.json: @muster/march is not a dependency we chose",
  ]);
});

test("[H3] what runs in browsers imports nothing of Node, not even types", () => {
  const texts = {
    "packages/replica/src/store.ts": from("node:fs"),
    "packages/replica/src/store.test.ts": from("node:fs"),
    "packages/rooms/src/client-tabs.ts": 'import type { X } from "node:net";\n',
    "packages/rooms/src/host.ts": from("node:net"),
    "apps/march/web/map.tsx": from("ws"),
  };
  caught(browserCodeNeedsNoNode, texts, [
    "packages/replica/src/store.ts: runs in browsers, reaches node:fs",
    "packages/rooms/src/client-tabs.ts: runs in browsers, reaches node:net",
    "apps/march/web/map.tsx: runs in browsers, reaches ws",
  ]);
});

test("[H3] what a page reaches through other files counts; types are erased", () => {
  const texts = {
    ...MANIFESTS,
    "apps/march/web/app.tsx": `${from("../src/model.ts")}${from("@muster/rooms/client")}`,
    "apps/march/src/model.ts": from("./journal.ts"),
    "apps/march/src/journal.ts": from("pg"),
    "packages/rooms/src/client.ts": 'import type { X } from "./host.ts";\n',
    "packages/rooms/src/host.ts": from("node:net"),
  };
  caught(browserCodeNeedsNoNode, texts, [
    "apps/march/web/app.tsx: runs in browsers, reaches pg through apps/march/src/journal.ts",
  ]);
});

test("[H4] a cycle is found, through types and packages too", () => {
  const texts = {
    ...MANIFESTS,
    "packages/replica/src/a.ts": from("./b.ts"),
    "packages/replica/src/b.ts": 'import type { X } from "./c.ts";\n',
    "packages/replica/src/c.ts": from("./b.ts"),
  };
  caught(noCycles, texts, [
    "packages/replica/src/b.ts -> packages/replica/src/c.ts -> packages/replica/src/b.ts: a cycle",
  ]);
});

test("[H5] a relative import names a file that exists, with its extension", () => {
  const texts = {
    "bin/a.mjs": from("./b"),
    "bin/b.mjs": from("./gone.mjs"),
    "bin/c.mjs": from("./a.mjs"),
  };
  caught(relativeImportsAreExact, texts, [
    "bin/a.mjs: ./b is no file; name it with its extension",
    "bin/b.mjs: ./gone.mjs is no file; name it with its extension",
  ]);
});
