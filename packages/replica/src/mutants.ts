/** Ways to break what is forgotten, and what stands: R9 and R11 of docs/spec/replica.md. */
import type { Mutant } from "../../../test/mutants/mutant.ts";

const SRC = "packages/replica/src";

export const mutants: readonly Mutant[] = [
  {
    // Only the wall clock closes slots.
    rule: "R9",
    file: `${SRC}/deadlines.ts`,
    find: "if (atMs <= monotonicMs) lastMs",
    replace: "if (atMs < 0) lastMs",
    test: `${SRC}/deadlines.test.ts`,
  },
  {
    // A slow clock makes records last longer.
    rule: "R9",
    file: `${SRC}/deadlines.ts`,
    find: "Math.min(expiresAt - nowMs, this.#lifetimeMs)",
    replace: "expiresAt - nowMs",
    test: `${SRC}/deadlines.test.ts`,
  },
  {
    // Every record of a slot begins its time anew.
    rule: "R9",
    file: `${SRC}/deadlines.ts`,
    find: "    if (this.#slots.has(expiresAt)) return;\n",
    replace: "",
    test: `${SRC}/deadlines.test.ts`,
  },
  {
    // Whoever wants to may erase.
    rule: "R11",
    file: `${SRC}/judgement.ts`,
    find: 'if (mayErase === undefined) return refused("forbidden", "nobody may erase here");',
    replace: "if (mayErase === undefined) return null;",
    test: `${SRC}/erasing.test.ts`,
  },
  {
    // Nobody heeds who may erase.
    rule: "R11",
    file: `${SRC}/judgement.ts`,
    find: 'return reason === null ? null : refused("forbidden", reason);',
    replace: "return null;",
    test: `${SRC}/erasing.test.ts`,
  },
  {
    // An erase may end before what it covers.
    rule: "R11",
    file: `${SRC}/admission.ts`,
    find: "if (model === erasing.name) return expiresAt === expiryOf(stamp.wallMs, lifetimeMs);",
    replace: "",
    test: `${SRC}/erasing.test.ts`,
  },
  {
    // An erase erases its own record, so that nobody else hears of it.
    rule: "R11",
    file: `${SRC}/admission.ts`,
    find: "return model !== erasing.name && covers",
    replace: "return model !== null && covers",
    test: `${SRC}/erasing.test.ts`,
  },
  {
    // A store that is opened again has forgotten the erase that it holds.
    rule: "R11",
    file: `${SRC}/space.ts`,
    find: "watermarkOf(this.#views.of<Erased>(erasing).stamp ?? NOTHING_ERASED)",
    replace: "NOTHING_ERASED",
    test: `${SRC}/erasing.test.ts`,
  },
  {
    // What beats a record takes it away, though it would have lasted longer.
    rule: "R9",
    file: `${SRC}/standing.ts`,
    find: " && a.expiresAt >= b.expiresAt;",
    replace: ";",
    test: `${SRC}/standing.test.ts`,
  },
  {
    // What comes second, and lasts longer, is not held.
    rule: "R9",
    file: `${SRC}/views.ts`,
    find: "return beaten !== null;",
    replace: "return beaten === undefined;",
    test: `${SRC}/standing.test.ts`,
  },
  {
    // Nobody stands again for what has expired.
    rule: "R9",
    file: `${SRC}/views.ts`,
    find: "for (const [folding, key] of vacant) this.#fill(folding, key);",
    replace: "",
    test: `${SRC}/standing.test.ts`,
  },
  {
    // A record may expire before what stands behind.
    rule: "R9",
    file: `${SRC}/standing.ts`,
    find: "...this.#all(key).map(",
    replace: "...this.#all(key).slice(0, 1).map(",
    test: `${SRC}/standing.test.ts`,
  },
  {
    // Replicas end with different records, though they show the same for a while.
    rule: "R9",
    file: `${SRC}/standing.ts`,
    find: "if (held.length === 0 || held.some((each) => beats(each, kept))) return null;",
    replace: "if (held.length >= 0) return null;",
    test: `${SRC}/sync.sim.test.ts`,
  },
  {
    // Records go to a node before its time is known.
    rule: "R44",
    file: `${SRC}/sync/session.ts`,
    find: "this.#isHeld = options.isNode;",
    replace: "this.#isHeld = false;",
    test: `${SRC}/sync/first-contact.test.ts`,
  },
  {
    // What a node has is compared with what a wrong clock has stamped.
    rule: "R44",
    file: `${SRC}/sync/session.ts`,
    find: "if (this.#isHeld) this.#early.push(record);\n    else this",
    replace: "this",
    test: `${SRC}/sync/first-contact.test.ts`,
  },
  {
    // Stamps stay as the wrong clock made them.
    rule: "R44",
    file: `${SRC}/pen.ts`,
    find: "this.#options.clock.now()) + shiftMs, after }",
    replace: "this.#options.clock.now()), after }",
    test: `${SRC}/sync/first-contact.test.ts`,
  },
  {
    // What was hidden is seen again.
    rule: "R44",
    file: `${SRC}/pen.ts`,
    find: "if (model.renamed === undefined)",
    replace: "if (model !== undefined)",
    test: `${SRC}/sync/first-contact.test.ts`,
  },
  {
    // The clock goes on from stamps that nobody has.
    rule: "R44",
    file: `${SRC}/space.ts`,
    find: "    this.#hybrid.restart(all.at(-1)?.fresh.record.stamp ?? NOTHING_ERASED);\n",
    replace: "",
    test: `${SRC}/sync/first-contact.test.ts`,
  },
  {
    // What others have is stamped anew.
    rule: "R44",
    file: `${SRC}/space.ts`,
    find: "    this.#pen.sent(record);\n",
    replace: "",
    test: `${SRC}/sync/first-contact.test.ts`,
  },
  {
    // What is written meanwhile gets the wrong time.
    rule: "R44",
    file: `${SRC}/space.ts`,
    find: "this.#writing.alone(async",
    replace: "this.#writing.pass(async",
    test: `${SRC}/sync/first-contact.test.ts`,
  },
  {
    // The clock is set right, and nothing else.
    rule: "R44",
    file: `${SRC}/sync/sync.ts`,
    find: "await space.stampAnew(left.offsetMs, () => clock.correct(left));",
    replace: "clock.correct(left);",
    test: `${SRC}/sync/first-contact.test.ts`,
  },
  {
    // What was removed comes back when the removal has expired.
    rule: "R44",
    file: `${SRC}/pen.ts`,
    find: "const heldMs = this.#views.heldUntil(model, read);",
    replace: "const heldMs = 0;",
    test: `${SRC}/sync/first-contact.test.ts`,
  },
  {
    // What was written is thrown away where its stamp must be ahead.
    rule: "R44",
    file: `${SRC}/space.ts`,
    find: "if (this.#gone(fresh.record) === null)",
    replace: "if (this.#admissible(fresh.record) === null)",
    test: `${SRC}/first-contact.sim.test.ts`,
  },
  {
    // What a friend has is stamped anew all the same.
    rule: "R44",
    file: `${SRC}/pen.ts`,
    find: "if (!this.#unsent.delete(record)) return;",
    replace: "if (!this.#unsent.has(record)) return;",
    test: `${SRC}/first-contact.sim.test.ts`,
  },
  {
    // What was written anew expires before what it took the place of, and that comes back.
    rule: "R44",
    file: `${SRC}/pen.ts`,
    find: "const outlivedMs = Math.min(heldMs, ",
    replace: "const outlivedMs = Math.min(0, heldMs, ",
    test: `${SRC}/first-contact.sim.test.ts`,
  },
  {
    // After a correction nothing is written until the clock has come that far again.
    rule: "R44",
    file: `${SRC}/space.ts`,
    find: "if (this.#gone(record) === null)",
    replace: "if (this.#admissible(record) === null)",
    test: `${SRC}/sync/first-contact.test.ts`,
  },
  {
    // What goes to somebody while others are signed anew ends above them.
    rule: "R44",
    file: `${SRC}/space.ts`,
    find: "        if (!still.every(({ fresh }) => this.#pen.isAboveSent(fresh.record))) continue;\n",
    replace: "",
    test: `${SRC}/sync/first-contact.test.ts`,
  },
  {
    // What is of a time far ahead makes others' records last longer.
    rule: "R9",
    file: `${SRC}/pen.ts`,
    find: "Math.min(heldMs, this.#lastExpiryOf(stamp));",
    replace: "heldMs;",
    test: `${SRC}/restore.test.ts`,
  },
  {
    // What a store held has no time of its own.
    rule: "R9",
    file: `${SRC}/space.ts`,
    find: "      this.#arrived(record);\n      // A",
    replace: "      // A",
    test: `${SRC}/deadlines.test.ts`,
  },
  {
    // A restated record has the signature of the one before.
    rule: "R45",
    file: "packages/replica/src/restated.ts",
    find: "  bytes.set(unsigned);",
    replace: "  bytes.set(record.bytes.slice(-bytes.length));\n  bytes.set(unsigned);",
    test: "packages/replica/src/restated.test.ts",
  },
];
