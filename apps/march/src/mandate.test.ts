import assert from "node:assert/strict";
import { test } from "node:test";
import { newIdentity, newMarch } from "../test/fake-march.ts";
import { Mandate } from "./mandate.ts";
import type { March } from "./registry.ts";

/** A registry that keeps at once, and answers the first decision when it is told to. */
async function lateMandate() {
  const march = await newMarch(await newIdentity());
  const first = Promise.withResolvers<boolean>();
  const answers = [first.promise];
  const registry = {
    kept: march,
    find: async () => registry.kept,
    decide: async (changed: March, before: number) => {
      if (before !== registry.kept.decidedAt) return false;
      registry.kept = changed;
      return answers.shift() ?? true;
    },
  };
  return { mandate: new Mandate(march, registry), registry, march, first };
}

test("[A18] an answer that comes late undoes no later decision", async () => {
  const { mandate, registry, march, first } = await lateMandate();
  const late = mandate.change({ ...march, decidedAt: 1, revoked: ["AAAAAAAA"] });
  await mandate.settle();
  await mandate.change({ ...mandate.march, decidedAt: 2, barred: ["BBBBBBBB"] });
  first.resolve(true);
  await late;
  assert.deepEqual(mandate.march, registry.kept);
  assert.equal(mandate.march.decidedAt, 2);
});

test("[A18] what is read again takes the doubt from what was asked before it alone", async () => {
  const { mandate, registry, march, first } = await lateMandate();
  const lost = mandate.change({ ...march, decidedAt: 1, barred: ["AAAAAAAA"] });
  registry.kept = march;
  await mandate.settle();
  // Kept after it was read again, and not heard of.
  registry.kept = { ...march, decidedAt: 1, barred: ["AAAAAAAA"] };
  first.reject(new Error("the connection was lost"));
  await assert.rejects(lost, /lost/);
  await mandate.settle();
  assert.deepEqual(mandate.march.barred, ["AAAAAAAA"]);
});

test("[A18] a decision that came first is read again, also where it was kept after a reading meanwhile", async () => {
  const { mandate, registry, march, first } = await lateMandate();
  const refused = mandate.change({ ...march, decidedAt: 1, barred: ["BBBBBBBB"] });
  // It is not known yet which of two is kept, and a command comes.
  registry.kept = march;
  await mandate.settle();
  registry.kept = { ...march, decidedAt: 1, barred: ["AAAAAAAA"] };
  first.resolve(false);
  await assert.rejects(refused, { code: "conflict" });
  assert.deepEqual(mandate.march.barred, ["AAAAAAAA"]);
});
