/**
 * Ways to break who may be in a room (M21 of docs/spec/rooms.md), and what a WebSocket is for
 * (M14, M16); what a client keeps (M22), and what it remembers of refusals (M13). The others:
 * `../mutants.ts`.
 */
import type { Mutant } from "../../../test/mutants/mutant.ts";

const SRC = "packages/rooms/src";

export const mutants: readonly Mutant[] = [
  {
    // Whoever has a token comes in over HTTP.
    rule: "M21",
    file: `${SRC}/host.ts`,
    find: "      owner.checkEntry(grant);\n",
    replace: "",
    test: `${SRC}/leaving.test.ts`,
  },
  {
    // Whoever has a token comes in over a connection.
    rule: "M21",
    file: `${SRC}/owner.ts`,
    find: "    this.checkEntry(grant);\n",
    replace: "",
    test: `${SRC}/leaving.test.ts`,
  },
  {
    // One connection hears of it, the others stay.
    rule: "M21",
    file: `${SRC}/departures.ts`,
    find: "this.#byPerson.get(person) ?? new Set()",
    replace: "new Set<Hears>()",
    test: `${SRC}/leaving.test.ts`,
  },
  {
    // Whoever joins anew at once is sent away with those who were there.
    rule: "M21",
    file: `${SRC}/departures.ts`,
    find: "of those) if (listeners?.has(hears) === true)",
    replace: "of listeners ?? []) if (those.length > 0)",
    test: `${SRC}/leaving.test.ts`,
  },
  {
    // A room that was ended can be entered until it is swept.
    rule: "M21",
    file: `${SRC}/owner.ts`,
    find: "Math.min(this.#endsAt, this.now())",
    replace: "this.#endsAt",
    test: `${SRC}/leaving.test.ts`,
  },
  {
    // Nobody is told that a room has ended.
    rule: "M21",
    file: `${SRC}/departures.ts`,
    find: "for (const listeners of those) for (const hears of listeners) hears(fault);",
    replace: "",
    test: `${SRC}/leaving.test.ts`,
  },
  {
    // What a chore throws is nobody's.
    rule: "M21",
    file: `${SRC}/owner.ts`,
    find: "      await chore;\n    } catch (error) {\n      this.#break(error);",
    replace: "      await chore;\n    } catch (error) {\n      void error;",
    test: `${SRC}/leaving.test.ts`,
  },
  {
    // Over TLS a page that came without it may connect.
    rule: "M14",
    file: "packages/rooms/src/websocket.ts",
    find: 'protocol === "https:" || !isOverTls(request)',
    replace: 'protocol !== ""',
    test: "packages/rooms/src/serve.e2e.ts",
  },
  {
    // Pongs are free.
    rule: "M14",
    file: "packages/rooms/src/websocket.ts",
    find: 'webSocket.on("pong"',
    replace: 'webSocket.on("unexpected-response"',
    test: "packages/rooms/src/serve.e2e.ts",
  },
  {
    // What goes out is not counted.
    rule: "M16",
    file: "packages/rooms/src/websocket.ts",
    find: 'edge.count("message_out_bytes", bytes.byteLength);',
    replace: "",
    test: "packages/rooms/src/serve.e2e.ts",
  },
  {
    // Positions reach the disk.
    rule: "M22",
    file: `${SRC}/client-kept.ts`,
    find: "if (!this.#models.has(record.model) || this.#held.has(record)) return;",
    replace: "if (this.#held.has(record)) return;",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // What the disk says is believed.
    rule: "M22",
    file: `${SRC}/client-kept.ts`,
    find: "await space.receiveRecord(record)",
    replace: "await space.receiveRecord(record, { verified: true })",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // What was refused, or never answered, is kept as if it stood.
    rule: "M22",
    file: `${SRC}/client-kept.ts`,
    find: "record.stamp.author !== this.#self || this.#taken.has(record.bytes)",
    replace: "record !== undefined",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // What the owner took is kept by nobody.
    rule: "M22",
    file: `${SRC}/client-kept.ts`,
    find: "    if (kept !== undefined) this.#keep(kept);\n",
    replace: "",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // A slow clock costs what was kept.
    rule: "M22",
    file: `${SRC}/client-kept.ts`,
    find: "(isTimeKnown || !isUntimely)",
    replace: "(isTimeKnown || record)",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // What was shown from the device stays on it when it goes.
    rule: "M22",
    file: `${SRC}/client-kept.ts`,
    find: "    if (held !== undefined && !this.#isEnded) this.#store.remove(held);\n",
    replace: "",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // What has expired stays on the device.
    rule: "M22",
    file: `${SRC}/room-replica.ts`,
    find: "    this.#device?.close(nowMs);\n",
    replace: "",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // Without a network nothing ever goes from the view.
    rule: "M22",
    file: `${SRC}/follower.ts`,
    find: "expiresAt <= nowMs && !(keepsOwn",
    replace: "expiresAt <= 0 && !(keepsOwn",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // A page that was opened again takes any node for the one that it knew.
    rule: "M22",
    file: `${SRC}/room-replica.ts`,
    find: "    if (contact !== null) this.#fence = { counter: contact.counter, nonce: contact.nonce };\n",
    replace: "",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // What is told meanwhile is put in doubt, and let go.
    rule: "M22",
    file: `${SRC}/room-replica.ts`,
    find: "    while (this.#takingUp !== null) await this.#takingUp;\n",
    replace: "",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // What an earlier life of the page wrote is not its own.
    rule: "M22",
    file: `${SRC}/writing.ts`,
    find: "identityOf(record.stamp.author) === identity && ",
    replace: "record.stamp.author === author && ",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // A closed client goes on writing where another may be.
    rule: "M22",
    file: `${SRC}/client-kept.ts`,
    find: "    if (this.#isEnded) return;\n    this.#held",
    replace: "    this.#held",
    test: `${SRC}/client-kept.test.ts`,
  },
  {
    // Of what a removal took away one record comes back.
    rule: "M13",
    file: `${SRC}/client-store.ts`,
    find: "    this.#removed.push(kept);\n",
    replace: "    this.#removed = [kept];\n",
    test: `${SRC}/former.test.ts`,
  },
  {
    // What is remembered grows for ever.
    rule: "M13",
    file: `${SRC}/former.ts`,
    find: "if (this.#size <= FORMER_MAX) return;",
    replace: "if (this.#size >= 0) return;",
    test: `${SRC}/former.test.ts`,
  },
  {
    // Thousands are written to as often as a few.
    rule: "M12",
    file: `${SRC}/telling.ts`,
    find: "Math.max(FLUSH_MS, records * FLUSH_MS_PER_RECORD)",
    replace: "FLUSH_MS",
    test: `${SRC}/telling.test.ts`,
  },
  {
    // After a long outage pins are back too late.
    rule: "M7",
    file: `${SRC}/limits.ts`,
    find: "BACKOFF_MS_MAX = 8_000",
    replace: "BACKOFF_MS_MAX = 20_000",
    test: `${SRC}/backoff.test.ts`,
  },
  {
    // What expires while the node is heard stays on the device.
    rule: "M22",
    file: `${SRC}/client-store.ts`,
    find: "    this.#ports.device?.close(nowMs);\n",
    replace: "",
    test: `${SRC}/client-lives.test.ts`,
  },
  {
    // What is erased, or beaten, stays on the device.
    rule: "M22",
    file: `${SRC}/client-store.ts`,
    find: "    this.#ports.device?.remove(kept);\n",
    replace: "",
    test: `${SRC}/client-lives.test.ts`,
  },
  {
    // Each of a thousand forged records is looked at.
    rule: "M14",
    file: `${SRC}/session.ts`,
    find: "this.#writing.then(() => this.#write(message))",
    replace: "this.#write(message)",
    test: `${SRC}/session.test.ts`,
  },
];
