/** Mutants of where this phone is and whom it is with, of the map, and of the language: docs/spec/march-page.md. */
import type { Broken } from "./broken.ts";

export const WHERE: readonly Broken[] = [
  {
    // Offline is noticed by the silence that follows.
    rule: "W74",
    at: "network",
    find: 'phone.addEventListener("offline", gone);',
    replace: "",
  },
  {
    // The browser asks for leave each second.
    rule: "W28",
    at: "whereabouts",
    find: "!isRefused && ",
    replace: "",
  },
  {
    // On a person's sheet a contingent is called otherwise than on the map.
    rule: "W57",
    at: "parts/member-words",
    find: "[shownName(contingent, banners)]",
    replace: "[contingent]",
  },
  {
    // A language that was chosen without a network is never spoken.
    rule: "W39",
    at: "text",
    find: "missing.value = language.peek() === wanted ? null : wanted;",
    replace: "",
  },
  {
    // An alert hides who told it.
    rule: "W51",
    at: "map/draw-alerts",
    find: "at: signAt(foot) };",
    replace: "at: foot };",
  },
  {
    // A page without a network misses streets that there are not.
    rule: "W7",
    at: "map/streets-look",
    find: "if (streets) await this.#load(streets);",
    replace: "await this.#load(streets as Streets);",
  },
  {
    // Nobody is offered a contingent of the link.
    rule: "W57",
    at: "known-contingents",
    find: "[own, ...offered].filter",
    replace: "[own].filter",
  },
  {
    rule: "W57",
    at: "known-contingents",
    find: "areAlike(looksOf(name), wanted)",
    replace: "name === typed",
  },
  {
    // An alert is told of where the phone was an hour ago.
    rule: "W50",
    at: "whereabouts",
    find: "if (ageMs >= believedMs(wants)) this.fix.value = null;",
    replace: "",
  },
  {
    // Under a bridge a phone is where it was, for as long as it is asked.
    rule: "W50",
    at: "whereabouts",
    find: "    this.fix.value = null;\n    if (trouble",
    replace: "    if (trouble",
  },
  {
    // A silent watch is believed for ever.
    rule: "W28",
    at: "whereabouts",
    find: "return wants.intervalMs + HERE_MS_MAX;",
    replace: "return Infinity;",
  },
];
