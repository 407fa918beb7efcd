import assert from "node:assert/strict";
import { test } from "node:test";
import type { SeenContingent } from "../src/models/banners.ts";
import { aloneIn } from "./contingent-names.ts";
import { knownContingents, meantBy } from "./known-contingents.ts";

const seen = (contingent: string, name: string): SeenContingent => ({
  contingent,
  name,
  colour: 1,
  by: "her",
  people: 7,
});
const SEEN = [seen("Tenants", "Rent strike"), seen("Cooks", "Cooks")];

test("[W57] the contingents of the link, and one's own, can be gone into before anyone is seen in them", () => {
  const known = knownContingents(SEEN, ["Tenants", "Nurses"], "Drummers");
  assert.deepEqual(known.slice(0, 2), SEEN);
  assert.deepEqual(
    known.slice(2).map(({ contingent, name, people }) => [contingent, name, people]),
    [
      ["Drummers", "Drummers", null],
      ["Nurses", "Nurses", null],
    ],
  );
  assert.deepEqual(knownContingents(SEEN, ["Cooks"], "Cooks"), SEEN);
});

test("[W57] whoever marches alone is offered their loneliness by no name", () => {
  assert.deepEqual(knownContingents([], [], aloneIn(new Uint8Array(16))), []);
});

test("[W57] a typed name means the contingent that has it, however it is spelt, and not a second one", () => {
  const known = knownContingents(SEEN, ["Nurses"], "Tenants");
  const meant = (typed: string) => meantBy(typed, known)?.contingent ?? null;
  assert.deepEqual(
    ["nurses", "Nurses", "NURSES ", "rent  STRIKE", "tenants", "Students"].map(meant),
    ["Nurses", "Nurses", "Nurses", "Tenants", "Tenants", null],
  );
});
