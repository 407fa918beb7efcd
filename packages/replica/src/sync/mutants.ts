/** Ways to break the rules of synchronisation, and of what it carries. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "packages/replica/src";
const SYNC = `${SRC}/sync`;

export const mutants: readonly Mutant[] = [
  {
    // A gap between two ranges is filled.
    rule: "R5",
    file: `${SYNC}/ranges.ts`,
    find: "const first = this.#at(from - 1);",
    replace: "const first = this.#at(from - 2);",
    test: `${SYNC}/ranges.test.ts`,
  },
  {
    // Ranges grow without end.
    rule: "R5",
    file: `${SYNC}/ranges.ts`,
    find: "if (this.#all.length > RANGES_MAX) this.#all.shift();",
    replace: "",
    test: `${SYNC}/ranges.test.ts`,
  },
  {
    // What is dropped stays in the digest.
    rule: "R5",
    file: `${SYNC}/ledger.ts`,
    find: "slot.sum = wrapped(slot.sum - this.#idIn(kept));",
    replace: "slot.sum = wrapped(slot.sum);",
    test: `${SYNC}/sync.test.ts`,
  },
  {
    // What was beaten is not counted as seen.
    rule: "R5",
    file: `${SYNC}/ledger.ts`,
    find: "    ranges.add(record.sequence);\n",
    replace: "",
    test: `${SYNC}/sync.test.ts`,
  },
  {
    // A closed slot keeps what was seen of it.
    rule: "R5",
    file: `${SYNC}/ledger.ts`,
    find: "      this.#slots.delete(slot);\n",
    replace: "",
    test: `${SYNC}/sync.test.ts`,
  },
  {
    // The two compare more slots than are open at both.
    rule: "R5",
    file: `${SYNC}/session.ts`,
    find: "const own = mine.from === from ? mine.digest : this.#digest(from);",
    replace: "const own = mine.digest;",
    test: `${SYNC}/sync.test.ts`,
  },
  {
    // Records go back to whom they came from.
    rule: "R5",
    file: `${SYNC}/session.ts`,
    find: "if (this.#isOver || this.#mine === null || this.#incoming.isJudging(kept.record)) return;",
    replace: "if (this.#isOver || this.#mine === null) return;",
    test: `${SYNC}/sync.test.ts`,
  },
  {
    // What is new goes nowhere until the next break.
    rule: "R5",
    file: `${SYNC}/session.ts`,
    find: "    this.#outgoing.add(kept);\n    this.#pump();\n",
    replace: "",
    test: `${SYNC}/sync.test.ts`,
  },
  {
    // Everything in a slot that differs is sent.
    rule: "R5",
    file: `${SYNC}/compare.ts`,
    find: "?.has(record.sequence) !== true;",
    replace: "?.has(0) !== true;",
    test: `${SYNC}/sync.test.ts`,
  },
  {
    // All slots count as different.
    rule: "R5",
    file: `${SYNC}/compare.ts`,
    find: "both.filter((slot) => mine.get(slot) !== theirs.get(slot))",
    replace: "both",
    test: `${SYNC}/sync.test.ts`,
  },
  {
    // Another space is compared as if it were this one.
    rule: "R5",
    file: `${SYNC}/rounds.ts`,
    find: "if (message.space !== space) throw",
    replace: "if (message.space < 0n) throw",
    test: `${SYNC}/sync.test.ts`,
  },
  {
    // A record without credit is taken.
    rule: "R7",
    file: `${SYNC}/session.ts`,
    find: "if (!this.#incoming.spend()) throw",
    replace: "if (!this.#incoming.spend() && this.#isOver) throw",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // Records are sent without credit.
    rule: "R7",
    file: `${SYNC}/traffic.ts`,
    find: "if (first === undefined || this.#credit === 0) return null;",
    replace: "if (first === undefined) return null;",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // What has left the space waits to be sent.
    rule: "R7",
    file: `${SYNC}/session.ts`,
    find: "  went(kept: Kept): void {\n    this.#outgoing.remove(kept.record);",
    replace:
      "  went(kept: Kept): void {\n    this.#outgoing.isStalled ||= this.#outgoing.waiting < 0 && kept === null;",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // Any credit is believed.
    rule: "R7",
    file: `${SYNC}/traffic.ts`,
    find: "if (records < 1 || this.#credit + records > CREDIT) return false;",
    replace: "if (records < 1) return false;",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // Questions are answered without end.
    rule: "R7",
    file: `${SYNC}/session.ts`,
    find: "if (!isFree && !this.#control.spend(nowMs)) throw",
    replace: "if (!isFree && !this.#control.spend(nowMs) && this.#isOver) throw",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // Comparisons are made without end.
    rule: "R7",
    file: `${SYNC}/rounds.ts`,
    find: "if (this.#upTo === 0 && !this.#budget.spend(this.#ports.monotonicMs())) {",
    replace: "if (this.#upTo < 0) {",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // Who says nothing is waited for.
    rule: "R7",
    file: `${SYNC}/session.ts`,
    find: "nowMs - this.#heardMs >= SILENT_MS",
    replace: "nowMs < 0",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // Who is silent because nothing is new is dropped.
    rule: "R7",
    file: `${SYNC}/session.ts`,
    find: "    if (!isWaiting) this.#heardMs = nowMs;\n",
    replace: "",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // A node that no longer tells its time is waited for.
    rule: "R7",
    file: `${SYNC}/session.ts`,
    find: " || this.#offset.isWaiting;",
    replace: ";",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // One round tells of a slot as often as its sender likes.
    rule: "R7",
    file: `${SYNC}/rounds.ts`,
    find: "message.from < this.#upTo || ",
    replace: "",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // What goes wrong here ends the process.
    rule: "R7",
    file: `${SYNC}/link.ts`,
    find: "      else this.#failed(error);\n",
    replace: "      else throw error;\n",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // That records wait is told every second.
    rule: "R7",
    file: `${SYNC}/stall.ts`,
    find: "    this.#isTold = true;\n",
    replace: "",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // A message may come at any moment.
    rule: "R7",
    file: `${SYNC}/session.ts`,
    find: 'if ((is === "hello") === (this.#theirs === null)) return;',
    replace: "if (is !== null) return;",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // A done that is not due counts.
    rule: "R7",
    file: `${SYNC}/rounds.ts`,
    find: "if (this.#heard > this.#dones) throw",
    replace: "if (this.#heard < 0) throw",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // Who forges is listened to.
    rule: "R42",
    file: `${SYNC}/session.ts`,
    find: "if (isGuilty(code)) return",
    replace: "if (code === null) return",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // What is held and then refused counts twice.
    rule: "R42",
    file: `${SYNC}/ledger.ts`,
    find: " || this.hasSeen(record)) return false;",
    replace: ") return false;",
    test: `${SYNC}/ledger.test.ts`,
  },
  {
    // What is not held is taken from the digest.
    rule: "R20",
    file: `${SRC}/ledger-store.ts`,
    find: "    if (!this.#held.delete(kept)) return;\n",
    replace: "",
    test: `${SYNC}/ledger.test.ts`,
  },
  {
    // What was erased is sent at every meeting.
    rule: "R5",
    file: `${SRC}/space.ts`,
    find: '    if (late?.code === "erased") this.ledger?.seeErased(record);\n',
    replace: "",
    test: `${SYNC}/ledger.test.ts`,
  },
  {
    // What was refused and then erased counts on.
    rule: "R42",
    file: `${SRC}/space.ts`,
    find: "    this.ledger?.erase(this.#watermark);\n",
    replace: "",
    test: `${SYNC}/ledger.test.ts`,
  },
  {
    // An erase takes out the refused ones that are erases themselves.
    rule: "R42",
    file: `${SYNC}/ledger.ts`,
    find: "if (!isErased(record, watermark)) continue;",
    replace: "if (watermark === null) continue;",
    test: `${SYNC}/ledger.test.ts`,
  },
  {
    // What is refused for good is asked for again.
    rule: "R42",
    file: `${SYNC}/ledger.ts`,
    find: "    slot.sum = wrapped(slot.sum + id);\n    this.#turnAway(record);\n",
    replace: "",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // What was refused and then taken counts twice.
    rule: "R42",
    file: `${SYNC}/ledger.ts`,
    find: "    else slot.sum = wrapped(slot.sum + id);\n",
    replace: "    slot.sum = wrapped(slot.sum + id);\n",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // Nobody asks again for what was ahead.
    rule: "R42",
    file: `${SYNC}/session.ts`,
    find: 'if (code === "ahead") this.#again',
    replace: "if (code === null) this.#again",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // What is ahead is asked for without end.
    rule: "R42",
    file: `${SYNC}/again.ts`,
    find: "    this.#dueMs = Number.POSITIVE_INFINITY;\n    this.#wasMs",
    replace: "    this.#wasMs",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // Anybody's records are taken unseen.
    rule: "R42",
    file: `${SYNC}/link.ts`,
    find: "verified: peer.isNode === true }",
    replace: "verified: true }",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // Anybody's clock is believed.
    rule: "R43",
    file: `${SYNC}/session.ts`,
    find: "if (this.#options.isNode) this.#offset.ask();\n  }\n\n  /** The stream is gone",
    replace: "this.#offset.ask();\n  }\n\n  /** The stream is gone",
    test: `${SYNC}/corrected-clock.test.ts`,
  },
  {
    // The way of the answer is not counted.
    rule: "R43",
    file: `${SYNC}/offset.ts`,
    find: "theirMs + tookMs / 2 -",
    replace: "theirMs -",
    test: `${SYNC}/corrected-clock.test.ts`,
  },
  {
    // Clocks are moved by what may be the fault of the measurement.
    rule: "R43",
    file: `${SYNC}/offset.ts`,
    find: "return Math.abs(offsetMs) > withinMs;",
    replace: "return Math.abs(offsetMs) > 0;",
    test: `${SYNC}/corrected-clock.test.ts`,
  },
  {
    // One changed message moves a clock.
    rule: "R43",
    file: `${SYNC}/offset.ts`,
    find: "(before !== null && isAlike(before, measured))",
    replace: "true",
    test: `${SYNC}/corruption.test.ts`,
  },
  {
    // A signature that does not fit is found only where it is cheap.
    rule: "R2",
    file: `${SRC}/space.ts`,
    find: "if (options.verified !== true && !(await",
    replace: "if (options.verified !== undefined && options.verified !== false && !(await",
    test: `${SYNC}/corruption.test.ts`,
  },
  {
    // Of what the other lacks one is always left out.
    rule: "R5",
    file: `${SYNC}/rounds.ts`,
    find: "theirs.lacks(record));",
    replace: "theirs.lacks(record)).slice(1);",
    test: `${SYNC}/corruption.test.ts`,
  },
  {
    // What is closed says hello to whoever comes.
    rule: "R7",
    file: `${SYNC}/sync.ts`,
    find: "if (this.#isClosed) link.close();\n    else link",
    replace: "link",
    test: `${SYNC}/hostile.test.ts`,
  },
  {
    // A clock claims to be right before anybody has told it.
    rule: "R43",
    file: `${SYNC}/corrected-clock.ts`,
    find: "#isKnown = false;",
    replace: "#isKnown = true;",
    test: `${SYNC}/corrected-clock.test.ts`,
  },
  {
    // An erase does not go on.
    rule: "R11",
    file: `${SYNC}/rounds.ts`,
    find: "[...lacking.filter(isErase), ...lacking.filter((kept) => !isErase(kept))]",
    replace: "lacking.filter((kept) => !isErase(kept))",
    test: `${SRC}/sync.sim.test.ts`,
  },
  {
    // Who reads nothing may ask on and on.
    rule: "R7",
    file: `${SYNC}/link.ts`,
    find: "if (waiting > WAITING_BYTES_MAX) return",
    replace: "if (waiting < 0) return",
    test: `${SYNC}/unread.test.ts`,
  },
  {
    // Nobody counts what waits.
    rule: "R7",
    file: `${SYNC}/stream.ts`,
    find: "waiting: () => -(out?.desiredSize ?? 0), ",
    replace: "",
    test: `${SYNC}/unread.test.ts`,
  },
];
