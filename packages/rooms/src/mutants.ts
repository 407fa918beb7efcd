/**
 * Ways to break who may be in a room (M21 of docs/spec/rooms.md), and what a WebSocket is for
 * (M14, M16). The others: `../mutants.ts`.
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
    // What goes out is not counted.
    rule: "M16",
    file: "packages/rooms/src/websocket.ts",
    find: 'edge.count("message_out_bytes", bytes.byteLength);',
    replace: "",
    test: "packages/rooms/src/serve.e2e.ts",
  },
];
