/**
 * Who answers a request of the page: what the phone keeps of this build, or the node alone.
 *
 *   a march's address ─► the kept shell     a file of this build ─► the kept file, else the node
 *   everything else (API, config, map data, stream) ─► the node, never kept
 *
 * Rules W32, W33: docs/spec/march-page.md.
 */
export interface Build {
  /** Changes with every byte of the build. */
  readonly version: string;
  /** SHA-256 of the shell, hexadecimal. */
  readonly shellHash: string;
  /** Paths without which the page does not start. */
  readonly first: readonly string[];
  /** Paths that it loads later: its languages, what is drawn over a march, the map. */
  readonly later: readonly string[];
}

export interface Asked {
  readonly method: string;
  /** "navigate" where a person opens an address. */
  readonly mode: string;
  readonly url: string;
}

export const SHELL = "/march";
const CACHE = "march ";
const PAGE = /^\/march(\/|\/[A-Za-z0-9_-]{16}\/?)?$/;

export function answererOf(asked: Asked, origin: string, build: Build): "shell" | "kept" | "node" {
  const { pathname, origin: other } = new URL(asked.url);
  if (asked.method !== "GET" || other !== origin) return "node";
  if (asked.mode === "navigate") return PAGE.test(pathname) ? "shell" : "node";
  return build.first.includes(pathname) || build.later.includes(pathname) ? "kept" : "node";
}

export function cacheOf({ version }: Pick<Build, "version">): string {
  return CACHE + version;
}

/**
 * Of this origin's caches, oldest first, those to delete. The build before this one stays: a page
 * of it may still be open in another tab, and load its map.
 */
export function outdated(caches: readonly string[], build: Pick<Build, "version">): string[] {
  const ours = caches.filter((name) => name.startsWith(CACHE) && name !== cacheOf(build));
  return ours.slice(0, -1);
}

/**
 * Of what this build loads later, what this phone had loaded of a build before: it will want it
 * again, perhaps without a network. `kept`: addresses in the caches of those.
 */
export function wantedAgain({ later }: Pick<Build, "later">, kept: readonly string[]): string[] {
  const stems = new Set(kept.map((url) => stemOf(new URL(url).pathname)));
  return later.filter((path) => stems.has(stemOf(path)));
}

/** Without what changes with its content. */
function stemOf(path: string): string {
  return path.replace(/-[\w-]{8}\./, ".");
}
