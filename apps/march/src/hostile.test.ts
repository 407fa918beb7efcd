import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "@muster/rooms";
import * as fc from "fast-check";
import { guest, openMarch } from "../test/fake-march.ts";
import { comer, settle } from "../test/fake-people.ts";
import { marchModels } from "./models.ts";
import { DECISIONS } from "./statement.ts";

const SEED = 7;

/** Anything, and things that are nearly right. */
const strange = fc.oneof(
  fc.anything({ withBigInt: true, withTypedArray: true, withNullPrototype: true }),
  fc.record(
    {
      does: fc.constantFrom<unknown>(...DECISIONS, "__proto__", 7),
      about: fc.oneof(fc.string(), fc.constantFrom("ada", "AAECAwQF", "")),
      at: fc.oneof(fc.constant(1_800_000_000_000), fc.double(), fc.anything()),
      signature: fc.oneof(fc.uint8Array({ maxLength: 70 }), fc.anything()),
      rights: fc.anything(),
    },
    { requiredKeys: [] },
  ),
  fc.record({
    model: fc.constantFrom(...marchModels.map(({ name }) => name), "__proto__", "constructor"),
    value: fc.oneof(
      fc.anything(),
      fc.record(
        {
          id: fc.oneof(fc.string(), fc.constant("id-of-these-tests")),
          by: fc.constantFrom("ada", "ben"),
          alert: fc.constant("id-of-these-tests"),
          person: fc.constantFrom("ada", "ben"),
          says: fc.anything(),
          told: fc.anything(),
          said: fc.anything(),
          feed: fc.anything(),
          contingent: fc.string(),
          name: fc.string(),
          colour: fc.anything(),
        },
        { requiredKeys: [] },
      ),
    ),
  }),
);

test("[A7] whatever is asked of a march, it is refused by name, or nothing comes of it", async () => {
  const open = await openMarch();
  const mallory = { ...comer(open, "mallory"), rights: ["share", "display", "steward"] };
  const calls = fc.tuple(fc.constantFrom("erase", "decide", "write", "invite"), strange);
  await fc.assert(
    fc.asyncProperty(calls, async ([command, args]) => {
      try {
        await open.owner.call(mallory, command, args);
        assert.fail(`${command} was done`);
      } catch (error) {
        assert.ok(error instanceof Fault, String(error));
        assert.ok(["bad_message", "forbidden", "conflict", "not_found"].includes(error.code));
      }
    }),
    { seed: SEED, numRuns: 2_000 },
  );
  await settle(open);
  assert.deepEqual([...open.owner.space.records()], []);
  assert.deepEqual(open.registry.march, open.march);
  assert.equal(open.owner.endsAt, open.march.endsAt);
  assert.doesNotThrow(() => open.owner.audiencesOf(guest("ada")));
});
