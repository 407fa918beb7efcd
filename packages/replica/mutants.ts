/** Ways to break each rule of docs/spec/replica.md, and the test that notices. */
import type { Mutant } from "../../test/mutants/mutant.ts";

const SRC = "packages/replica/src";

export const mutants: readonly Mutant[] = [
  {
    // The signature no longer covers the space.
    rule: "R1",
    file: `${SRC}/record.ts`,
    find: ".raw(LABEL).text(space)",
    replace: ".raw(LABEL)",
    test: `${SRC}/record.test.ts`,
  },
  {
    // Bytes after the signature are ignored.
    rule: "R1",
    file: `${SRC}/record.ts`,
    find: "  read.end();\n",
    replace: "",
    test: `${SRC}/record.test.ts`,
  },
  {
    // Numbers have more than one form.
    rule: "R1",
    file: `${SRC}/bytes.ts`,
    find: "byte === 0 && scale > 1",
    replace: "byte === 0 && scale > SCALE_MAX",
    test: `${SRC}/bytes.test.ts`,
  },
  {
    // Many empty bytes read as NaN.
    rule: "R1",
    file: `${SRC}/bytes.ts`,
    find: "scale <= SCALE_MAX; ",
    replace: "; ",
    test: `${SRC}/bytes.test.ts`,
  },
  {
    // A record keeps the frame that it came in.
    rule: "R1",
    file: `${SRC}/space.ts`,
    find: "decoded(new Uint8Array(bytes))",
    replace: "decoded(bytes)",
    test: `${SRC}/space.test.ts`,
  },
  {
    // What cannot be written leaves a gap in the sequence.
    rule: "R1",
    file: `${SRC}/pen.ts`,
    find: "sequence: this.#sequence + 1,",
    replace: "sequence: ++this.#sequence,",
    test: `${SRC}/space.test.ts`,
  },
  {
    // Nothing is asked again after the signature.
    rule: "R2",
    file: `${SRC}/space.ts`,
    find: "if (late !== null) return late;",
    replace: "",
    test: `${SRC}/refusal.test.ts`,
  },
  {
    // Nobody looks at the signature.
    rule: "R2",
    file: `${SRC}/space.ts`,
    find: "if (options.verified !== true && !(await isSigned(record, name, verifier))) {",
    replace:
      "if (options.verified !== true && (await isSigned(record, name, verifier)) === null) {",
    test: `${SRC}/refusal.test.ts`,
  },
  {
    // A refused record has moved the clock.
    rule: "R2",
    file: `${SRC}/space.ts`,
    find: "    if (early !== null && !isSeen) return early;\n",
    replace:
      "    if (early !== null && !isSeen) return early;\n    this.#hybrid.observe(record.stamp);\n",
    test: `${SRC}/refusal.test.ts`,
  },
  {
    // A record may compete for a key that is not its own.
    rule: "R2",
    file: `${SRC}/judgement.ts`,
    find: "if (key !== record.key) return",
    replace: "if (key === null) return",
    test: `${SRC}/refusal.test.ts`,
  },
  {
    // A smaller count of the same millisecond lowers the clock.
    rule: "R3",
    file: `${SRC}/stamp.ts`,
    find: "this.#count = Math.max(this.#count, seen.count);",
    replace: "this.#count = seen.count;",
    test: `${SRC}/stamp.test.ts`,
  },
  {
    // The clock follows the wall backwards.
    rule: "R3",
    file: `${SRC}/stamp.ts`,
    find: "if (nowMs > this.#wallMs ||",
    replace: "if (nowMs !== this.#wallMs ||",
    test: `${SRC}/stamp.test.ts`,
  },
  {
    // Ties between authors are not broken.
    rule: "R3",
    file: `${SRC}/stamp.ts`,
    find: "return a.author < b.author ? -1 : Number(a.author > b.author);",
    replace: "return 0;",
    test: `${SRC}/stamp.test.ts`,
  },
  {
    // A far-future stamp is adopted before it is refused.
    rule: "R4",
    file: `${SRC}/space.ts`,
    find: "    const early = this.#admissible(record);\n",
    replace:
      "    this.#hybrid.observe(record.stamp);\n    const early = this.#admissible(record);\n",
    test: `${SRC}/refusal.test.ts`,
  },
  {
    // An author chooses its own expiry.
    rule: "R4",
    file: `${SRC}/slot.ts`,
    find: "  if (expiresAt > expiryOf(wallMs, lifetimeMs)) return false;\n",
    replace: "",
    test: `${SRC}/refusal.test.ts`,
  },
  {
    // Who stamps ahead makes everybody's records last longer.
    rule: "R4",
    file: `${SRC}/pen.ts`,
    find: "Math.max(atMs, wallMs - AHEAD_MS_MAX)",
    replace: "wallMs",
    test: `${SRC}/slot.test.ts`,
  },
  {
    // An earlier record of a key comes back when the later one has expired.
    rule: "R9",
    file: `${SRC}/pen.ts`,
    find: "return Math.max(outlivedMs, expiryOf(",
    replace: "return Math.max(0, expiryOf(",
    test: `${SRC}/slot.test.ts`,
  },
  {
    // A lifetime is rounded up, past what was promised.
    rule: "R9",
    file: `${SRC}/slot.ts`,
    find: "Math.floor(",
    replace: "Math.ceil(",
    test: `${SRC}/slot.test.ts`,
  },
  {
    // A closed slot keeps its records.
    rule: "R9",
    file: `${SRC}/memory.ts`,
    find: "      this.#slots.delete(expiresAt);\n",
    replace: "",
    test: `${SRC}/memory.test.ts`,
  },
  {
    // A view goes on showing what has expired.
    rule: "R9",
    file: `${SRC}/space.ts`,
    find: "    const gone = this.#store.close(this.#closedMs);\n    this.#views.forget(gone);\n",
    replace: "    const gone = this.#store.close(this.#closedMs);\n",
    test: `${SRC}/slot.test.ts`,
  },
  {
    // A closed slot opens again when the clock goes back.
    rule: "R9",
    file: `${SRC}/space.ts`,
    find: "return Math.max(this.#closedMs, this.#options.clock.now());",
    replace: "return this.#options.clock.now();",
    test: `${SRC}/slot.test.ts`,
  },
  {
    // An older erase takes a newer one back.
    rule: "R11",
    file: `${SRC}/watermark.ts`,
    find: "return covers(a, b) ? a : b;",
    replace: "return covers(a, b) ? b : a;",
    test: `${SRC}/watermark.test.ts`,
  },
  {
    // The record at the mark stays.
    rule: "R11",
    file: `${SRC}/watermark.ts`,
    find: "return stamp.count <= watermark.count;",
    replace: "return stamp.count < watermark.count;",
    test: `${SRC}/watermark.test.ts`,
  },
  {
    // A write that an erase overtook comes back.
    rule: "R11",
    file: `${SRC}/space.ts`,
    find: "if (this.#gone(record) === null) this",
    replace: "this",
    test: `${SRC}/watermark.test.ts`,
  },
  {
    // A replica writes below an erase that it has heard of.
    rule: "R11",
    file: `${SRC}/space.ts`,
    find: "    this.#hybrid.observe(this.#watermark);\n",
    replace: "",
    test: `${SRC}/watermark.test.ts`,
  },
  {
    // The beaten record of a key is kept, so spaces that show the same hold different records.
    rule: "R12",
    file: `${SRC}/views.ts`,
    find: "for (const beaten of standing.lead(kept)) this.#store.remove(beaten);",
    replace: "standing.lead(kept);",
    test: `${SRC}/convergence.test.ts`,
  },
  {
    // Of two models of one name the second takes the records of the first.
    rule: "R12",
    file: `${SRC}/model.ts`,
    find: "    if (byName.has(name)) throw",
    replace: "    if (byName.has(`${name}/`)) throw",
    test: `${SRC}/space.test.ts`,
  },
  {
    // The laws no longer look whether null was true.
    rule: "R12",
    file: `${SRC}/laws.ts`,
    find: "isDeepStrictEqual(plain(model, held.view), before)",
    replace: "isDeepStrictEqual(before, before)",
    test: `${SRC}/laws.test.ts`,
  },
  {
    // How far was closed is not remembered.
    rule: "R20",
    file: `${SRC}/memory.ts`,
    find: "      this.#closedMs = Math.max(this.#closedMs, expiresAt);\n",
    replace: "",
    test: `${SRC}/memory.test.ts`,
  },
  {
    // A slot that was closed before is taken again after a reload.
    rule: "R21",
    file: `${SRC}/space.ts`,
    find: "this.#closedMs = store.closedMs;",
    replace: "this.#closedMs = 0;",
    test: `${SRC}/restore.test.ts`,
  },
  {
    // What one tab erased comes back from another's store.
    rule: "R21",
    file: `${SRC}/space.ts`,
    find: "    this.erase(watermarkOf(",
    replace: "    this.#watermark = (watermarkOf(",
    test: `${SRC}/restore.test.ts`,
  },
  {
    // What a store holds is not shown.
    rule: "R21",
    file: `${SRC}/space.ts`,
    find: "    this.#views.restore();\n",
    replace: "",
    test: `${SRC}/restore.test.ts`,
  },
];
