import { test } from "node:test";
import { throughPorts } from "./ambient.ts";
import { caught } from "./bad-example.ts";
import {
  exportsAreNamed,
  filesAreNamedForAnIdea,
  filesAreShort,
  nothingIsLeftForLater,
} from "./code.ts";

const lines = (count: number) => "x;\n".repeat(count);

test("[H6] a file has at most 300 lines, a test 400", () => {
  const texts = {
    "packages/replica/src/a.ts": lines(300),
    "packages/replica/src/b.ts": lines(301),
    "packages/replica/src/a.test.ts": lines(400),
    "packages/replica/src/b.test.ts": lines(401),
  };
  caught(filesAreShort, texts, [
    "packages/replica/src/b.ts: 301 lines, at most 300",
    "packages/replica/src/b.test.ts: 401 lines, at most 400",
  ]);
});

test("[H7] a drawer is no name, for a file, its test or a folder", () => {
  const drawers = ["src/utils.ts", "src/helper.test.ts", "src/common/time.ts", "src/types.ts"];
  const texts = Object.fromEntries([...drawers, "src/lease.ts"].map((path) => [path, ""]));
  const expected = drawers.map((path) => `${path}: a drawer, not an idea`);
  caught(filesAreNamedForAnIdea, texts, expected);
});

test("[H8] clock, timers, randomness, environment and console are for adapters", () => {
  const bad = {
    clock: ["Date.now", "new Date()", "performance.now"],
    timer: ["setTimeout", "setInterval", "AbortSignal.timeout"],
    random: ["Math.random", "randomUUID", "getRandomValues"],
    env: ["process.env"],
    console: ["console."],
  };
  for (const [kind, hits] of Object.entries(bad)) {
    for (const hit of hits) {
      const texts = {
        "packages/replica/src/a.ts": `x = ${hit};\n`,
        "packages/replica/src/a.test.ts": `x = ${hit};\n`,
        "packages/replica/src/b.ts": `// ${hit}\nx = "${hit}";\n`,
      };
      const complaint = `packages/replica/src/a.ts: ${hit} outside the adapters (${kind})`;
      caught(throughPorts({}), texts, [complaint]);
    }
  }
});

test("[H8] an adapter may do what it is listed for, and no more", () => {
  const adapters = { "bin/": ["clock"], "apps/a/b.ts": ["clock"], "apps/c/": ["timer"] } as const;
  const texts = { "apps/a/b.ts": "Date.now(); setTimeout(f, 1);", "apps/c/d.ts": "setTimeout" };
  caught(throughPorts(adapters), texts, [
    "apps/a/b.ts: setTimeout outside the adapters (timer)",
    "bin/: an adapter that is gone",
  ]);
});

test("[H9] every export has its name", () => {
  const texts = {
    "bin/a.mjs": 'export * from "./b.mjs";\n',
    "bin/b.mjs": "export default function f() {}\n",
    "bin/c.mjs": "const x = 1;\nexport { x as default };\n",
    "apps/march/vite.config.ts": "export default {};\n",
    "bin/d.mjs": "// export default x\nexport const x = 1;\n",
  };
  caught(exportsAreNamed, texts, [
    "bin/a.mjs: export each name",
    "bin/b.mjs: a default export has no name of its own",
    "bin/c.mjs: a default export has no name of its own",
  ]);
});

test("[H10] nothing is left for later, in code or documents", () => {
  const marks = ["TO", "FIX", "HA", "XX"].map((start, i) => start + ["DO", "ME", "CK", "X"][i]);
  for (const mark of marks) {
    const texts = { "README.md": `a ${mark}: b`, "bin/a.mjs": `x${mark}` };
    caught(nothingIsLeftForLater, texts, [`README.md: ${mark} is left for later`]);
  }
});
