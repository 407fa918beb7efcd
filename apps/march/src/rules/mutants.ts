/** Ways to break who may write what in a march, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const RULES = "apps/march/src/rules";

export const mutants: readonly Mutant[] = [
  {
    // Whoever is in a contingent changes its banner.
    rule: "A14",
    file: `${RULES}/may-name.ts`,
    find: "!isSame && !isMine && !mandate.isSteward(grant.person)",
    replace: "false",
    test: `${RULES}/may-name.test.ts`,
  },
  {
    // A banner expires, since nobody else may write it again.
    rule: "A14",
    file: `${RULES}/may-name.ts`,
    find: "!isSame && !isMine && !mandate.isSteward(grant.person)",
    replace: "!isMine && !mandate.isSteward(grant.person)",
    test: `${RULES}/may-name.test.ts`,
  },
  {
    // One contingent gives itself the name of another.
    rule: "A14",
    file: `${RULES}/may-name.ts`,
    find: "areAlike(looks.of(other), wanted)",
    replace: "other === name",
    test: `${RULES}/may-name.test.ts`,
  },
  {
    // With a joiner in it, it is another name.
    rule: "A14",
    file: `${RULES}/looks.ts`,
    find: '.replaceAll(UNSEEN, "")',
    replace: "",
    test: `${RULES}/looks.test.ts`,
  },
  {
    // With a Greek capital in it, it is another name.
    rule: "A14",
    file: `${RULES}/looks.ts`,
    find: "[name, name.toUpperCase(), name.toLowerCase()]",
    replace: "[name.toLowerCase()]",
    test: `${RULES}/looks.test.ts`,
  },
  {
    // A Greek name in capitals is passed for by Latin ones.
    rule: "A14",
    file: `${RULES}/looks.ts`,
    find: "[name, name.toUpperCase(), name.toLowerCase()]",
    replace: "[name]",
    test: `${RULES}/looks.test.ts`,
  },
  {
    // Whoever tries names has all of them looked at, and nothing else is done meanwhile.
    rule: "A14",
    file: "apps/march/src/known-looks.ts",
    find: "if (known !== undefined) return known;",
    replace: "",
    test: "apps/march/src/known-looks.test.ts",
  },
  {
    // Invented names are kept for ever.
    rule: "A14",
    file: "apps/march/src/known-looks.ts",
    find: "this.#looks.size > KNOWN_LOOKS_MAX && ",
    replace: "this.#looks.size === 0 && ",
    test: "apps/march/src/known-looks.test.ts",
  },
  {
    // A contingent without a banner is passed for.
    rule: "A14",
    file: `${RULES}/may-name.ts`,
    find: ", ...shownBut(contingent, room.space)",
    replace: "",
    test: `${RULES}/may-name.test.ts`,
  },
  {
    // Who tries names learns which few people are there.
    rule: "A14",
    file: `${RULES}/may-name.ts`,
    find: "people < SUMMARY_PEOPLE_MIN",
    replace: "people < 1",
    test: `${RULES}/may-name.test.ts`,
  },
  {
    // A banner flickers.
    rule: "A14",
    file: `${RULES}/may-name.ts`,
    find: "before.stamp.wallMs + BANNER_EVERY_MS > room.now()",
    replace: "false",
    test: `${RULES}/may-name.test.ts`,
  },
  {
    // Anyone withdraws what others told.
    rule: "A15",
    file: `${RULES}/once.ts`,
    find: "grant.person === before.by || isSteward",
    replace: "true",
    test: `${RULES}/may-alert.test.ts`,
  },
  {
    // Stewards cannot withdraw.
    rule: "A15",
    file: `${RULES}/once.ts`,
    find: "grant.person === before.by || isSteward",
    replace: "grant.person === before.by",
    test: `${RULES}/may-alert.test.ts`,
  },
  {
    // An alert is told in another's name.
    rule: "A15",
    file: `${RULES}/once.ts`,
    find: "if (said.by !== grant.person)",
    replace: "if (said.by === '')",
    test: `${RULES}/may-alert.test.ts`,
  },
  {
    // An alert of tomorrow stands until tomorrow.
    rule: "A15",
    file: `${RULES}/once.ts`,
    find: "said.at > nowMs + AHEAD_MS_MAX",
    replace: "false",
    test: `${RULES}/may-alert.test.ts`,
  },
  {
    // Who takes back what nobody knows fills the march.
    rule: "A15",
    file: `${RULES}/may-alert.ts`,
    find: "refusal !== null || held !== null",
    replace: "refusal !== null || alert.told === null",
    test: `${RULES}/may-alert.test.ts`,
  },
  {
    // The same in any feed, also among the announcements.
    rule: "A17",
    file: `${RULES}/may-post.ts`,
    find: "if (held !== null) return null",
    replace: "if (post.said === null) return null",
    test: `${RULES}/may-post.test.ts`,
  },
  {
    // Who goes from contingent to contingent fills the march with posts.
    rule: "A17",
    file: `${RULES}/may-post.ts`,
    find: "tooMuchOf(({ by }) => by === post.by) ?? ",
    replace: "",
    test: `${RULES}/may-post.test.ts`,
  },
  {
    // Whoever comes first after a restart takes what others said.
    rule: "A15",
    file: `${RULES}/once.ts`,
    find: "!isIdOf(said.id, said.by)",
    replace: "false",
    test: `${RULES}/may-alert.test.ts`,
  },
  {
    // What a steward took back comes back after a restart.
    rule: "A15",
    file: `${RULES}/once.ts`,
    find: "said.by === grant.person || isSteward",
    replace: "said.by === grant.person",
    test: `${RULES}/may-alert.test.ts`,
  },
  {
    // Whoever is quick takes back what others say.
    rule: "A15",
    file: `${RULES}/once.ts`,
    find: "if (said.by === grant.person || isSteward) return null;",
    replace: "return null;",
    test: `${RULES}/may-alert.test.ts`,
  },
  {
    // The same in the feed of others.
    rule: "A17",
    file: `${RULES}/may-post.ts`,
    find: "  if (isSteward && said === null) return null;\n",
    replace: "",
    test: `${RULES}/may-post.test.ts`,
  },
  {
    // A phone gives back what is over.
    rule: "A15",
    file: `${RULES}/may-alert.ts`,
    find: "told !== null && told.at + ALERT_MS[told.kind] <= nowMs",
    replace: "false",
    test: `${RULES}/may-alert.test.ts`,
  },
  {
    // One person tells of as many alerts as they like.
    rule: "A15",
    file: `${RULES}/once.ts`,
    find: "recent.length >= limit.inWindowMax",
    replace: "false",
    test: `${RULES}/may-alert.test.ts`,
  },
  {
    // Telling and withdrawing is a way around.
    rule: "A15",
    file: `${RULES}/once.ts`,
    find: "held.filter(({ by }) => by === said.by)",
    replace: "held.filter(({ by, at }) => by === said.by && at !== null)",
    test: `${RULES}/may-alert.test.ts`,
  },
  {
    // Who tells of an alert confirms it, too.
    rule: "A16",
    file: `${RULES}/may-judge.ts`,
    find: "alert?.value.by === grant.person",
    replace: "false",
    test: `${RULES}/may-judge.test.ts`,
  },
  {
    // One person speaks for many.
    rule: "A16",
    file: `${RULES}/may-judge.ts`,
    find: "verdict.person !== grant.person",
    replace: "verdict.person === ''",
    test: `${RULES}/may-judge.test.ts`,
  },
  {
    // Those of one link take all the places.
    rule: "A16",
    file: `${RULES}/may-judge.ts`,
    find: "same.length < VERDICTS_OF_LINK_MAX",
    replace: "true",
    test: `${RULES}/may-judge.test.ts`,
  },
  {
    // Words on alerts that are none fill the memory.
    rule: "A16",
    file: `${RULES}/may-judge.ts`,
    find: "unknown((by) => roster.find(by)?.link === link) < VERDICTS_UNKNOWN_OF_LINK_MAX",
    replace: "true",
    test: `${RULES}/may-judge.test.ts`,
  },
  {
    // Before it is told, those of one link take all the places.
    rule: "A16",
    file: `${RULES}/may-judge.ts`,
    find: "return refusal ?? whyEnough(",
    replace: "return alert === undefined ? refusal : whyEnough(",
    test: `${RULES}/may-judge.test.ts`,
  },
  {
    // Those of one link take the places of all.
    rule: "A16",
    file: `${RULES}/may-judge.ts`,
    find: "unknown((by) => roster.find(by)?.link === link)",
    replace: "unknown(() => true)",
    test: `${RULES}/may-judge.test.ts`,
  },
  {
    // The same of an alert that is known.
    rule: "A16",
    file: `${RULES}/may-judge.ts`,
    find: "value.says === says && roster.find(value.person)?.link === link",
    replace: "value.says === says",
    test: `${RULES}/may-judge.test.ts`,
  },
  {
    // After a restart one person takes the place of what others say.
    rule: "A16",
    file: `${RULES}/may-judge.ts`,
    find: "unknown((by) => by === person) < VERDICTS_UNKNOWN_OF_PERSON_MAX",
    replace: "true",
    test: `${RULES}/may-judge.test.ts`,
  },
  {
    // A steward's phone says what an alert is worth.
    rule: "A16",
    file: `${RULES}/may-write.ts`,
    find: 'rule === undefined ? forbidden("only the node writes that") : rule(',
    replace: "rule === undefined ? null : rule(",
    test: `${RULES}/may-judge.test.ts`,
  },
  {
    // Anyone announces to all.
    rule: "A17",
    file: `${RULES}/may-post.ts`,
    find: "return isSteward ? null",
    replace: "return true ? null",
    test: `${RULES}/may-post.test.ts`,
  },
  {
    // Anyone posts in any feed.
    rule: "A17",
    file: `${RULES}/may-post.ts`,
    find: 'if (feed === grant.about["contingent"]) return null;',
    replace: "return null;",
    test: `${RULES}/may-post.test.ts`,
  },
  {
    // One full feed closes all.
    rule: "A17",
    file: `${RULES}/may-post.ts`,
    find: "({ feed }) => feed === post.feed",
    replace: "() => true",
    test: `${RULES}/may-post.test.ts`,
  },
  {
    // Taking a post back tells everyone where it was.
    rule: "A17",
    file: `${RULES}/may-post.ts`,
    find: "before !== undefined && before.value.feed !== post.feed",
    replace: "false",
    test: `${RULES}/may-post.test.ts`,
  },
  {
    // Who was removed goes on where they are.
    rule: "A19",
    file: `${RULES}/may-write.ts`,
    find: "if (mandate.isBarred(grant.person))",
    replace: "if (false)",
    test: "apps/march/src/decide.test.ts",
  },
  {
    // A phone gives back a position that was to be forgotten.
    rule: "A21",
    file: `${RULES}/may-share.ts`,
    find: "keptUntil(position, wroteMs) <= room.now()",
    replace: "false",
    test: "apps/march/src/upkeep.test.ts",
  },
];
