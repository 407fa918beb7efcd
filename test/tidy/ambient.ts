/**
 * The world comes in through ports: clock, timers, randomness, environment and
 * console only in the adapters named here. A new adapter is one more line.
 */
import type { File } from "../runner/files.ts";
import type { Rule } from "./rule.ts";
import { isTest, sources, withoutStrings } from "./source.ts";

type Kind = "clock" | "timer" | "random" | "env" | "console";

const AMBIENT: Readonly<Record<Kind, RegExp>> = {
  clock: /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b|\bprocess\.hrtime\b/,
  timer: /\b(setTimeout|setInterval|setImmediate|requestAnimationFrame|AbortSignal\.timeout)\b/,
  random: /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b|\brandomInt\b/,
  env: /\bprocess\.env\b|\bimport\.meta\.env\b/,
  console: /\bconsole\./,
};

/** By path; a folder ends in a slash. */
export type Adapters = Readonly<Record<string, readonly Kind[]>>;

const ADAPTERS: Adapters = {
  // The process: what it adapts is the machine itself. Its settings come in at two places.
  "apps/node/src/": ["clock", "timer", "random"],
  "apps/node/src/embedded/": ["env"],
  "apps/node/src/main.ts": ["env"],
  "apps/march/src/ports.ts": ["random"],
  "apps/march/web/clock.ts": ["clock", "timer"],
  "apps/march/web/vault/random.ts": ["random"],
  "packages/partition/src/memory.ts": ["random"],
  "packages/partition/src/ports.ts": ["clock", "timer", "random"],
  "packages/replica/src/identity.ts": ["random"],
  "packages/replica/src/indexeddb/browser.ts": ["timer"],
  "packages/replica/src/indexeddb/random.ts": ["random"],
  "packages/replica/src/sync/timers.ts": ["clock", "timer"],
  "packages/rooms/src/client.ts": ["random"],
  "packages/rooms/src/server.ts": ["random"],
  "packages/rooms/src/timers.ts": ["clock", "timer"],
};

export const worldComesInThroughPorts: Rule = throughPorts(ADAPTERS);

export function throughPorts(adapters: Adapters): Rule {
  return {
    id: "H8",
    complaints: (files) => [
      ...sources(files)
        .filter((file) => !isTest(file.path) && !file.path.startsWith("bin/"))
        .flatMap((file) => ambientIn(file, adapters)),
      ...Object.keys(adapters)
        .filter((path) => !files.some((file) => covers(path, file.path)))
        .map((path) => `${path}: an adapter that is gone`),
    ],
  };
}

function ambientIn(file: File, adapters: Adapters): string[] {
  const text = withoutStrings(file.text);
  const allowed = Object.entries(adapters)
    .filter(([path]) => covers(path, file.path))
    .flatMap(([, kinds]) => kinds);
  return (Object.keys(AMBIENT) as Kind[]).flatMap((kind) => {
    const hit = AMBIENT[kind].exec(text)?.[0];
    if (hit === undefined || allowed.includes(kind)) return [];
    return [`${file.path}: ${hit} outside the adapters (${kind})`];
  });
}

function covers(adapter: string, path: string): boolean {
  return adapter.endsWith("/") ? path.startsWith(adapter) : path === adapter;
}
