/**
 * Ways to break a client (M13 of docs/spec/rooms.md), when it is told (M12), commands (M6) and
 * definitions (M14). The others: `../mutants.ts`.
 */
import type { Mutant } from "../../../test/mutants/mutant.ts";

const SRC = "packages/rooms/src";

export const mutants: readonly Mutant[] = [
  {
    // A summary comes late where much gathers.
    rule: "M12",
    file: `${SRC}/telling.ts`,
    find: "note(audience, note);\n    this.#alarm.within(FLUSH_MS);",
    replace: "note(audience, note);\n    this.#alarm.within(flushMsOf(this.size));",
    test: `${SRC}/telling.test.ts`,
  },
  {
    // What comes puts off what was due.
    rule: "M12",
    file: `${SRC}/alarm.ts`,
    find: "if (this.#atMs <= atMs) return;",
    replace: "",
    test: `${SRC}/telling.test.ts`,
  },
  {
    // All clients come back at the same moment.
    rule: "M13",
    file: `${SRC}/backoff.ts`,
    find: "mostMs * (0.5 + this.#random() / 2)",
    replace: "mostMs",
    test: `${SRC}/backoff.test.ts`,
  },
  {
    // A node that takes sockets and serves no room is dialled as if it did.
    rule: "M13",
    file: `${SRC}/client.ts`,
    find: 'if (message.is === "joined") this.#backoff.reset();',
    replace: "this.#backoff.reset();",
    test: `${SRC}/client.test.ts`,
  },
  {
    // Without a WebSocket an old Node fails by a name that says nothing.
    rule: "M13",
    file: `${SRC}/client.ts`,
    find: 'if (typeof WebSocket === "undefined") {',
    replace: "if (url === null) {",
    test: `${SRC}/client.test.ts`,
  },
  {
    // A key that can be guessed opens a room.
    rule: "M14",
    file: `${SRC}/token.ts`,
    find: "const KEY_BYTES_MIN = 32;",
    replace: "const KEY_BYTES_MIN = 0;",
    test: `${SRC}/room.test.ts`,
  },
  {
    // Two rooms are one, where a slash moves from the id into the kind.
    rule: "M14",
    file: `${SRC}/room.ts`,
    find: "/^[A-Za-z0-9._-]{1,64}$/",
    replace: "/^.{1,64}$/",
    test: `${SRC}/room.test.ts`,
  },
  {
    // A bug in a timer ends the node.
    rule: "M14",
    file: `${SRC}/timers.ts`,
    find: "      onError(error);\n",
    replace: "      throw error;\n",
    test: `${SRC}/timers.test.ts`,
  },
  {
    // A device that says it is offline is not believed.
    rule: "M13",
    file: `${SRC}/client.ts`,
    find: 'hangUp(): void {\n    this.#closed(0, "");',
    replace: "hangUp(): void {",
    test: `${SRC}/client.test.ts`,
  },
  {
    // A silent connection is trusted for ever.
    rule: "M13",
    file: `${SRC}/client.ts`,
    find: 'after(SILENCE_MS_MAX, () => this.#closed(0, ""))',
    replace: "after(SILENCE_MS_MAX, () => undefined)",
    test: `${SRC}/client.test.ts`,
  },
  {
    // Stamps by a clock that nobody has set right.
    rule: "M13",
    file: `${SRC}/outbox.ts`,
    find: "if (!this.#hadContact || this.#ports",
    replace: "if (this.#ports",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // A device whose clock was ahead closes slots before the first contact.
    rule: "M13",
    file: `${SRC}/room-replica.ts`,
    find: "if (this.#hadContact && !this.#wire",
    replace: "if (!this.#wire",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // The whole outbox at once: the node drops what is too much.
    rule: "M13",
    file: `${SRC}/outbox.ts`,
    find: "if (!pace.take()) {",
    replace: "if (!pace.take() && !this.#isOpen) {",
    test: `${SRC}/outbox.test.ts`,
  },
  {
    // Records without a key compete, and all but one are lost.
    rule: "M13",
    file: `${SRC}/outbox.ts`,
    find: "    if (slot === null) return;\n",
    replace: "",
    test: `${SRC}/outbox.test.ts`,
  },
  {
    // What was sent and not answered is not sent again.
    rule: "M13",
    file: `${SRC}/outbox.ts`,
    find: "    for (const item of this.#items.values()) item.isSent = false;\n",
    replace: "",
    test: `${SRC}/outbox.test.ts`,
  },
  {
    // A refused record stays in its author's view.
    rule: "M13",
    file: `${SRC}/writing.ts`,
    find: "    space.drop(held);\n",
    replace: "",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // A call goes out whatever else is under way.
    rule: "M13",
    file: `${SRC}/pace.ts`,
    find: "this.#unanswered.size < UNANSWERED_MAX && ",
    replace: "",
    test: `${SRC}/pace.test.ts`,
  },
  {
    // Writes go before the calls and joins that wait.
    rule: "M13",
    file: `${SRC}/pace.ts`,
    find: "return this.#line.length === 0 && this.#hasTurn();",
    replace: "return this.#hasTurn();",
    test: `${SRC}/pace.test.ts`,
  },
  {
    // What waits to be sent keeps what comes after it from being shown.
    rule: "M13",
    file: `${SRC}/outbox.ts`,
    find: "if (item.record === null) void this.#stamp(item);",
    replace:
      "if (item.record === null) void this.#stamp(item); else if (this.#isOpen && !item.isSent && !this.#sendPaced(item, item.record)) return;",
    test: `${SRC}/outbox.test.ts`,
  },
  {
    // A write that is wrong costs the one that waits.
    rule: "M13",
    file: `${SRC}/writing.ts`,
    find: "const checked = space.check(model, value);",
    replace: "const checked = value;",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // A refused record leaves a gap.
    rule: "M13",
    file: `${SRC}/writing.ts`,
    find: "for (const { record } of replaced) await",
    replace: "for (const { record } of replaced.slice(replaced.length)) await",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // A record that was undone is put back for the next.
    rule: "M13",
    file: `${SRC}/former.ts`,
    find: "(kept.record.bytes === bytes ? before : [kept])",
    replace: "[kept]",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // A room that was closed while it was joined comes back to life.
    rule: "M13",
    file: `${SRC}/room-replica.ts`,
    find: "    if (breaks !== this.#breaks) return;\n    if (this.#isRefillDue)",
    replace: "    if (this.#isRefillDue)",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // The node's time goes by a clock that jumps.
    rule: "M13",
    file: `${SRC}/node-time.ts`,
    find: "nodeMs + Math.floor(this.#clocks.monotonic() - steadyMs) - this.#clocks.now()",
    replace: "nodeMs - clockMs",
    test: `${SRC}/client.test.ts`,
  },
  {
    // The time stands still while the device sleeps.
    rule: "M13",
    file: `${SRC}/node-time.ts`,
    find: "if (this.isInDoubt) return",
    replace: "if (nodeMs < 0) return",
    test: `${SRC}/client.test.ts`,
  },
  {
    // What is written after sleep is stamped by a time that is in doubt.
    rule: "M13",
    file: `${SRC}/outbox.ts`,
    find: " || this.#ports.isInDoubt()",
    replace: "",
    test: `${SRC}/client.test.ts`,
  },
  {
    // A clock that was set ahead closes slots for good.
    rule: "M13",
    file: `${SRC}/room-replica.ts`,
    find: "this.#hadContact && !this.#wire.isInDoubt()",
    replace: "this.#hadContact",
    test: `${SRC}/rooms.sim.test.ts`,
  },
  {
    // One person fills the places of all.
    rule: "M6",
    file: `${SRC}/commands.ts`,
    find: "own >= COMMANDS_OF_PERSON_MAX",
    replace: "own >= COMMANDS_MAX * 2",
    test: `${SRC}/commands.test.ts`,
  },
  {
    // Whom the room names waits among all others.
    rule: "M6",
    file: `${SRC}/commands.ts`,
    find: "this.#isNamed(who) ? 0 : 1",
    replace: "1",
    test: `${SRC}/commands.test.ts`,
  },
  {
    // A person's places are never free again.
    rule: "M6",
    file: `${SRC}/commands.ts`,
    find: "?? 1) - 1;",
    replace: "?? 1);",
    test: `${SRC}/commands.test.ts`,
  },
];
