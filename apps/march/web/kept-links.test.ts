import assert from "node:assert/strict";
import { test } from "node:test";
import { readInvite, signInvite } from "../src/invite.ts";
import {
  inviteToPass,
  type KeptLink,
  LINKS_KEPT_MAX,
  linkLines,
  linkOf,
  withLink,
} from "./kept-links.ts";

const START_MS = 1_800_000_000_000;
const MARCH = {
  id: "a-march-of-tests",
  endsAt: START_MS + 60_000,
  tokenKey: new Uint8Array(32).fill(7),
};
const BY = "QUJDREVGR0hJSktMTU5PUA";
const invite = (link: string) => signInvite(MARCH, { rights: ["share"], by: BY, link });
const kept = (link: string, changed: Partial<KeptLink> = {}): KeptLink => ({
  link,
  invite: invite(link),
  label: link,
  isDisplay: false,
  ...changed,
});

test("[W66] the page finds in an invite the link that the march knows it by", () => {
  for (const link of ["AAECAwQF", "________"]) {
    assert.equal(linkOf(invite(link)), link);
    assert.equal(readInvite(MARCH, invite(link), START_MS).link, link);
  }
});

test("[W66] the first link, one's own from the newest on, then others, each with who came", () => {
  const told = {
    links: [
      { link: "linkothe", people: 9 },
      { link: "linkfirs", people: 4 },
      { link: "linknew1", people: 1 },
    ],
    revoked: ["linkold1"],
    of: null,
  };
  const all = [kept("linkold1"), kept("linknew1", { label: "", isDisplay: true })];
  assert.deepEqual(
    linkLines(invite("linkfirs"), all, told).map(({ link, kind, people, isClosed }) => [
      link,
      kind,
      people,
      isClosed,
    ]),
    [
      ["linkfirs", "first", 4, false],
      ["linknew1", "display", 1, false],
      ["linkold1", "named", 0, true],
      ["linkothe", "other", 9, false],
    ],
  );
});

test("[W66] a phone keeps so many links, and of more the newest", () => {
  let all: readonly KeptLink[] = [];
  for (let i = 0; i <= LINKS_KEPT_MAX; i += 1) all = withLink(all, kept(`link-${1000 + i}`));
  assert.equal(all.length, LINKS_KEPT_MAX);
  assert.deepEqual(
    [all[0]?.label, all.at(-1)?.label],
    ["link-1001", `link-${1000 + LINKS_KEPT_MAX}`],
  );
});

test("[W66] before the march has told, nothing is said of who came", () => {
  const [first] = linkLines(invite("linkfirs"), [], null);
  assert.deepEqual([first?.people, first?.isClosed], [null, false]);
});

const closed = (...revoked: string[]) => ({ links: [], revoked, of: null });

test("[W66] what is passed on is open, and no display's: the first link, else the newest that was made", () => {
  const all = [kept("linkold1"), kept("linknew1"), kept("linkdisp", { isDisplay: true })];
  const passed = (told: Parameters<typeof inviteToPass>[2]): string | null => {
    const found = inviteToPass(invite("linkfirs"), all, told);
    return found === null ? null : linkOf(found);
  };
  assert.equal(passed(null), "linkfirs");
  assert.equal(passed(closed("linknew1")), "linkfirs");
  assert.equal(passed(closed("linkfirs")), "linknew1");
  assert.equal(passed(closed("linkfirs", "linknew1")), "linkold1");
  assert.equal(passed(closed("linkfirs", "linknew1", "linkold1")), null);
});
