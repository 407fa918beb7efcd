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

const ADAPTERS: Readonly<Record<string, readonly Kind[]>> = {};

export const worldComesInThroughPorts: Rule = {
  id: "H8",
  complaints: (files) => [
    ...sources(files)
      .filter((file) => !isTest(file.path) && !file.path.startsWith("bin/"))
      .flatMap(ambientIn),
    ...Object.keys(ADAPTERS)
      .filter((path) => !files.some((file) => file.path === path))
      .map((path) => `${path}: an adapter that is gone`),
  ],
};

function ambientIn(file: File): string[] {
  const text = withoutStrings(file.text);
  return (Object.keys(AMBIENT) as Kind[]).flatMap((kind) => {
    const hit = AMBIENT[kind].exec(text)?.[0];
    if (hit === undefined || ADAPTERS[file.path]?.includes(kind) === true) return [];
    return [`${file.path}: ${hit} outside the adapters (${kind})`];
  });
}
