/** Ways to break what is told briefly: batches, rolls and what a client knows of them (M24 to M26). */
import type { Mutant } from "../../../test/mutants/mutant.ts";

export const BATCHES: readonly Mutant[] = [
  {
    // What differs in more than numbers is told by numbers.
    rule: "M24",
    file: "packages/rooms/src/roll.ts",
    find: "return isSame(encode(brief.withNumbers(before.entry.value, numbers)), now.record.body);",
    replace: "return true;",
    test: "packages/rooms/src/roll.test.ts",
  },
  {
    // Another author's record passes for the first one's.
    rule: "M24",
    file: "packages/rooms/src/roll.ts",
    find: "if (before?.record.stamp.author !== now.record.stamp.author) return false;",
    replace: "",
    test: "packages/rooms/src/roll.test.ts",
  },
  {
    // A farewell is told again and again.
    rule: "M24",
    file: "packages/rooms/src/roll.ts",
    find: "if (seat.changedAt <= seq) seat.farewell = null;",
    replace: "void seat;",
    test: "packages/rooms/src/roll.test.ts",
  },
  {
    // Who comes back is told all anew.
    rule: "M24",
    file: "packages/rooms/src/roll.ts",
    find: "if (changedAt <= since) return;",
    replace: "",
    test: "packages/rooms/src/roll.test.ts",
  },
  {
    // What numbers tell goes out at once.
    rule: "M24",
    file: "packages/rooms/src/roll-call.ts",
    find: "isBrief ? Math.max(gatherMs, flushMs()) : flushMs()",
    replace: "flushMs()",
    test: "packages/rooms/src/roll-call.test.ts",
  },
  {
    // What was erased while it was signed is told.
    rule: "M24",
    file: "packages/rooms/src/roll-call.ts",
    find: "if (erases !== this.#erases) return this.#callIn(0);",
    replace: "",
    test: "packages/rooms/src/roll-call.test.ts",
  },
  {
    // A batch is signed for any opening of the room.
    rule: "M24",
    file: "packages/rooms/src/batch-signature.ts",
    find: ".varint(fence.counter)",
    replace: ".varint(0)",
    test: "packages/rooms/src/roll-call.test.ts",
  },
  {
    // For each batch all are asked what they hear.
    rule: "M24",
    file: "packages/rooms/src/fan.ts",
    find: "this.#hearing.get(audience) ?? []",
    replace: "[...this.#groups.values()].filter(([first]) => first?.audiences.includes(audience))",
    test: "packages/rooms/src/fan.test.ts",
  },
  {
    // A batch is told to one group of those who hear it.
    rule: "M24",
    file: "packages/rooms/src/fan.ts",
    find: "for (const group of this.#hearing.get(audience) ?? []) {",
    replace: "for (const group of [...(this.#hearing.get(audience) ?? [])].slice(0, 1)) {",
    test: "packages/rooms/src/fan.test.ts",
  },
  {
    // Nobody looks at the signature of a batch.
    rule: "M25",
    file: "packages/rooms/src/follower.ts",
    find: "if (!(await this.#isSigned(message))) return false;",
    replace: "",
    test: "packages/rooms/src/follower.test.ts",
  },
  {
    // A missing batch is not noticed.
    rule: "M25",
    file: "packages/rooms/src/heard-rolls.ts",
    find: "if (known === undefined || since > known.seq) return null;",
    replace: "if (known === undefined) return null;",
    test: "packages/rooms/src/roll.test.ts",
  },
  {
    // An older batch counts as news.
    rule: "M25",
    file: "packages/rooms/src/heard-rolls.ts",
    find: "isWhole ? seq < before.seq : seq <= before.seq",
    replace: "false",
    test: "packages/rooms/src/roll.test.ts",
  },
  {
    // What a break kept from the view stays away.
    rule: "M25",
    file: "packages/rooms/src/heard-rolls.ts",
    find: ", ...this.#held()",
    replace: "",
    test: "packages/rooms/src/follower.test.ts",
  },
  {
    // What was erased is held under its number.
    rule: "M25",
    file: "packages/rooms/src/heard-rolls.ts",
    find: "if (covers(erased, stamp)) members.delete(number);\n        else if",
    replace: "if",
    test: "packages/rooms/src/roll.test.ts",
  },
  {
    // What nobody signed is given back as one's own.
    rule: "M25",
    file: "packages/rooms/src/writing.ts",
    find: " && !isRestated(record)",
    replace: "",
    test: "packages/rooms/src/follower.test.ts",
  },
  {
    // What the rolls hold is in doubt after a break.
    rule: "M25",
    file: "packages/rooms/src/follower.ts",
    find: "    await this.#show(told, isCurrent);\n  }\n\n  /** Whether the batch",
    replace: "  }\n\n  /** Whether the batch",
    test: "packages/rooms/src/follower.test.ts",
  },
  {
    // A base need not be the least.
    rule: "M26",
    file: "packages/rooms/src/batch.ts",
    find: "if (!isLeast || ",
    replace: "if (",
    test: "packages/rooms/src/batch.test.ts",
  },
  {
    // Nothing more, and said so, is another encoding.
    rule: "M26",
    file: "packages/rooms/src/batch.ts",
    find: "if (hasMore && count === 0 && early === 0)",
    replace: "if (hasMore && count < 0)",
    test: "packages/rooms/src/batch.test.ts",
  },
  {
    // A count is believed.
    rule: "M26",
    file: "packages/replica/src/bytes.ts",
    find: "Math.min(most, this.left / itemBytesMin)",
    replace: "most",
    test: "packages/rooms/src/batch.test.ts",
  },
];
