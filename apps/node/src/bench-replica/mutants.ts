/** Ways to break the bench of replica, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "apps/node/src/bench-replica";

export const mutants: readonly Mutant[] = [
  {
    // A peer that says nothing is none.
    rule: "N36",
    file: `${SRC}/report.ts`,
    find: "if (adds.length === 0) throw",
    replace: "if (adds.length < 0) throw",
    test: `${SRC}/report.test.ts`,
  },
  {
    // Who takes nothing at all takes nothing that is wrong.
    rule: "N36",
    file: `${SRC}/report.ts`,
    find: "controls === 0 || controlsAccepted !== controls",
    replace: "controls === 0",
    test: `${SRC}/report.test.ts`,
  },
  {
    // A search that finds nothing found nothing deleted.
    rule: "N36",
    file: `${SRC}/report.ts`,
    find: "if (!controlFound) throw",
    replace: "if (controlFound === null) throw",
    test: `${SRC}/report.test.ts`,
  },
  {
    // What a peer shows wrongly is right.
    rule: "N36",
    file: `${SRC}/corruption.ts`,
    find: "Number(each !== trial.before && each !== after)",
    replace: "Number(each !== trial.before && each === after)",
    test: `${SRC}/corruption.test.ts`,
  },
  {
    // A changed byte stays changed in the next attempt, and in the controls.
    rule: "N36",
    file: `${SRC}/subject.ts`,
    find: "new Uint8Array(bytes)",
    replace: "bytes.slice()",
    test: `${SRC}/corruption.test.ts`,
  },
  {
    // Some changes change nothing.
    rule: "N36",
    file: `${SRC}/corruption.ts`,
    find: "xor: 1 + (",
    replace: "xor: 0 + (",
    test: `${SRC}/corruption.test.ts`,
  },
  {
    // JavaScript's own encoding is not looked for.
    rule: "N36",
    file: `${SRC}/forgotten.ts`,
    find: '(["utf8", "utf16le"] as const)',
    replace: '(["utf8"] as const)',
    test: `${SRC}/forgotten.test.ts`,
  },
  {
    // The time of looking at the memory is the adds'.
    rule: "N36",
    file: `${SRC}/adds.ts`,
    find: "    wallMs += meter.wallMs() - wall;\n",
    replace: "    await meter.bytesInUse();\n    wallMs += meter.wallMs() - wall;\n",
    test: `${SRC}/adds.test.ts`,
  },
  {
    // Memory that the warm-up gives back is taken off what is measured.
    rule: "N36",
    file: `${SRC}/adds.ts`,
    find: "  await addSome(other, amount.warmUp, 1);\n",
    replace: "",
    test: `${SRC}/adds.test.ts`,
  },
  {
    // A peer may take all day.
    rule: "N36",
    file: `${SRC}/adds.ts`,
    find: " && wallMs + meter.wallMs() - wall < msMax",
    replace: "",
    test: `${SRC}/adds.test.ts`,
  },
  {
    // The promise of an idle reconnect is not looked at.
    rule: "N36",
    file: `${SRC}/report.ts`,
    find: "idleReconnectBytes.ours > IDLE_BYTES_MAX",
    replace: "idleReconnectBytes.ours > 1_000 * IDLE_BYTES_MAX",
    test: `${SRC}/report.test.ts`,
  },
  {
    // Adds may take as long as they like.
    rule: "N36",
    file: `${SRC}/report.ts`,
    find: "ratio > RATIO_MAX",
    replace: "ratio > 100 * RATIO_MAX",
    test: `${SRC}/report.test.ts`,
  },
  {
    // Adds may grow as they like.
    rule: "N36",
    file: `${SRC}/report.ts`,
    find: "growth > GROWTH_MAX",
    replace: "growth > 100 * GROWTH_MAX",
    test: `${SRC}/report.test.ts`,
  },
];
