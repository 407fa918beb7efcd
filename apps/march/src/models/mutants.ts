/** Ways to break what is shown of alerts, posts and banners, and who sees whom; and who notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const MODELS = "apps/march/src/models";

export const mutants: readonly Mutant[] = [
  {
    // A contingent that nobody has named is not listed.
    rule: "A14",
    file: `${MODELS}/banners.ts`,
    find: "[...people.keys(), ...view.keys()]",
    replace: "[...view.keys()]",
    test: `${MODELS}/banners.test.ts`,
  },
  {
    // An alert stands as long as its record.
    rule: "A15",
    file: `${MODELS}/alerts.ts`,
    find: "Math.min(expiresAt, told.at + ALERT_MS[told.kind])",
    replace: "expiresAt",
    test: `${MODELS}/alerts.test.ts`,
  },
  {
    // An alert outlives its record in the view of who holds it.
    rule: "A15",
    file: `${MODELS}/alerts.ts`,
    find: "Math.min(expiresAt, told.at",
    replace: "Math.max(0, told.at",
    test: `${MODELS}/alerts.test.ts`,
  },
  {
    // What nobody has confirmed looks like a fact.
    rule: "A16",
    file: `${MODELS}/alerts.ts`,
    find: 'const UNHEARD = { state: "unconfirmed"',
    replace: 'const UNHEARD = { state: "confirmed"',
    test: `${MODELS}/alerts.test.ts`,
  },
  {
    // Every feed shows the posts of all.
    rule: "A17",
    file: `${MODELS}/posts.ts`,
    find: "said === null || feed !== of ||",
    replace: "said === null ||",
    test: `${MODELS}/posts.test.ts`,
  },
  {
    // A wish to be forgotten is not heard.
    rule: "A21",
    file: "apps/march/src/model.ts",
    find: "Math.min(expiresAt, keptUntil(value, stamp.wallMs))",
    replace: "expiresAt",
    test: "apps/march/src/model.test.ts",
  },
  {
    // One name sees part after part, as they fill.
    rule: "A6",
    file: "apps/march/src/parts.ts",
    find: "(this.#seen.get(name) ?? this.#free(contingent))",
    replace: "this.#free(contingent)",
    test: "apps/march/src/parts.test.ts",
  },
  {
    // Who is moved is seen by people whom they do not see.
    rule: "A6",
    file: "apps/march/src/room.ts",
    find: "if (parts.share(contingent, person).isMoved)",
    replace: "if (parts.share(contingent, person).part < 0)",
    test: "apps/march/src/room.test.ts",
  },
  {
    // Ghosts that shared once keep others apart for ever.
    rule: "A6",
    file: "apps/march/src/room.ts",
    find: "if (now === undefined) parts.stop(key);",
    replace: "if (now === undefined) return;",
    test: "apps/march/src/room.test.ts",
  },
  {
    // So do those who stopped.
    rule: "A6",
    file: "apps/march/src/room.ts",
    find: "if (place === null) parts.stop(person);\n        else if",
    replace: "if (place !== undefined) if",
    test: "apps/march/src/room.test.ts",
  },
];
