/** Small repositories that break one rule, and what the rule says about them. */
import assert from "node:assert/strict";
import type { File } from "../runner/files.ts";
import type { Rule } from "./rule.ts";

/** A repository from paths to texts. */
export function repository(texts: Readonly<Record<string, string>>): readonly File[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text }));
}

/** The rule must complain once of each of these, about the file that is given, and of no other. */
export function caught(
  rule: Rule,
  texts: Readonly<Record<string, string>>,
  expected: readonly string[],
): void {
  assert.deepEqual(rule.complaints(repository(texts)), expected);
}

/** The text of a test; assembled, so that it does not read as a test of this repository. */
export function testNamed(ids: string): string {
  return ["test", `("${ids} x", () => {});\n`].join("");
}

export const MANIFESTS: Readonly<Record<string, string>> = {
  "packages/replica/package.json": manifest("replica", ".", {}),
  "packages/rooms/package.json": manifest("rooms", "./client", { "@muster/replica": "0.1.0" }),
  "apps/march/package.json": manifest("march", ".", { "@muster/rooms": "0.1.0" }),
  "apps/node/package.json": manifest("node", ".", { "@muster/march": "0.1.0" }),
};

function manifest(name: string, key: string, dependencies: Record<string, string>): string {
  const source = key === "." ? "./src/index.ts" : `./src/${key.slice(2)}.ts`;
  const exported = { [key]: { "@muster/source": source } };
  return JSON.stringify({ name: `@muster/${name}`, exports: exported, dependencies });
}
