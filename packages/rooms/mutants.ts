/** Ways to break each rule of docs/spec/rooms.md and rooms-wire.md, and the test that notices. */
import type { Mutant } from "../../test/mutants/mutant.ts";

const SRC = "packages/rooms/src";

export const mutants: readonly Mutant[] = [
  {
    // A join before hello is taken.
    rule: "M1",
    file: `${SRC}/connection.ts`,
    find: "if (!this.#isGreeted) throw",
    replace: "if (this.#isClosed) throw",
    test: `${SRC}/connection.test.ts`,
  },
  {
    // A room that is opened while the host closes stays open.
    rule: "M1",
    file: `${SRC}/host.ts`,
    find: "(await opening).close()",
    replace: "await opening",
    test: `${SRC}/host.test.ts`,
  },
  {
    // Commands run side by side.
    rule: "M6",
    file: `${SRC}/commands.ts`,
    find: "this.#last.then(() => within(limit, Promise.try(command)));",
    replace: "within(limit, Promise.try(command));",
    test: `${SRC}/owner.test.ts`,
  },
  {
    // A command that fails stops all after it.
    rule: "M6",
    file: `${SRC}/commands.ts`,
    find: "answer.catch(() => undefined).then(",
    replace: "answer.then(",
    test: `${SRC}/owner.test.ts`,
  },
  {
    // The node writes whatever anyone asks.
    rule: "M6",
    file: `${SRC}/owner.ts`,
    find: "if (forbidden !== null) throw",
    replace: "if (forbidden === written.model) throw",
    test: `${SRC}/owner.test.ts`,
  },
  {
    // A new owner gets nothing back.
    rule: "M7",
    file: `${SRC}/room-replica.ts`,
    find: "if (this.#isRefillDue) this.#refill();",
    replace: "if (this.#isClosed) this.#refill();",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // Every reconnect sends everything again.
    rule: "M7",
    file: `${SRC}/room-replica.ts`,
    find: "if (this.#isRefillDue) this.#refill();",
    replace: "if (fence) this.#refill();",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // What waits here goes out twice.
    rule: "M7",
    file: `${SRC}/outbox.ts`,
    find: "      if (waiting.has(refill.record)) continue;\n",
    replace: "",
    test: `${SRC}/outbox.test.ts`,
  },
  {
    // Each hearer has the frame encoded anew.
    rule: "M12",
    file: `${SRC}/fan.ts`,
    find: "    frames.set(channel, frame);\n",
    replace: "",
    test: `${SRC}/fan.test.ts`,
  },
  {
    // A quiet room leaves a session that has drained as it was.
    rule: "M12",
    file: `${SRC}/session.ts`,
    find: "if (!this.#isStalled || !this.#options.outlet.isEmpty) return;",
    replace: "if (this.#isStalled) return;",
    test: `${SRC}/session.test.ts`,
  },
  {
    // After a stall frames go on where they stopped, without the standing.
    rule: "M12",
    file: `${SRC}/session.ts`,
    find: "    this.#isStalled = false;\n    this.welcome();",
    replace: "    this.#isStalled = false;",
    test: `${SRC}/session.test.ts`,
  },
  {
    // A large standing is taken for a stall, and sent again and again.
    rule: "M12",
    file: `${SRC}/outlet.ts`,
    find: "    this.#standingBytes = bytes.length;\n",
    replace: "",
    test: `${SRC}/outlet.test.ts`,
  },
  {
    // Nobody looks after stalled sessions of quiet rooms.
    rule: "M12",
    file: `${SRC}/connection.ts`,
    find: "    for (const { session } of this.#joined.values()) session.recover();\n",
    replace: "",
    test: `${SRC}/connection.test.ts`,
  },
  {
    // What nobody reads waits for ever, as long as its reader says something.
    rule: "M12",
    file: `${SRC}/connection.ts`,
    find: "    this.#outlet.look();\n",
    replace: "",
    test: `${SRC}/connection.test.ts`,
  },
  {
    // A large standing on a slow line is cut off while it moves, again and again.
    rule: "M12",
    file: `${SRC}/outlet.ts`,
    find: " || goneBytes - this.#moved.goneBytes >= STALLED_BYTES;",
    replace: ";",
    test: `${SRC}/outlet.test.ts`,
  },
  {
    // Who joins and leaves and never reads has every standing wait for them.
    rule: "M14",
    file: `${SRC}/connection.ts`,
    find: "      this.#outlet.checkStanding();\n",
    replace: "",
    test: `${SRC}/serve.e2e.ts`,
  },
  {
    // Answers that nobody reads wait without end.
    rule: "M14",
    file: `${SRC}/outlet.ts`,
    find: "if (this.hasPlace()) this.#push(bytes);",
    replace: "this.#push(bytes);",
    test: `${SRC}/connection.test.ts`,
  },
  {
    // Pings are answered however many come.
    rule: "M14",
    file: `${SRC}/connection.ts`,
    find: "return this.#admits() && this.#outlet.hasPlace();",
    replace: "return this.#outlet.hasPlace();",
    test: `${SRC}/connection.test.ts`,
  },
  {
    // A token of any room opens this one.
    rule: "M14",
    file: `${SRC}/token.ts`,
    find: "      audience: roomKey(room),\n",
    replace: "",
    test: `${SRC}/token.test.ts`,
  },
  {
    // Other algorithms than ours count as well.
    rule: "M14",
    file: `${SRC}/token.ts`,
    find: 'algorithms: ["HS256"],',
    replace: 'algorithms: ["HS256", "HS512"],',
    test: `${SRC}/token.test.ts`,
  },
  {
    // A long session ends after a day.
    rule: "M14",
    file: `${SRC}/session.ts`,
    find: "if (leftMs > TIMER_MS_MAX) this.#awaitEnd();\n      else ",
    replace: "",
    test: `${SRC}/session.test.ts`,
  },
  {
    // A clock that goes back and forth earns messages.
    rule: "M14",
    file: `${SRC}/rate.ts`,
    find: "Math.max(0, nowMs - this.#atMs)",
    replace: "Math.abs(nowMs - this.#atMs)",
    test: `${SRC}/rate.test.ts`,
  },
  {
    // What is over the rate is dropped in silence.
    rule: "M14",
    file: `${SRC}/connection.ts`,
    find: '    this.end(new Fault("too_many", "too many messages"));\n',
    replace: "",
    test: `${SRC}/connection.test.ts`,
  },
  {
    // Whoever has gone while joining keeps the room open.
    rule: "M14",
    file: `${SRC}/connection.ts`,
    find: "return room.release();",
    replace: "return;",
    test: `${SRC}/connection.test.ts`,
  },
  {
    // Any page may connect.
    rule: "M14",
    file: `${SRC}/websocket.ts`,
    find: "!URL.canParse(origin) || new URL(origin).host !== host",
    replace: "!URL.canParse(origin) || host === undefined",
    test: `${SRC}/serve.e2e.ts`,
  },
  {
    // A reset during a refusal ends the process.
    rule: "M14",
    file: `${SRC}/websocket.ts`,
    find: '  socket.on("error", () => socket.destroy());\n',
    replace: "",
    test: `${SRC}/serve.e2e.ts`,
  },
  {
    // A lower fence speaks as well.
    rule: "M17",
    file: `${SRC}/fence.ts`,
    find: 'if (heard.counter < known.counter) return "older";',
    replace: "",
    test: `${SRC}/fence.test.ts`,
  },
  {
    // Frames of an owner that is no longer one are taken.
    rule: "M17",
    file: `${SRC}/room-replica.ts`,
    find: 'if (compareFences(this.#fence, message) === "older") return;',
    replace: "",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // An owner that another has followed erases.
    rule: "M17",
    file: `${SRC}/journal-memory.ts`,
    find: "if (row?.counter !== counter) throw",
    replace: "if (row === undefined) throw",
    test: `${SRC}/journal.test.ts`,
  },
  {
    // The same on PostgreSQL.
    rule: "M17",
    file: `${SRC}/journal-postgres.ts`,
    find: "where kind = $1 and id = $2 and counter = $3`",
    replace: "where kind = $1 and id = $2 and $3::bigint > 0`",
    test: `${SRC}/journal.pg.test.ts`,
  },
  {
    // Two who use a room at the same moment open it twice.
    rule: "M17",
    file: `${SRC}/host.ts`,
    find: "this.#rooms.get(roomKey(name)) ?? this.#open(name)",
    replace: "this.#open(name)",
    test: `${SRC}/host.test.ts`,
  },
  {
    // Erased first, journaled after.
    rule: "M18",
    file: `${SRC}/owner.ts`,
    find: "    await this.#journaled(erased);\n    const gone = this.space.erase(erased);\n",
    replace: "    const gone = this.space.erase(erased);\n    await this.#journaled(erased);\n",
    test: `${SRC}/owner.test.ts`,
  },
  {
    // The watermark that the journal holds is not taken over.
    rule: "M18",
    file: `${SRC}/owner.ts`,
    find: "    this.space.erase(erased);\n    this.fence",
    replace: "    this.fence",
    test: `${SRC}/owner.test.ts`,
  },
  {
    // What was on its way out is sent after its erase.
    rule: "M18",
    file: `${SRC}/telling.ts`,
    find: "    this.#outbound.erase(erased);\n",
    replace: "",
    test: `${SRC}/owner.test.ts`,
  },
  {
    // An erase that is overtaken lowers the watermark.
    rule: "M18",
    file: `${SRC}/journal-postgres.ts`,
    find: "order by wall_ms desc, count desc limit 1",
    replace: "order by wall_ms, count limit 1",
    test: `${SRC}/journal.pg.test.ts`,
  },
  {
    // A journal that fails looks like a bug.
    rule: "M18",
    file: `${SRC}/within.ts`,
    find: "    if (cause instanceof Fault) throw cause;\n    throw new Fault(",
    replace: "    throw cause;\n    throw new Fault(",
    test: `${SRC}/owner.test.ts`,
  },
  {
    // Whoever is left behind keeps the pin where it was.
    rule: "M19",
    file: `${SRC}/hearing.ts`,
    find: "return [...new Set([...before, ...audiences])];",
    replace: "return audiences;",
    test: `${SRC}/hearing.test.ts`,
  },
  {
    // A key that has moved is still told to those who join where it was.
    rule: "M19",
    file: `${SRC}/hearing.ts`,
    find: "    this.#remove(name, before);\n",
    replace: "",
    test: `${SRC}/hearing.test.ts`,
  },
  {
    // A client keeps for ever what moved away while it was gone.
    rule: "M19",
    file: `${SRC}/follower.ts`,
    find: "this.#space.drop(this.#unconfirmed.end());",
    replace: "this.#unconfirmed.end();",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // A restart of the node empties every view at once.
    rule: "M19",
    file: `${SRC}/room-replica.ts`,
    find: "  #refill(): void {\n",
    replace: "  #refill(): void {\n    this.#letGo();\n",
    test: `${SRC}/room-client.test.ts`,
  },
  {
    // A lie about a count is believed.
    rule: "M20",
    file: "packages/replica/src/bytes.ts",
    find: "Math.min(most, this.left / itemBytesMin)",
    replace: "most",
    test: `${SRC}/wire.test.ts`,
  },
  {
    // Bytes after a message are ignored.
    rule: "M20",
    file: "packages/replica/src/grammar.ts",
    find: "      reader.end();\n",
    replace: "",
    test: `${SRC}/wire.test.ts`,
  },
  {
    // Another grammar under the same version.
    rule: "M20",
    file: `${SRC}/wire.ts`,
    find: 'taken: { code: 34, fields: { channel: "n", request: "n",',
    replace: 'taken: { code: 34, fields: { request: "n", channel: "n",',
    test: `${SRC}/wire.test.ts`,
  },
  {
    // What was refused is not told apart.
    rule: "M16",
    file: `${SRC}/session.ts`,
    find: 'count(isRefused ? `record_refused_${outcome.code}` : "record_taken");',
    replace: 'count("record_taken");',
    test: `${SRC}/session.test.ts`,
  },
  {
    // A bug in a room's timer ends the node.
    rule: "M14",
    file: `${SRC}/owner.ts`,
    find: "guarded(ports.timers, (error) => this.#break(error));",
    replace: "ports.timers;",
    test: `${SRC}/owner.test.ts`,
  },
  {
    // A full room takes whatever comes.
    rule: "M14",
    file: `${SRC}/owner.ts`,
    find: "whyFull: ({ key }, model) => this.#fullFor(model, key),",
    replace: "",
    test: `${SRC}/owner.test.ts`,
  },
  {
    // One hung command holds all after it.
    rule: "M6",
    file: `${SRC}/commands.ts`,
    find: "ms: COMMAND_MS_MAX, fault",
    replace: "ms: 1e9, fault",
    test: `${SRC}/owner.test.ts`,
  },
  {
    // A database that hangs holds the room for ever.
    rule: "M18",
    file: `${SRC}/host.ts`,
    find: "ms: OPEN_MS_MAX, fault",
    replace: "ms: 1e9, fault",
    test: `${SRC}/host.test.ts`,
  },
  {
    // What others have not given back yet goes with the second join.
    rule: "M19",
    file: `${SRC}/room-replica.ts`,
    find: "else if (this.#cancelDoubt === null) this.#letGo();",
    replace: "else this.#letGo();",
    test: `${SRC}/room-client.test.ts`,
  },
];
