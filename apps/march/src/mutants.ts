/** Ways to break what stewards decide and what a march does in its own time, and who notices. */
import type { Mutant } from "../../../test/mutants/mutant.ts";

const SRC = "apps/march/src";

export const mutants: readonly Mutant[] = [
  {
    // What is over stays on the maps of all who have heard it.
    rule: "A15",
    file: `${SRC}/upkeep.ts`,
    find: "      await this.#endAlerts();\n",
    replace: "",
    test: `${SRC}/rules/may-alert.test.ts`,
  },
  {
    // One who confirms is enough.
    rule: "A16",
    file: `${SRC}/worth.ts`,
    find: "INDEPENDENT_MIN = 2",
    replace: "INDEPENDENT_MIN = 1",
    test: `${SRC}/worth.test.ts`,
  },
  {
    // The author's friends confirm.
    rule: "A16",
    file: `${SRC}/worth.ts`,
    find: "if (own !== null) confirming.delete(own);",
    replace: "",
    test: `${SRC}/worth.test.ts`,
  },
  {
    // However many dispute, it is a fact.
    rule: "A16",
    file: `${SRC}/worth.ts`,
    find: " && confirmedBy > disputedBy",
    replace: "",
    test: `${SRC}/worth.test.ts`,
  },
  {
    // A steward's word is told as that of groups.
    rule: "A16",
    file: `${SRC}/worth.ts`,
    find: "decided: word !== null",
    replace: "decided: false",
    test: `${SRC}/worth.test.ts`,
  },
  {
    // Whoever handed over goes on deciding.
    rule: "A16",
    file: `${SRC}/upkeep.ts`,
    find: "    told.decided !== found.decided ||\n",
    replace: "",
    test: `${SRC}/rules/may-judge.test.ts`,
  },
  {
    // Each person is a branch of their own.
    rule: "A16",
    file: `${SRC}/witnesses.ts`,
    find: "`link ${link}`",
    replace: "`link ${person}`",
    test: `${SRC}/rules/may-judge.test.ts`,
  },
  {
    // A voucher changes nothing.
    rule: "A16",
    file: `${SRC}/witnesses.ts`,
    find: "|| mandate.isVouchedFor(person)",
    replace: "",
    test: `${SRC}/rules/may-judge.test.ts`,
  },
  {
    // Everyone hears who said what.
    rule: "A16",
    file: `${SRC}/room.ts`,
    find: "if (model === verdicts.name) return [];",
    replace: "",
    test: `${SRC}/rules/may-judge.test.ts`,
  },
  {
    // Everyone reads every feed.
    rule: "A17",
    file: `${SRC}/room.ts`,
    find: "return feed === null ? [EVERYONE] : [feedOf(feed), FEEDS];",
    replace: "return feed === null ? [EVERYONE] : [feedOf(feed), FEEDS, EVERYONE];",
    test: `${SRC}/rules/may-post.test.ts`,
  },
  {
    // The last steward leaves a march that nobody can end.
    rule: "A18",
    file: `${SRC}/decided.ts`,
    find: "if (stewardKeys.length > 0) return { stewardKeys };",
    replace: "if (stewardKeys.length >= 0) return { stewardKeys };",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // A decision may be sent again and again.
    rule: "A18",
    file: `${SRC}/decided.ts`,
    find: "at <= march.decidedAt",
    replace: "at < 0",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // What was signed of one person is done to another.
    rule: "A18",
    file: `${SRC}/statement.ts`,
    find: "`\\0${about}`",
    replace: '""',
    test: `${SRC}/decide.test.ts`,
  },
  {
    // A decision is done before it is kept.
    rule: "A18",
    file: `${SRC}/decide.ts`,
    find: "    await mandate.change(changed);\n",
    replace:
      "    if (does === 'remove') await remove(room, about);\n    await mandate.change(changed);\n",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // Whose answer was lost is believed to be a steward still.
    rule: "A18",
    file: `${SRC}/mandate.ts`,
    find: "while (this.#known < this.#news) await this.#reread();",
    replace: "",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // An answer that comes late undoes what was decided since.
    rule: "A18",
    file: `${SRC}/mandate.ts`,
    find: "if (march.decidedAt < this.#march.decidedAt) return;",
    replace: "",
    test: `${SRC}/mandate.test.ts`,
  },
  {
    // What was read too early is believed.
    rule: "A18",
    file: `${SRC}/mandate.ts`,
    find: "      this.#begin();\n      throw error;",
    replace: "      throw error;",
    test: `${SRC}/mandate.test.ts`,
  },
  {
    // Who was removed on another node stays here.
    rule: "A18",
    file: `${SRC}/mandate.ts`,
    find: "      this.#begin();\n      await this.settle();",
    replace: "      await this.settle();",
    test: `${SRC}/mandate.test.ts`,
  },
  {
    // Who was removed by a decision whose end was not heard stays.
    rule: "A18",
    file: `${SRC}/unheard-decision.ts`,
    find: '    room.expel(person, new Fault("forbidden", REMOVED));\n    onDecided(person);\n',
    replace: "",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // Whose answer was lost erases as a steward still.
    rule: "A18",
    file: `${SRC}/room.ts`,
    find: "await mandate.settle();",
    replace: "",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // Another owner's decisions are overwritten.
    rule: "A18",
    file: `${SRC}/registry.ts`,
    find: "where id = $1 and decided_at_ms = $2",
    replace: "where id = $1 and $2::float8 >= 0",
    test: `${SRC}/registry.pg.test.ts`,
  },
  {
    // After an erase nobody learns who the stewards are.
    rule: "A18",
    file: `${SRC}/stewards-note.ts`,
    find: "[wallMs, count, ...people]",
    replace: "[wallMs > 0 || count > 0 ? '' : '', ...people]",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // Who is removed keeps their connections.
    rule: "A19",
    file: `${SRC}/decide.ts`,
    find: '  room.expel(person, new Fault("forbidden", REMOVED));\n',
    replace: "",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // Everyone may ask how many came by a link, and by which one somebody came.
    rule: "A24",
    file: `${SRC}/links-command.ts`,
    find: "!mandate.isSteward(person)",
    replace: "person === ''",
    test: `${SRC}/links-command.test.ts`,
  },
  {
    // Who was removed comes back with the token they have.
    rule: "A19",
    file: `${SRC}/may-enter.ts`,
    find: "if (mandate.isBarred(grant.person)) return",
    replace: "if (false) return",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // What they told stays.
    rule: "A19",
    file: `${SRC}/removal.ts`,
    find: "by === person && told !== null",
    replace: "by === person && told === null",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // The database names who was removed.
    rule: "A19",
    file: `${SRC}/mask.ts`,
    find: 'return hmac.digest().subarray(0, MASK_BYTES).toString("base64url");',
    replace: "return hmac.digest().length > MASK_BYTES ? person : '';",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // Who leads alone may remove themself, and nobody is left.
    rule: "A19",
    file: `${SRC}/decided.ts`,
    find: "if (about === signer.person)",
    replace: "if (about === '')",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // A removal leaves the door open.
    rule: "A20",
    file: `${SRC}/decided.ts`,
    find: 'return link === "" ? removed :',
    replace: "return link !== '' ? removed :",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // Who was a steward goes on inviting.
    rule: "A20",
    file: `${SRC}/invite-command.ts`,
    find: "return ({ person }, args): NewInvite => {",
    replace:
      "return ({ person, rights: [, has] }, args): NewInvite => {\n    mandate = has === undefined ? mandate : ({ march: mandate.march, isSteward: () => true } as never);",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // A wish is heard by nobody.
    rule: "A21",
    file: `${SRC}/upkeep.ts`,
    find: "      await this.#forgetPositions();\n",
    replace: "",
    test: `${SRC}/upkeep.test.ts`,
  },
  {
    // What a march held stays in memory.
    rule: "A22",
    file: `${SRC}/decide.ts`,
    find: "  room.space.erase(room.space.nextWatermark());\n",
    replace: "",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // A march that was ended goes on after a restart.
    rule: "A22",
    file: `${SRC}/decided.ts`,
    find: "({ endsAt: nowMs })",
    replace: "({ endsAt: nowMs + 1 })",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // Who was removed joins again.
    rule: "A19",
    file: `${SRC}/door.ts`,
    find: "if (isBarred(march, person))",
    replace: "if (false)",
    test: `${SRC}/door.test.ts`,
  },
  {
    // A link that was revoked lets people in.
    rule: "A20",
    file: `${SRC}/door.ts`,
    find: "march.revoked.includes(link) || ",
    replace: "",
    test: `${SRC}/door.test.ts`,
  },
  {
    // Who was removed goes on inviting.
    rule: "A20",
    file: `${SRC}/door.ts`,
    find: " || isBarred(march, by)",
    replace: "",
    test: `${SRC}/door.test.ts`,
  },
  {
    // Who was a steward goes on reading every feed.
    rule: "A18",
    file: `${SRC}/decide.ts`,
    find: "[person, about].filter(isOther)",
    replace: "[about].filter(isOther)",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // What was being written when somebody was removed stays.
    rule: "A19",
    file: `${SRC}/upkeep.ts`,
    find: "      await this.#sweepRemoved();\n",
    replace: "",
    test: `${SRC}/decide.test.ts`,
  },
  {
    // Summaries are told whole each time.
    rule: "A25",
    file: "apps/march/src/summary-notes.ts",
    find: "if (!isDue && names.length === before.length) return",
    replace: "if (!isDue && all.length === 0) return",
    test: "apps/march/src/summary-notes.test.ts",
  },
  {
    // Two contingents of like size have all told whole again and again.
    rule: "A25",
    file: "apps/march/src/summary-notes.ts",
    find: "const before = isDue ? [] : this.#whole.names;",
    replace:
      "const before = isDue || all.slice(0, 30).some((one) => !this.#whole.names.includes(one.contingent)) ? [] : this.#whole.names;",
    test: "apps/march/src/summary-notes.test.ts",
  },
  {
    // It is said again and again that nobody is to be seen.
    rule: "A25",
    file: "apps/march/src/summary-notes.ts",
    find: "    if (all.length === 0 && this.#isNobodyTold && !isAnew) return null;\n",
    replace: "",
    test: "apps/march/src/summary-notes.test.ts",
  },
  {
    // Who has too few people is shown where they were.
    rule: "A25",
    file: "apps/march/src/summary-notes.ts",
    find: "filter(({ people }) => people > 0)",
    replace: "filter(({ people }) => people >= 0)",
    test: "apps/march/src/summary-notes.test.ts",
  },
  {
    // What differs is taken for what differs from others.
    rule: "A25",
    file: "apps/march/src/summary-notes.ts",
    find: "number !== whole.number",
    replace: "number < 0",
    test: "apps/march/src/summary-notes.test.ts",
  },
  {
    // What was told is not told anew after an erase.
    rule: "A25",
    file: "apps/march/src/room.ts",
    find: "const isAnew = watermark !== erased;",
    replace: "const isAnew = false;",
    test: "apps/march/src/room.test.ts",
  },
  {
    // Positions are told whole.
    rule: "A25",
    file: "apps/march/src/model.ts",
    find: "(place === null ? null : [place.latE7, place.lonE7])",
    replace: "(place === null ? null : null)",
    test: "apps/march/src/budget.test.ts",
  },
  {
    // A part hears of each step at once.
    rule: "A25",
    file: "apps/march/src/room.ts",
    find: "(audience === DISPLAY ? DISPLAY_GATHER_MS : GATHER_MS)",
    replace: "(audience === DISPLAY ? GATHER_MS : 0)",
    test: "apps/march/src/budget.test.ts",
  },
  {
    // Whatever is shared is noted in the database's log, and nowhere else.
    rule: "A4",
    file: `${SRC}/march.ts`,
    find: "const crowd = new Crowd(ports.timers, NODE_RECORDS_MAX);",
    replace: `const crowd = new Crowd(ports.timers, NODE_RECORDS_MAX);
  crowd.isFullFor = ({ value }) => {
    const note = JSON.stringify(value);
    void pool.query("select pg_logical_emit_message(false, 'record', $1)", [note]);
    return false;
  };`,
    test: `${SRC}/leak.pg.test.ts`,
  },
];
