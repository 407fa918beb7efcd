/**
 * Ways to break what stands between the rules and the application, and how much may go at once;
 * and the test that notices.
 */
import type { Mutant } from "../../../test/mutants/mutant.ts";

const SRC = "packages/partition/src";

export const mutants: readonly Mutant[] = [
  {
    // What is no weight is taken for one.
    rule: "P12",
    file: `${SRC}/weighing.ts`,
    find: 'typeof weight === "number" && weight >= 0 && weight <= WEIGHT_MAX',
    replace: 'typeof weight === "number"',
    test: `${SRC}/weighing.test.ts`,
  },
  {
    // A member that hung may act until its rules look at the clock.
    rule: "P7",
    file: `${SRC}/loop.ts`,
    find: "return mayAct(",
    replace: "return this.#state.id !== null || mayAct(",
    test: `${SRC}/membership.test.ts`,
  },
  {
    // A key is given back while its transactions run.
    rule: "P8",
    file: `${SRC}/holder.ts`,
    find: "await Promise.allSettled([held.ended(), ",
    replace: "await Promise.allSettled([",
    test: `${SRC}/holder.test.ts`,
  },
  {
    // A key that was used before its listeners heard of it is given back at once.
    rule: "P8",
    file: `${SRC}/holder.ts`,
    find: ", this.#options.onLost(held)]",
    replace: "]",
    test: `${SRC}/holder.test.ts`,
  },
  {
    // A claim that was answered to a member on its way out is never answered.
    rule: "P8",
    file: `${SRC}/membership.ts`,
    find: "is lost with it.\n        this.#claims.askAgain();",
    replace: "is lost with it.",
    test: `${SRC}/membership.test.ts`,
  },
  {
    // A new life never acts under an epoch that the last one was through with.
    rule: "P15",
    file: `${SRC}/state.ts`,
    find: "acknowledged: 0, finished: 0 }",
    replace: "acknowledged: 0 }",
    test: `${SRC}/member.test.ts`,
  },
  {
    // A claim is forgotten when the member that made it dies.
    rule: "P8",
    file: `${SRC}/claims.ts`,
    find: 'for (const key of this.#claims.keys()) this.#say("want", key);',
    replace: "",
    test: `${SRC}/claims.test.ts`,
  },
  {
    // A transaction is acknowledged before its commit.
    rule: "P10",
    file: `${SRC}/committed.ts`,
    find: "await store.transaction({",
    replace: "void store.transaction({",
    test: `${SRC}/holder.test.ts`,
  },
  {
    // A view that is asked after is not given up.
    rule: "P13",
    file: `${SRC}/views.ts`,
    find: "this.#stopped(taken.turn, isFinished);",
    replace: "",
    test: `${SRC}/views.test.ts`,
  },
  {
    // Views go on when the group has refused their member.
    rule: "P13",
    file: `${SRC}/views.ts`,
    find: "    this.#offered?.end();\n    this.#offered = null;\n    this.#taken?.end();\n",
    replace: "",
    test: `${SRC}/views.test.ts`,
  },
  {
    // Who begins to listen does not hear of the keys that are held.
    rule: "P8",
    file: `${SRC}/membership.ts`,
    find: 'if (kind === "owned") this.#tellHeld(',
    replace: 'if (kind === "news") this.#tellHeld(',
    test: `${SRC}/membership.test.ts`,
  },
  {
    // A claim goes out while the key is on its way back, and the release never ends.
    rule: "P8",
    file: `${SRC}/membership.ts`,
    find: "while (this.#claims.isReleasing(key)) {",
    replace: "while (this.#claims.isReleasing(key) && signal?.aborted) {",
    test: `${SRC}/membership.test.ts`,
  },
  {
    // A listener that throws keeps others from being told.
    rule: "P8",
    file: `${SRC}/listeners.ts`,
    find: "    throwLater(error);",
    replace: "    throw error;",
    test: `${SRC}/listeners.test.ts`,
  },
  {
    // What a listener throws is lost.
    rule: "P8",
    file: `${SRC}/listeners.ts`,
    find: "    throwLater(error);",
    replace: "",
    test: `${SRC}/listeners.test.ts`,
  },
  {
    // Claims are waited for without a limit.
    rule: "P14",
    file: `${SRC}/claims.ts`,
    find: "if (this.#claims.size >= WAITING_MAX)",
    replace: "if (this.#claims.size < 0)",
    test: `${SRC}/claims.test.ts`,
  },
  {
    // Each key that ends is looked into alone.
    rule: "P7",
    file: `${SRC}/holder.ts`,
    find: "if (this.#yielded.length === 1) queueMicrotask(() => this.#yield());",
    replace: "this.#yield();",
    test: `${SRC}/holder.test.ts`,
  },
  {
    // A claim asks for all at once.
    rule: "P14",
    file: `${SRC}/settle.ts`,
    find: "Math.min(quotaFor(state), count + KEYS_MAX)",
    replace: "Math.max(quotaFor(state), count * 0)",
    test: `${SRC}/batches.test.ts`,
  },
  {
    // After the first part of a claim the rest waits for a heartbeat.
    rule: "P14",
    file: `${SRC}/answers.ts`,
    find: "state.claimIsDue || isFull",
    replace: "state.claimIsDue || (isFull && state.id === null)",
    test: `${SRC}/batches.test.ts`,
  },
  {
    // A release carries everything.
    rule: "P14",
    file: `${SRC}/settle.ts`,
    find: "keys.slice(0, KEYS_MAX)",
    replace: "keys.slice(-KEYS_MAX * KEYS_MAX)",
    test: `${SRC}/batches.test.ts`,
  },
  {
    // Each claim is looked into alone.
    rule: "P8",
    file: `${SRC}/claims.ts`,
    find: "if (unsaid.size === 0) {",
    replace: "if (unsaid.size >= 0) {",
    test: `${SRC}/claims.test.ts`,
  },
  {
    // What an answer makes up for is not acted on first, though the application has seen it.
    rule: "P13",
    file: `${SRC}/member.ts`,
    find: "if (mayAct(before.lease, at, before.timing))",
    replace: "if (before.lease.untilMs !== at.wallMs)",
    test: `${SRC}/member.test.ts`,
  },
  {
    // Who leaves its loop gets no view again before the group changes.
    rule: "P13",
    file: `${SRC}/barrier.ts`,
    find: "isFinished && stoppingSinceMs === null",
    replace: "stoppingSinceMs === null",
    test: `${SRC}/barrier.test.ts`,
  },
  {
    // A second loop gives back what the first acts under.
    rule: "P13",
    file: `${SRC}/views.ts`,
    find: "if (this.#open !== null && this.#end === null)",
    replace: "if (this.#open !== null && this.#end !== null)",
    test: `${SRC}/views.test.ts`,
  },
  {
    // Of very many keys the application is told in one go.
    rule: "P7",
    file: `${SRC}/holder.ts`,
    find: "if (ports.now().monotonicMs > untilMs) break;",
    replace: "",
    test: `${SRC}/holder.test.ts`,
  },
  {
    // A key is usable until the turn of its signal comes.
    rule: "P7",
    file: `${SRC}/holder.ts`,
    find: "this.#isLost = true;",
    replace: "",
    test: `${SRC}/holder.test.ts`,
  },
  {
    // Names that nobody answers keep the partitions waiting.
    rule: "P8",
    file: `${SRC}/settle.ts`,
    find: "claims.find(({ kind }) => kind !== state.lastClaim) ?? claims[0]",
    replace: "claims[0]",
    test: `${SRC}/batches.test.ts`,
  },
  {
    // What an answer does not name is asked again at once.
    rule: "P8",
    file: `${SRC}/answers.ts`,
    find: "const isNone = !request.keys.some(",
    replace: "const isNone = request.keys.some(",
    test: `${SRC}/batches.test.ts`,
  },
];
