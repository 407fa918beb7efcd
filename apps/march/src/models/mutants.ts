/** Ways to break the rules of what a march holds beside positions, and the test that notices. */
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
];
