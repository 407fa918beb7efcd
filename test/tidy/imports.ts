/** What imports reach: browsers stay without Node, ideas without cycles, paths exact. */
import type { File } from "../runner/files.ts";
import type { Rule } from "./rule.ts";
import { type Import, importsOf, isTest, packageOf, resolver, sources } from "./source.ts";

/** Everything that ends in a page, or may; the laws of replica are for tests alone. */
const FOR_BROWSERS =
  /^packages\/replica\/src\/(?!laws\.ts)|^packages\/rooms\/src\/client[^/]*$|^apps\/march\/web\/(?!.*\.config\.ts$)/;
const NODE_ONLY_PACKAGES = ["ws", "pg", "@hono/node-server"];

export const browserCodeNeedsNoNode: Rule = {
  id: "H3",
  complaints: (files) => {
    const graph = graphOf(files);
    const entries = [...graph.keys()].filter((path) => FOR_BROWSERS.test(path) && !isTest(path));
    return entries.flatMap((entry) => nodeImportsBehind(entry, graph));
  },
};

/** Types count: a cycle of types is a cycle of ideas. */
export const noCycles: Rule = {
  id: "H4",
  complaints: (files) => {
    const graph = graphOf(files);
    const done = new Set<string>();
    const found: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      const start = trail.indexOf(path);
      if (start >= 0) found.push(`${[...trail.slice(start), path].join(" -> ")}: a cycle`);
      if (start >= 0 || done.has(path)) return;
      for (const { file } of graph.get(path) ?? []) {
        if (file !== undefined) visit(file, [...trail, path]);
      }
      done.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    return found;
  },
};

export const relativeImportsAreExact: Rule = {
  id: "H5",
  complaints: (files) =>
    [...graphOf(files)].flatMap(([path, imports]) =>
      imports
        .filter(({ specifier }) => specifier.startsWith(".") && !/\?[a-z]+$/.test(specifier))
        .filter(({ file }) => file === undefined)
        .map(({ specifier }) => `${path}: ${specifier} is no file; name it with its extension`),
    ),
};

type Graph = ReadonlyMap<string, readonly Import[]>;

function graphOf(files: readonly File[]): Graph {
  const resolve = resolver(files);
  return new Map(sources(files).map((file) => [file.path, importsOf(file, resolve)]));
}

/** Types are erased, so only values are followed; the entry itself may not even name Node's. */
function nodeImportsBehind(entry: string, graph: Graph): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const each of graph.get(path) ?? []) {
      if (each.typeOnly && path !== entry) continue;
      if (needsNode(each.specifier)) {
        const way = path === entry ? "" : ` through ${path}`;
        found.push(`${entry}: runs in browsers, reaches ${each.specifier}${way}`);
      } else if (each.file !== undefined && !each.typeOnly) visit(each.file);
    }
  };
  visit(entry);
  return found;
}

function needsNode(specifier: string): boolean {
  return specifier.startsWith("node:") || NODE_ONLY_PACKAGES.includes(packageOf(specifier));
}
