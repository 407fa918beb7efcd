/** Ways to break how messages are read, and what one connection does to the others. */
import type { Mutant } from "../../../test/mutants/mutant.ts";

const SYNC = "packages/replica/src/sync";

export const mutants: readonly Mutant[] = [
  {
    // The authors of a list may stand in any order.
    rule: "R41",
    file: `${SYNC}/wire-seen.ts`,
    find: "if (author <= before) throw",
    replace: "if (author === before) throw",
    test: `${SYNC}/wire.test.ts`,
  },
  {
    // A count is believed before its bytes have come.
    rule: "R41",
    file: "packages/replica/src/bytes.ts",
    find: "Math.min(most, this.left / itemBytesMin)",
    replace: "Math.min(most, 2 ** 32)",
    test: `${SYNC}/wire.test.ts`,
  },
  {
    // Bytes after a message are ignored.
    rule: "R41",
    file: "packages/replica/src/grammar.ts",
    find: "      reader.end();\n",
    replace: "",
    test: `${SYNC}/wire.test.ts`,
  },
  {
    // A length may be longer than it need be.
    rule: "R41",
    file: `${SYNC}/frames.ts`,
    find: "const isCanonical = length >= 1 && (byte > 0 || at === 0);",
    replace: "const isCanonical = length >= 1;",
    test: `${SYNC}/wire.test.ts`,
  },
  {
    // A chunk is kept, not a copy of it.
    rule: "R41",
    file: `${SYNC}/frames.ts`,
    find: "NOTHING : bytes.slice();",
    replace: "NOTHING : bytes;",
    test: `${SYNC}/wire.test.ts`,
  },
  {
    // A frame may be of any length.
    rule: "R41",
    file: `${SYNC}/frames.ts`,
    find: "|| length > FRAME_BYTES_MAX) throw",
    replace: "|| length < 0) throw",
    test: `${SYNC}/wire.test.ts`,
  },
  {
    // A connection that fails takes with it what is being written.
    rule: "R7",
    file: `${SYNC}/link.ts`,
    find: "this.#alone(() => session.came(kept))",
    replace: "session.came(kept)",
    test: `${SYNC}/failing.test.ts`,
  },
  {
    // So it does by time alone.
    rule: "R7",
    file: `${SYNC}/link.ts`,
    find: "this.#alone(() => this.#session.tick())",
    replace: "this.#session.tick()",
    test: `${SYNC}/failing.test.ts`,
  },
  {
    // Who throws even at the end ends the process.
    rule: "R7",
    file: `${SYNC}/link.ts`,
    find: 'failureOf(() => this.#options.peer.onEvent?.({ is: "ended", code, reason: why }));',
    replace: 'this.#options.peer.onEvent?.({ is: "ended", code, reason: why });',
    test: `${SYNC}/failing.test.ts`,
  },
  {
    // A connection that does not close takes with it what is being written.
    rule: "R7",
    file: `${SYNC}/link.ts`,
    find: "const unclosed = failureOf(() => this.#pipe.close());",
    replace: "const unclosed = this.#pipe.close() ?? null;",
    test: `${SYNC}/failing.test.ts`,
  },
  {
    // A slot has places without end for what was never held.
    rule: "R42",
    file: `${SYNC}/ledger.ts`,
    find: "?? 0) < TURNED_AWAY_MAX;",
    replace: "?? 0) >= 0;",
    test: `${SYNC}/turned-away.test.ts`,
  },
  {
    // So have all slots together.
    rule: "R42",
    file: `${SYNC}/ledger.ts`,
    find: "this.#turnedAway >= ALL_TURNED_AWAY_MAX || ",
    replace: "",
    test: `${SYNC}/turned-away.test.ts`,
  },
  {
    // A slot that closes keeps its places.
    rule: "R42",
    file: `${SYNC}/ledger.ts`,
    find: "      this.#freePlaces(ledger, ledger.turnedAway);\n",
    replace: "",
    test: `${SYNC}/turned-away.test.ts`,
  },
  {
    // What is erased is seen without end.
    rule: "R42",
    file: `${SYNC}/ledger.ts`,
    find: "    if (this.#hasPlace(record)) this.#turnAway(record);",
    replace: "    this.see(record);",
    test: `${SYNC}/turned-away.test.ts`,
  },
  {
    // Each frame of digests costs what a whole comparison does.
    rule: "R7",
    file: `${SYNC}/compare.ts`,
    find: "new Map(ledger.slots(from, to).map(",
    replace: "new Map(ledger.slots(oldest).map(",
    test: `${SYNC}/comparing.test.ts`,
  },
  {
    // A comparison that is never ended costs nothing.
    rule: "R7",
    file: `${SYNC}/rounds.ts`,
    find: "if (this.#upTo === 0 && !this",
    replace: "if (message.last === 1 && !this",
    test: `${SYNC}/comparing.test.ts`,
  },
  {
    // Slots stand in the order in which they came.
    rule: "R5",
    file: `${SYNC}/slot-order.ts`,
    find: "this.#all.splice(this.#at(slot), 0, slot);",
    replace: "this.#all.push(slot);",
    test: `${SYNC}/slot-order.test.ts`,
  },
  {
    // What is compared is the ledger of another space.
    rule: "R5",
    file: `${SYNC}/sync.ts`,
    find: "if (space.ledger !== ledger)",
    replace: "if (space.ledger === null)",
    test: `${SYNC}/sync.test.ts`,
  },
  {
    // Who takes up what is closed fails in some way.
    rule: "R7",
    file: `${SYNC}/stream.ts`,
    find: "    link?.close();\n",
    replace: "    link!.close();\n",
    test: `${SYNC}/transports.test.ts`,
  },
];
