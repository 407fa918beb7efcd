/** The numbered rules of docs/spec, and the tests that name them. */
import type { File } from "../runner/files.ts";
import type { Rule } from "./rule.ts";
import { withoutComments } from "./source.ts";

export interface SpecRule {
  readonly id: string;
  /** The file that states it. */
  readonly path: string;
}

const STATED = /^- \*\*([A-Z]+\d+)\*\* /gm;
const NAMED_IN_TEST = /\b(?:test|it|describe|suite)\(\s*["'`]((?:\[[A-Z]+\d+\] ?)+)/g;

/** Every rule that docs/spec states, as `- **R3** …` at the start of a line. */
export function rulesOf(files: readonly File[]): readonly SpecRule[] {
  return files
    .filter((file) => /^docs\/spec\/.*\.md$/.test(file.path))
    .flatMap((file) =>
      [...file.text.matchAll(STATED)].map(([, id = ""]) => ({ id, path: file.path })),
    );
}

export const everyRuleHasATest: Rule = {
  id: "H11",
  complaints: (files) => {
    const tested = new Set(testedIn(files).map((rule) => rule.id));
    return rulesOf(files)
      .filter((rule) => !tested.has(rule.id))
      .map((rule) => `${rule.path}: ${rule.id} has no test`);
  },
};

export const everyNamedRuleIsStated: Rule = {
  id: "H12",
  complaints: (files) => {
    const stated = new Set(rulesOf(files).map((rule) => rule.id));
    return testedIn(files)
      .filter((rule) => !stated.has(rule.id))
      .map((rule) => `${rule.path}: tests ${rule.id}, which docs/spec does not state`);
  },
};

export const everyRuleIsStatedOnce: Rule = {
  id: "H13",
  complaints: (files) =>
    [...Map.groupBy(rulesOf(files), (rule) => rule.id)]
      .filter(([, rules]) => rules.length > 1)
      .map(([id, rules]) => `${rules.map((rule) => rule.path).join(", ")}: ${id} more than once`),
};

/** The rules that names of tests begin with: `test("[R3] [R4] …`. */
function testedIn(files: readonly File[]): readonly SpecRule[] {
  return files
    .filter((file) => /\.(test|e2e|contract)\.tsx?$/.test(file.path))
    .flatMap((file) =>
      [...withoutComments(file.text).matchAll(NAMED_IN_TEST)].flatMap(([, ids = ""]) =>
        [...ids.matchAll(/[A-Z]+\d+/g)].map(([id]) => ({ id, path: file.path })),
      ),
    );
}
