/**
 * Ways to break what is told briefly: batches, rolls, and what a client knows of them (M24 to M26 of
 * docs/spec/rooms.md).
 */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "packages/rooms/src";

export const mutants: readonly Mutant[] = [
  {
    // What differs in more than numbers is told by numbers.
    rule: "M24",
    file: `${SRC}/roll.ts`,
    find: "return isSame(encode(brief.withNumbers(before.entry.value, numbers)), now.record.body);",
    replace: "return true;",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // Another author's record passes for the first one's.
    rule: "M24",
    file: `${SRC}/roll.ts`,
    find: "if (before?.record.stamp.author !== now.record.stamp.author) return false;",
    replace: "",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // A farewell is told again and again.
    rule: "M24",
    file: `${SRC}/roll.ts`,
    find: "if (seat.changedAt <= seq) seat.farewell = null;",
    replace: "void seat;",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // Who comes back is told all anew.
    rule: "M24",
    file: `${SRC}/roll.ts`,
    find: "if (changedAt <= since) return;",
    replace: "",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // What numbers tell goes out at once.
    rule: "M24",
    file: `${SRC}/roll-call.ts`,
    find: "isBrief ? Math.max(gatherMs, flushMs()) : flushMs()",
    replace: "flushMs()",
    test: `${SRC}/roll-call.test.ts`,
  },
  {
    // What was erased while it was signed is told.
    rule: "M24",
    file: `${SRC}/roll-call.ts`,
    find: "if (erases !== this.#erases) return this.#alarm.within(0);",
    replace: "",
    test: `${SRC}/roll-call.test.ts`,
  },
  {
    // A batch is signed for any opening of the room.
    rule: "M24",
    file: `${SRC}/batch-signature.ts`,
    find: ".varint(fence.counter)",
    replace: ".varint(0)",
    test: `${SRC}/roll-call.test.ts`,
  },
  {
    // For each batch all are asked what they hear.
    rule: "M24",
    file: `${SRC}/fan.ts`,
    find: "this.#hearing.get(audience) ?? []",
    replace: "[...this.#groups.values()].filter(([first]) => first?.audiences.includes(audience))",
    test: `${SRC}/fan.test.ts`,
  },
  {
    // A batch is told to one group of those who hear it.
    rule: "M24",
    file: `${SRC}/fan.ts`,
    find: "for (const group of this.#hearing.get(audience) ?? []) {",
    replace: "for (const group of [...(this.#hearing.get(audience) ?? [])].slice(0, 1)) {",
    test: `${SRC}/fan.test.ts`,
  },
  {
    // Who left before a first batch stays where they were.
    rule: "M24",
    file: `${SRC}/roll.ts`,
    find: "this.#changes(this.#told, false)",
    replace: "this.#changes(this.#told, this.#told === 0)",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // Batches are signed for nobody.
    rule: "M24",
    file: `${SRC}/roll-call.ts`,
    find: "    else if (!this.#options.isHeard()) this.#skip();\n",
    replace: "",
    test: `${SRC}/roll-call.test.ts`,
  },
  {
    // A fan wants what none of its hearers hears.
    rule: "M24",
    file: `${SRC}/fan.ts`,
    find: "this.#hearing.has(audience)",
    replace: "this.#groups.size > 0",
    test: `${SRC}/fan.test.ts`,
  },
  {
    // Nobody looks at the signature of a batch.
    rule: "M25",
    file: `${SRC}/follower.ts`,
    find: "if (!(await this.#isSigned(message))) return false;",
    replace: "",
    test: `${SRC}/follower.test.ts`,
  },
  {
    // A missing batch is not noticed.
    rule: "M25",
    file: `${SRC}/heard-rolls.ts`,
    find: "if (known === undefined || since > known.seq) return null;",
    replace: "if (known === undefined) return null;",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // An older batch counts as news.
    rule: "M25",
    file: `${SRC}/heard-rolls.ts`,
    find: "isWhole ? seq < before.seq : seq <= before.seq",
    replace: "false",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // What a break kept from the view stays away.
    rule: "M25",
    file: `${SRC}/heard-rolls.ts`,
    find: ", ...this.#held()",
    replace: "",
    test: `${SRC}/follower.test.ts`,
  },
  {
    // What was erased is held under its number.
    rule: "M25",
    file: `${SRC}/heard-rolls.ts`,
    find: "if (covers(erased, stamp)) members.delete(number);\n        else if",
    replace: "if",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // What nobody signed is given back as one's own.
    rule: "M25",
    file: `${SRC}/writing.ts`,
    find: " && !isRestated(record)",
    replace: "",
    test: `${SRC}/follower.test.ts`,
  },
  {
    // What the rolls hold is in doubt after a break.
    rule: "M25",
    file: `${SRC}/follower.ts`,
    find: "    await this.#show(told, isCurrent);\n  }\n\n  /** Whether the batch",
    replace: "  }\n\n  /** Whether the batch",
    test: `${SRC}/follower.test.ts`,
  },
  {
    // A number is forgotten that a batch moves which came before.
    rule: "M25",
    file: `${SRC}/follower.ts`,
    find: "this.#turn = this.#turn.then(() => this.#rolls.forget(nowMs, erased));",
    replace: "this.#rolls.forget(nowMs, erased);",
    test: `${SRC}/follower.test.ts`,
  },
  {
    // Who expires a moment earlier at a client throws it out with their next step.
    rule: "M25",
    file: `${SRC}/heard-rolls.ts`,
    find: "else if (expiresAt <= nowMs && !member.isLapsed) lapse(members, number, member);",
    replace: "else if (expiresAt <= nowMs) members.delete(number);",
    test: `${SRC}/follower.test.ts`,
  },
  {
    // Where someone was who has expired is still held.
    rule: "M25",
    file: `${SRC}/heard-rolls.ts`,
    find: "return members.filter(({ isLapsed }) => !isLapsed)",
    replace: "return members",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // Who has expired is held for ever, where no node says that they are gone.
    rule: "M25",
    file: `${SRC}/heard-rolls.ts`,
    find: "expiresAt + this.#lifetimeMs <= nowMs",
    replace: "expiresAt + this.#lifetimeMs < 0",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // Of many rolls the oldest are known.
    rule: "M25",
    file: `${SRC}/heard-rolls.ts`,
    find: "held.slice(-KNOWN_ROLLS_MAX)",
    replace: "held.slice(0, KNOWN_ROLLS_MAX)",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // Rolls of which nobody is left heap up.
    rule: "M25",
    file: `${SRC}/heard-rolls.ts`,
    find: "    this.#dropEmpty();\n",
    replace: "",
    test: `${SRC}/roll.test.ts`,
  },
  {
    // Numbers that make no record are a bug of the client.
    rule: "M25",
    file: `${SRC}/heard-rolls.ts`,
    find: "    if (error instanceof RangeError) throw new Malformed(error.message, { cause: error });\n",
    replace: "",
    test: `${SRC}/follower.test.ts`,
  },
  {
    // A value that is none of its model is followed.
    rule: "M25",
    file: `${SRC}/heard-rolls.ts`,
    find: '    if ("reason" in checked) throw new Malformed(checked.reason);\n',
    replace: "",
    test: `${SRC}/follower.test.ts`,
  },
  {
    // What was under way when a client left makes it leave again.
    rule: "M25",
    file: `${SRC}/room-replica.ts`,
    find: '    if (this.#isAway && (message.is === "frame" || message.is === "batch")) return;\n',
    replace: "",
    test: `${SRC}/follower.test.ts`,
  },
  {
    // A base need not be the least.
    rule: "M26",
    file: `${SRC}/batch.ts`,
    find: "if (!isLeast || ",
    replace: "if (",
    test: `${SRC}/batch.test.ts`,
  },
  {
    // Nothing more, and said so, is another encoding.
    rule: "M26",
    file: `${SRC}/batch.ts`,
    find: "if (hasMore && count === 0 && early === 0)",
    replace: "if (hasMore && count < 0)",
    test: `${SRC}/batch.test.ts`,
  },
  {
    // A count is believed.
    rule: "M26",
    file: "packages/replica/src/bytes.ts",
    find: "Math.min(most, this.left / itemBytesMin)",
    replace: "most",
    test: `${SRC}/batch.test.ts`,
  },
];
