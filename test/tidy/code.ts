/** How sources look: short, named for an idea, exporting names, with nothing left for later. */
import type { Rule } from "./rule.ts";
import { isTest, sources, withoutComments } from "./source.ts";

const LINES_MAX = 300;
const TEST_LINES_MAX = 400;
const DRAWERS =
  /\/(utils?|helpers?|common|misc|shared|lib|managers?|types|constants|stuff|core)(\.[a-z.]+)?(\/|$)/;
/** Vite and the like read the default export of their configuration. */
const DEFAULT_WANTED = /(^|\/)[a-z-]+\.config\.ts$/;
/** In pieces, or this file would complain about itself. */
const MARKERS = new RegExp(
  ["\\bTO", "DO\\b|\\bFIX", "ME\\b|\\bHA", "CK\\b|\\bX", "XX\\b"].join(""),
);

export const filesAreShort: Rule = {
  id: "H6",
  complaints: (files) =>
    sources(files).flatMap((file) => {
      const lines = file.text.split("\n").length - 1;
      const max = isTest(file.path) ? TEST_LINES_MAX : LINES_MAX;
      return lines > max ? [`${file.path}: ${lines} lines, at most ${max}`] : [];
    }),
};

export const filesAreNamedForAnIdea: Rule = {
  id: "H7",
  complaints: (files) =>
    sources(files)
      .filter((file) => DRAWERS.test(`/${file.path}`))
      .map((file) => `${file.path}: a drawer, not an idea`),
};

export const exportsAreNamed: Rule = {
  id: "H9",
  complaints: (files) =>
    sources(files).flatMap((file) => {
      const text = withoutComments(file.text);
      const faults: string[] = [];
      if (/^\s*export\s*\*/m.test(text)) faults.push(`${file.path}: export each name`);
      const isDefault = /^\s*export\s+default\b|^\s*export\s*\{[^}]*\bas\s+default\b/m.test(text);
      if (isDefault && !DEFAULT_WANTED.test(file.path)) {
        faults.push(`${file.path}: a default export has no name of its own`);
      }
      return faults;
    }),
};

export const nothingIsLeftForLater: Rule = {
  id: "H10",
  complaints: (files) =>
    files
      .filter((file) => file.path !== "package-lock.json" && MARKERS.test(file.text))
      .map((file) => `${file.path}: ${MARKERS.exec(file.text)?.[0]} is left for later`),
};
