/**
 * What a user of a package gets: its tarball, installed in an empty project,
 * runs the first example of its README, and type-checks all that are whole.
 *
 * Rule H22: docs/spec/house.md.
 */
import assert from "node:assert/strict";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { openTestDatabase } from "./postgres.ts";
import { type ChildOptions, runChild } from "./runner/child.ts";
import { ROOT } from "./runner/files.ts";

const NPM_MS_MAX = 120_000;
const EXAMPLE_MS_MAX = 20_000;
/** Again and again, for an example that goes on until then: who does not listen yet misses it. */
const CTRL_C = "data:text/javascript,setInterval(() => process.emit('SIGINT'), 1_000).unref()";
const PACKAGES = readdirSync(join(ROOT, "packages")).filter(isPublished);
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
const TSCONFIG = {
  compilerOptions: {
    target: "es2024",
    lib: ["es2024", "dom"],
    module: "nodenext",
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules/@types")],
    // pg brings no types of its own: whoever uses it in TypeScript has these.
    paths: { pg: [join(ROOT, "node_modules/@types/pg/index.d.ts")] },
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  },
};

const folder = mkdtempSync(join(tmpdir(), "muster-pack-"));
const database = await openTestDatabase([]);
after(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One at a time: packing a package builds those that it needs. */
const tarballs = new Map<string, Promise<string>>();
const projects = new Map<string, Promise<string>>();

for (const name of PACKAGES) {
  test(`[H22] ${name} packs JavaScript with declarations, and nothing else of its sources`, async () => {
    const project = await projectOf(name);
    const packed = join(project, "node_modules/@muster", name);
    const sources = globSync("src/**/*.{ts,tsx}", { cwd: join(ROOT, "packages", name) })
      .filter((path) => !/\.(test|e2e|contract)\.tsx?$|(^|\/)(fake-|mutants\.ts$)/.test(path))
      .map((path) => path.replace(/^src\//, "").replace(/\.tsx?$/, ""));
    const emitted = globSync("**/*.{ts,js,json}", { cwd: packed }).toSorted();
    const expected = sources.flatMap((path) => [`dist/${path}.d.ts`, `dist/${path}.js`]);
    assert.deepEqual(emitted, [...expected, "package.json"].toSorted());
  });

  test(`[H22] every export of ${name} is in its tarball, with the licence and what it runs on`, async () => {
    const packed = join(await projectOf(name), "node_modules/@muster", name);
    const manifest = JSON.parse(readFileSync(join(packed, "package.json"), "utf8")) as {
      readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
      readonly engines?: { readonly node: string };
    };
    assert.ok(existsSync(join(packed, "LICENSE")), "without its licence");
    assert.match(manifest.engines?.node ?? "none", /^>=\d+$/);
    for (const [key, { types, default: script }] of Object.entries(manifest.exports)) {
      for (const path of [types, script]) {
        assert.ok(path !== undefined && existsSync(join(packed, path)), `${key}: ${path}`);
      }
    }
  });

  test(`[H22] the README of ${name}: its whole examples type-check, the first runs`, async () => {
    const project = await projectOf(name);
    for (const [i, example] of wholeExamples(name).entries()) {
      writeFileSync(join(project, `example-${i + 1}.ts`), example);
    }
    const options = { cwd: project, limitMs: EXAMPLE_MS_MAX };
    await run(process.execPath, [TSC, "--project", "tsconfig.json"], options);
    // Of an example that needs a database.
    const env = { DATABASE_URL: database.pool.options.connectionString ?? "" };
    await run(process.execPath, ["--import", CTRL_C, "example-1.ts"], { ...options, env });
  });
}

/** Some packages are for this repository's tests alone. */
function isPublished(name: string): boolean {
  const manifest: unknown = JSON.parse(
    readFileSync(join(ROOT, "packages", name, "package.json"), "utf8"),
  );
  return manifest !== null && typeof manifest === "object" && !("private" in manifest);
}

/** Those that import what they use; the others are fragments. */
function wholeExamples(name: string): readonly string[] {
  const path = `packages/${name}/README.md`;
  assert.ok(existsSync(join(ROOT, path)), `${path} does not exist: a package has one`);
  const all = readFileSync(join(ROOT, path), "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm);
  const [first = "", ...others] = [...all].map(([, example = ""]) => example);
  assert.match(first, /^import /, `${path} does not begin with a whole \`\`\`ts example`);
  return [first, ...others.filter((example) => /^import /m.test(example))];
}

/** The path of an empty project in which the package is installed, with those of ours it needs. */
function projectOf(name: string): Promise<string> {
  return once(projects, name, async () => {
    const project = join(folder, name);
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(TSCONFIG));
    const files: string[] = [];
    for (const other of PACKAGES) {
      if (other === name || dependsOn(name, other)) files.push(await tarballOf(other));
    }
    const args = ["install", "--prefer-offline", "--no-audit", "--no-fund", ...files];
    await run("npm", args, { cwd: project, limitMs: NPM_MS_MAX });
    return project;
  });
}

function tarballOf(name: string): Promise<string> {
  return once(tarballs, name, async () => {
    const args = ["pack", "--workspace", `packages/${name}`, "--pack-destination", folder];
    await run("npm", args, { cwd: ROOT, limitMs: NPM_MS_MAX });
    const made = globSync(join(folder, `muster-${name}-*.tgz`)).at(0);
    assert.ok(made !== undefined, `npm pack made no tarball of ${name}`);
    return made;
  });
}

function once(
  made: Map<string, Promise<string>>,
  name: string,
  make: () => Promise<string>,
): Promise<string> {
  const making = made.get(name) ?? make();
  made.set(name, making);
  return making;
}

function dependsOn(name: string, other: string): boolean {
  const text = readFileSync(join(ROOT, "packages", name, "package.json"), "utf8");
  return text.includes(`"@muster/${other}": "`) && name !== other;
}

async function run(command: string, args: readonly string[], options: ChildOptions): Promise<void> {
  const { code, output, timedOut } = await runChild(command, args, options);
  const how = timedOut ? `not done after ${options.limitMs / 1000} s` : `exit code ${code}`;
  assert.equal(code, 0, `${basename(command)} ${args.join(" ")}: ${how}\n${output}`);
}
