/** Sources as the rules of the repository see them: without comments, as imports. */
import { posix } from "node:path";
import type { File } from "../runner/files.ts";

export interface Import {
  readonly specifier: string;
  /** The file it means, when it is one of ours that exists; else undefined. */
  readonly file: string | undefined;
  /** Erased before it runs: `import type`. */
  readonly typeOnly: boolean;
}

export interface Manifest {
  readonly name?: string;
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const STRING_OR_COMMENT =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
const IMPORT =
  /^[ \t]*(?:import|export)\s+(type\s)?[^"'`;=()]*?\bfrom\s*"([^"]+)"|^[ \t]*import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

export function isSource(path: string): boolean {
  return /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith(".d.ts");
}

/** Tests, what only tests use, and the scripts that run them. */
export function isTest(path: string): boolean {
  return (
    /\.(test|e2e|contract)\.tsx?$|\/mutants\.ts$|\/e2e\/|\/fake-[^/]+\.ts$/.test(path) ||
    /^(test|bench|packages\/sim)\//.test(path)
  );
}

export function sources(files: readonly File[]): readonly File[] {
  return files.filter((file) => isSource(file.path));
}

export function withoutComments(text: string): string {
  return text.replaceAll(STRING_OR_COMMENT, (match) =>
    match.startsWith("/") ? match.replaceAll(/[^\n]/g, " ") : match,
  );
}

export function withoutStrings(text: string): string {
  return text.replaceAll(STRING_OR_COMMENT, (match) => match.replaceAll(/[^\n`]/g, " "));
}

/** `packages/replica/src/x.ts` → `packages/replica`; other files belong to their first folder. */
export function workspaceOf(path: string): string {
  const [top = "", name = ""] = path.split("/");
  return top === "packages" || top === "apps" ? `${top}/${name}` : top;
}

/** Returns every import of a file; types count too. */
export function importsOf(file: File, resolve: Resolve): readonly Import[] {
  return [...withoutComments(file.text).matchAll(IMPORT)].map((match) => {
    const specifier = match[2] ?? match[3] ?? match[4] ?? "";
    return {
      specifier,
      file: resolve(file.path, specifier),
      typeOnly: match[1] !== undefined,
    };
  });
}

export type Resolve = (from: string, specifier: string) => string | undefined;

/** Finds the file that an import means, relative or through a package.json of ours. */
export function resolver(files: readonly File[]): Resolve {
  const paths = new Set(files.map((file) => file.path));
  const byName = new Map<string, string>();
  for (const [folder, manifest] of manifests(files)) {
    for (const [key, target] of Object.entries(manifest.exports ?? {})) {
      const path = posix.join(folder, target["@muster/source"] ?? "");
      byName.set(posix.join(manifest.name ?? "", key), path);
    }
  }
  return (from, specifier) => {
    const path = specifier.startsWith(".")
      ? posix.join(posix.dirname(from), specifier)
      : byName.get(specifier);
    return path !== undefined && paths.has(path) ? path : undefined;
  };
}

/** The package.json files, by folder. */
export function manifests(files: readonly File[]): ReadonlyMap<string, Manifest> {
  return new Map(
    files
      .filter((file) => posix.basename(file.path) === "package.json")
      .map((file) => [posix.dirname(file.path), JSON.parse(file.text) as Manifest]),
  );
}

/** `@hono/node-server/x` → `@hono/node-server`. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
