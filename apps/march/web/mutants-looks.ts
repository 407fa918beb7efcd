/** Mutants of what the page looks like: its style sheets and screens are read as text. docs/spec/march-page.md. */
import type { Broken } from "./broken.ts";

/** `at` with its ending; `test`: the test of that name, without its ending. */
interface Look extends Broken {
  readonly test: string;
}

const CONTRAST = "e2e/contrast";
const FOCUS = "style/focus";

export const LOOKS: readonly Look[] = [
  {
    // Hints are pale on paper.
    rule: "W31",
    at: "style/tokens.css",
    find: "--ink-soft: #575145;",
    replace: "--ink-soft: #8f897c;",
    test: CONTRAST,
  },
  {
    // The sign in an alert cannot be read.
    rule: "W31",
    at: "style/tokens.css",
    find: "--map-halo: #ffffff;",
    replace: "--map-halo: #b5b0a4;",
    test: CONTRAST,
  },
  {
    // Whoever chooses the dark has another than the phone's.
    rule: "W31",
    at: "style/tokens.css",
    find: "  color-scheme: dark;\n  --ground: #14161a;",
    replace: "  color-scheme: dark;\n  --ground: #6a6d72;",
    test: CONTRAST,
  },
  {
    // The ring is as pale as the page.
    rule: "W31",
    at: "style/tokens.css",
    find: "--focus: #1554c0;",
    replace: "--focus: #c4d4f0;",
    test: CONTRAST,
  },
  {
    rule: "W31",
    at: "style/base.css",
    find: "outline: 3px solid var(--focus);",
    replace: "outline: 0 solid var(--focus);",
    test: FOCUS,
  },
  {
    rule: "W31",
    at: "style/controls.css",
    find: "outline: 3px solid var(--focus);",
    replace: "outline: none;",
    test: FOCUS,
  },
  {
    // The browser writes the invite into its files.
    rule: "W73",
    at: "screens/invite.tsx",
    find: '          autoComplete="off"\n',
    replace: "",
    test: "parts/fields",
  },
];
