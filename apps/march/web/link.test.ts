import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { tidied } from "../src/model.ts";
import { isLocal, type Link, readContingents, readLink, readPasted, writeLink } from "./link.ts";

const ORIGIN = "https://example.org";
const ID = "abcdefghijklmnop";

const links: fc.Arbitrary<Link> = fc.record(
  {
    id: fc.stringMatching(/^[A-Za-z0-9_-]{16}$/),
    invite: fc.string({ minLength: 1, maxLength: 40 }),
    name: fc.string({ unit: "grapheme", maxLength: 20 }).map((name) => tidied(name, 60)),
    contingents: fc
      .uniqueArray(fc.string({ unit: "grapheme", maxLength: 10 }), { maxLength: 5 })
      .map((names) => [...new Set(names.map((name) => tidied(name, 32)))].filter((n) => n !== "")),
    lifetimeMs: fc.option(fc.integer({ min: 1, max: 120 }).map((minutes) => minutes * 60_000)),
    isDisplay: fc.boolean(),
  },
  { noNullPrototype: true },
);

test("[W1] a link reads as it was written, and nothing of it but the id goes to a server", () => {
  fc.assert(
    fc.property(links, (link) => {
      const url = new URL(writeLink(ORIGIN, link));
      assert.deepEqual(readLink(url), link);
      assert.equal(url.href.split("#")[0], `${ORIGIN}/march/${link.id}`);
    }),
  );
});

test("[W1] what a stranger wrote into a link is cut to what the node takes", () => {
  const url = new URL(`${ORIGIN}/march/${ID}#i=x&n=%00+a%0A+&c=+&c=b&c=b&c=${"y".repeat(99)}`);
  const link = readLink(url);
  assert.equal(link?.name, "a");
  assert.deepEqual(link?.contingents, ["b", "y".repeat(32)]);
  assert.equal(readLink(new URL(`${ORIGIN}/march/short`)), null);
});

test("[W2] a pasted text is followed on this server only, and only with an invite", () => {
  const good = writeLink(ORIGIN, {
    id: ID,
    invite: "x",
    name: "n",
    contingents: [],
    lifetimeMs: null,
    isDisplay: false,
  });
  const found = readPasted(`Come along: ${good} !`, ORIGIN);
  assert.ok(found instanceof URL && found.href === good);
  assert.equal(readPasted(good, "https://elsewhere.org"), "other_server");
  assert.equal(readPasted(`${ORIGIN}/march/${ID}`, ORIGIN), "no_invite");
  for (const text of ["", "march", "javascript:alert(1)", "https://", `${ORIGIN}/other`]) {
    assert.equal(readPasted(text, ORIGIN), "not_a_link");
  }
});

test("[W1] contingents are typed with commas between, each once", () => {
  assert.deepEqual(readContingents(" Nurses, Students,,Nurses,\nNorth side "), [
    "Nurses",
    "Students",
    "North side",
  ]);
});

test("[W1] a link keeps what writing needs: the joiners of Persian, and of families", () => {
  const contingents = ["می‌خواهم", "👨‍👩‍👧 Families"];
  const link = {
    id: ID,
    invite: "x",
    name: "می‌خواهم",
    contingents,
    lifetimeMs: null,
    isDisplay: false,
  };
  assert.deepEqual(readLink(new URL(writeLink(ORIGIN, link))), link);
  assert.deepEqual(readContingents(contingents.join(", ")), contingents);
});

test("[W25] a link says whether it is for a display", () => {
  const link = { id: ID, invite: "x", name: "", contingents: [], lifetimeMs: null };
  for (const isDisplay of [true, false]) {
    const url = new URL(writeLink(ORIGIN, { ...link, isDisplay }));
    assert.equal(readLink(url)?.isDisplay, isDisplay);
  }
});

test("[W27] an address of this computer alone is told from one that others can open", () => {
  for (const host of ["localhost", "a.localhost", "127.0.0.1", "127.1.2.3", "[::1]"]) {
    assert.ok(isLocal(host), host);
  }
  for (const host of [
    "192.168.0.7",
    "localhost.org",
    "127.0.0.1.org",
    "march.example",
    "[fe80::1]",
  ]) {
    assert.ok(!isLocal(host), host);
  }
});

test("[W29] a link says how long a position lives, in whole minutes and never too few", () => {
  const link = { id: ID, invite: "x", name: "", contingents: [], isDisplay: false };
  const url = new URL(writeLink(ORIGIN, { ...link, lifetimeMs: 90_000 }));
  assert.equal(readLink(url)?.lifetimeMs, 120_000);
  for (const wrong of ["", "t=0", "t=-5", "t=1e9", "t=half", "t=9999"]) {
    assert.equal(readLink(new URL(`${ORIGIN}/march/${ID}#${wrong}`))?.lifetimeMs, null);
  }
});
