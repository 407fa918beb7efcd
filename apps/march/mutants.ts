/** Ways to break each rule of docs/spec/march.md, and the test that notices. */
import type { Mutant } from "../../test/mutants/mutant.ts";

const SRC = "apps/march/src";

export const mutants: readonly Mutant[] = [
  {
    // People who had stopped are counted as erased pins.
    rule: "A1",
    file: `${SRC}/erase.ts`,
    find: "room.erase(({ value }) => isPin(value))",
    replace: "room.erase(() => true)",
    test: `${SRC}/room.test.ts`,
  },
  {
    // Positions no longer compete: each contingent keeps one of a person.
    rule: "A2",
    file: `${SRC}/model.ts`,
    find: "key: (position) => position.person",
    replace: "key: (position) => `${position.contingent}/${position.person}`",
    test: `${SRC}/model.test.ts`,
  },
  {
    // A display is not told of an erase.
    rule: "A3",
    file: `${SRC}/display.ts`,
    find: "this.#isErased = true;",
    replace: "this.#isErased = false;",
    test: `${SRC}/display.test.ts`,
  },
  {
    // A poller is still told of who has stopped.
    rule: "A3",
    file: `${SRC}/arrivals.ts`,
    find: "this.#byPerson.delete(key);",
    replace: "",
    test: `${SRC}/arrivals.test.ts`,
  },
  {
    // The march goes first: a sweep that is cut short leaves its room's row for ever.
    rule: "A4",
    file: `${SRC}/sweep.ts`,
    find: "  await journal.forget(MARCH, ended);\n  await registry.delete(ended);\n",
    replace: "  await registry.delete(ended);\n  await journal.forget(MARCH, ended);\n",
    test: `${SRC}/sweep.test.ts`,
  },
  {
    // A march whose end has come opens again.
    rule: "A4",
    file: `${SRC}/room.ts`,
    find: "march.endsAt <= ports.clock.now()",
    replace: "march.endsAt < 0",
    test: `${SRC}/room.test.ts`,
  },
  {
    // Who made too many marches is told to come back too early.
    rule: "A13",
    file: `${SRC}/rates.ts`,
    find: "Math.ceil((1 - this.#leftOf(name, nowMs)) / this.#allowance.perSecond)",
    replace: "1",
    test: `${SRC}/makers.test.ts`,
  },
  {
    // An invite outlives its march.
    rule: "A4",
    file: `${SRC}/invite.ts`,
    find: "march.endsAt <= nowMs",
    replace: "march.endsAt < nowMs - 60_000",
    test: `${SRC}/invite.test.ts`,
  },
  {
    // The end that is written into an invite is not looked at.
    rule: "A4",
    file: `${SRC}/invite.ts`,
    find: "body.readUInt32BE(1) * 1000 <= nowMs",
    replace: "body.readUInt32BE(1) < 0",
    test: `${SRC}/invite.test.ts`,
  },
  {
    // Whoever is in the march writes for everyone in their contingent.
    rule: "A5",
    file: `${SRC}/rules/may-share.ts`,
    find: "person !== grant.person",
    replace: 'person === ""',
    test: `${SRC}/room.test.ts`,
  },
  {
    // A right in a token is enough to erase.
    rule: "A5",
    file: `${SRC}/steward-signature.ts`,
    find: "if (await isSigned(verifier, statement, { key, signature })) return person;",
    replace: "if (signature.length > 0) return person;",
    test: `${SRC}/room.test.ts`,
  },
  {
    // An erase may be sent again and again within its minute.
    rule: "A5",
    file: `${SRC}/erase.ts`,
    find: "doneBy = Math.max(doneBy, at);",
    replace: "",
    test: `${SRC}/room.test.ts`,
  },
  {
    // An erase may be sent again as soon as the node has started anew.
    rule: "A5",
    file: `${SRC}/erase.ts`,
    find: "lastDoneMs + STATEMENT_AHEAD_MS_MAX",
    replace: "0",
    test: `${SRC}/room.test.ts`,
  },
  {
    // Who stamps ahead keeps the steward from erasing.
    rule: "A5",
    file: `${SRC}/erase.ts`,
    find: "Math.min(room.space.watermark.wallMs, room.now())",
    replace: "room.space.watermark.wallMs",
    test: `${SRC}/room.test.ts`,
  },
  {
    // Anyone writes themselves an invite.
    rule: "A5",
    file: `${SRC}/invite.ts`,
    find: "timingSafeEqual(bytes.subarray(MAC_AT), mac)",
    replace: "timingSafeEqual(mac, mac)",
    test: `${SRC}/invite.test.ts`,
  },
  {
    // An invite to one march counts in another of the same key.
    rule: "A5",
    file: `${SRC}/invite.ts`,
    find: "invite\\0${id}\\0",
    replace: "invite\\0",
    test: `${SRC}/invite.test.ts`,
  },
  {
    // An invite is read around what was added to it.
    rule: "A5",
    file: `${SRC}/invite.ts`,
    find: "FORM.test(invite)",
    replace: "true",
    test: `${SRC}/invite.test.ts`,
  },
  {
    // A signature for joining erases as well.
    rule: "A5",
    file: `${SRC}/statement.ts`,
    find: "\\0${does}\\0",
    replace: "\\0",
    test: `${SRC}/statement.test.ts`,
  },
  {
    // One march takes as many joins as there are.
    rule: "A5",
    file: `${SRC}/rates.ts`,
    find: "return isTaken;",
    replace: "return true;",
    test: `${SRC}/rates.test.ts`,
  },
  {
    // A part has no end.
    rule: "A6",
    file: `${SRC}/parts.ts`,
    find: "size < PART_PEOPLE_MAX",
    replace: "size < SEATS_MAX",
    test: `${SRC}/parts.test.ts`,
  },
  {
    // Invented people are remembered for ever.
    rule: "A6",
    file: `${SRC}/parts.ts`,
    find: "if (this.#seats.size >= SEATS_MAX) this.#giveAwayOldest();",
    replace: "",
    test: `${SRC}/parts.test.ts`,
  },
  {
    // Everyone hears every pin.
    rule: "A6",
    file: `${SRC}/room.ts`,
    find: "return [partOf(contingent, person), DISPLAY];",
    replace: "return [partOf(contingent, person), DISPLAY, EVERYONE];",
    test: `${SRC}/room.test.ts`,
  },
  {
    // Summaries grow older than a phone may show them.
    rule: "A6",
    file: `${SRC}/summary.ts`,
    find: "SUMMARY_EVERY_MS = 1_500",
    replace: "SUMMARY_EVERY_MS = 2_000",
    test: `${SRC}/room.test.ts`,
  },
  {
    // Four people are told apart.
    rule: "A6",
    file: `${SRC}/summary.ts`,
    find: "SUMMARY_PEOPLE_MIN = 5",
    replace: "SUMMARY_PEOPLE_MIN = 4",
    test: `${SRC}/summary.test.ts`,
  },
  {
    // Every contingent is summarised for everyone.
    rule: "A6",
    file: `${SRC}/summary-notes.ts`,
    find: ".slice(0, SUMMARIES_MAX)",
    replace: "",
    test: `${SRC}/summary.test.ts`,
  },
  {
    // Who jumps takes the contingent along.
    rule: "A6",
    file: `${SRC}/movement.ts`,
    find: "[Math.floor(numbers.length / 2)]",
    replace: "[numbers.length - 1]",
    test: `${SRC}/summary.test.ts`,
  },
  {
    // Stewards wait among all others, who may fill the places.
    rule: "A18",
    file: `${SRC}/room.ts`,
    find: "comesFirst: ({ person }) => mandate.isSteward(person),",
    replace: "",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // What does not differ is told each time.
    rule: "A25",
    file: `${SRC}/summary-notes.ts`,
    find: "bits + (by === 0 ? 0 : 2 ** place), 0));\n      for (const by of differs) if (by !== 0) to",
    replace: "bits + 2 ** place, 0));\n      for (const by of differs) to",
    test: `${SRC}/summary-notes.test.ts`,
  },
  {
    // Middles are means, to a centimetre, of which each person's share can be worked out.
    rule: "A6",
    file: `${SRC}/summary.ts`,
    find: "const place = isGood ? before : onGrid(middle, gridM);",
    replace:
      "const meanOf = (pick: (one: Place) => number) => Math.round(places.reduce((sum, one) => sum + pick(one), 0) / places.length);\n  const place = { latE7: meanOf((one) => one.latE7), lonE7: meanOf((one) => one.lonE7) };",
    test: `${SRC}/summary-found.test.ts`,
  },
  {
    // Whoever is far away takes the middle along.
    rule: "A6",
    file: `${SRC}/sphere.ts`,
    find: "return { latE7, lonE7: within180(about + east) };",
    replace: "return middleOf(places);",
    test: `${SRC}/summary.test.ts`,
  },
  {
    // It is told which of two places a middle is nearer to, which tells it to a metre.
    rule: "A6",
    file: `${SRC}/summary.ts`,
    find: "KEPT_LINES = 0.75",
    replace: "KEPT_LINES = 0",
    test: `${SRC}/summary.test.ts`,
  },
  {
    // How many they are is told exactly.
    rule: "A6",
    file: `${SRC}/summary.ts`,
    find: "stepBelow(people.length)",
    replace: "people.length",
    test: `${SRC}/summary.test.ts`,
  },
  {
    // How spread out they are is told to a centimetre, for the few.
    rule: "A6",
    file: `${SRC}/coarse.ts`,
    find: "COARSE_M_MIN = 50",
    replace: "COARSE_M_MIN = 5",
    test: `${SRC}/coarse.test.ts`,
  },
  {
    // The grid has a seam at the 180th meridian.
    rule: "A6",
    file: `${SRC}/coarse.ts`,
    find: " % columns;",
    replace: ";",
    test: `${SRC}/coarse.test.ts`,
  },
  {
    // The middle of two that straddle the 180th meridian is on the other side of the Earth.
    rule: "A6",
    file: `${SRC}/sphere.ts`,
    find: "sum.x += Math.cos(lat) * Math.cos(lon);",
    replace: "sum.x += Math.cos(lat) * Math.abs(Math.cos(lon));",
    test: `${SRC}/sphere.test.ts`,
  },
  {
    // Places beyond the pole are taken.
    rule: "A7",
    file: `${SRC}/model.ts`,
    find: "z.maximum(90 * E7)",
    replace: "z.maximum(91 * E7)",
    test: `${SRC}/model.test.ts`,
  },
  {
    // Names may turn the text around them.
    rule: "A7",
    file: `${SRC}/model.ts`,
    find: "VISIBLE.test(text) && !UNPRINTABLE.test(text)",
    replace: "VISIBLE.test(text)",
    test: `${SRC}/model.test.ts`,
  },
  {
    // A name of fillers looks as if there were none.
    rule: "A7",
    file: `${SRC}/model.ts`,
    find: "\\p{Default_Ignorable_Code_Point}",
    replace: "",
    test: `${SRC}/model.test.ts`,
  },
  {
    // What someone typed is cut in the middle of a character.
    rule: "A7",
    file: `${SRC}/model.ts`,
    find: '.replace(CUT_OFF, "")',
    replace: "",
    test: `${SRC}/model.test.ts`,
  },
  {
    // Arrivals of one millisecond are one: who polls between them misses the second.
    rule: "A9",
    file: `${SRC}/arrivals.ts`,
    find: "this.#last + STEP_MS",
    replace: "this.#last",
    test: `${SRC}/arrivals.test.ts`,
  },
  {
    // The newest is answered again and again.
    rule: "A9",
    file: `${SRC}/arrivals.ts`,
    find: "arrival.at > lastPing",
    replace: "arrival.at >= lastPing",
    test: `${SRC}/arrivals.test.ts`,
  },
  {
    // A display that does not read is told all the same, and its memory grows.
    rule: "A10",
    file: `${SRC}/display.ts`,
    find: "    if (!this.#hasRoom) return;\n",
    replace: "",
    test: `${SRC}/display.test.ts`,
  },
  {
    // A display outlives its token.
    rule: "A10",
    file: `${SRC}/display.ts`,
    find: "timers.after(endsAt - timers.now(), () => this.end()),",
    replace: "",
    test: `${SRC}/display.test.ts`,
  },
  {
    // A full node takes whoever comes.
    rule: "A12",
    file: `${SRC}/room.ts`,
    find: "crowd.isFullFor(written, room.space) ? tooMany(FULL) : null",
    replace: "null",
    test: `${SRC}/crowd.test.ts`,
  },
  {
    // The positions of marches that ended count for ever.
    rule: "A12",
    file: `${SRC}/crowd.ts`,
    find: "    this.#forgetEnded();\n",
    replace: "",
    test: `${SRC}/crowd.test.ts`,
  },
  {
    // Marches that could not be made use up what all may make.
    rule: "A13",
    file: `${SRC}/makers.ts`,
    find: "this.#all.giveBack(ALL);",
    replace: "",
    test: `${SRC}/makers.test.ts`,
  },
  {
    // Who made a march is remembered for as long as the node runs.
    rule: "A8",
    file: `${SRC}/rates.ts`,
    find: "this.#leftOf(name, nowMs) >= this.#allowance.burst",
    replace: "false",
    test: `${SRC}/makers.test.ts`,
  },
];
