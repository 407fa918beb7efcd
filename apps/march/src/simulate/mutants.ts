/** Ways to break each rule of docs/spec/march-simulation.md, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SIMULATE = "apps/march/src/simulate";
const BENCH = "apps/march/src/bench";

export const mutants: readonly Mutant[] = [
  {
    // Two people may stand at the same place.
    rule: "S1",
    file: `${SIMULATE}/expectation.ts`,
    find: "      if (this.#moves.has(key)) continue;\n",
    replace: "",
    test: `${SIMULATE}/expectation.test.ts`,
  },
  {
    // A long run jumps from the end of the path to its start.
    rule: "S1",
    file: `${SIMULATE}/route.ts`,
    find: "return step < points ? step : period - step;",
    replace: "return tick % points;",
    test: `${SIMULATE}/expectation.test.ts`,
  },
  {
    // Any XML is taken for GPX.
    rule: "S2",
    file: `${SIMULATE}/gpx.ts`,
    find: 'if (root?.localName !== "gpx")',
    replace: "if (root === null)",
    test: `${SIMULATE}/route.test.ts`,
  },
  {
    // Better late than never.
    rule: "S3",
    file: `${SIMULATE}/tally.ts`,
    find: "if (atMs > endMs) missed.push(person);",
    replace: "if (atMs === Number.POSITIVE_INFINITY) missed.push(person);",
    test: `${SIMULATE}/tally.test.ts`,
  },
  {
    // Latency hides how late the post was in its tick.
    rule: "S3",
    file: `${SIMULATE}/tally.ts`,
    find: "atMs - postAt(schedule, person, tick)",
    replace: "atMs - postAt(schedule, 0, tick)",
    test: `${SIMULATE}/tally.test.ts`,
  },
  {
    // The node is blamed for a machine that does not keep up.
    rule: "S3",
    file: `${SIMULATE}/summary.ts`,
    find: "const BEHIND_SHARE_MAX = 0.1;",
    replace: "const BEHIND_SHARE_MAX = 10;",
    test: `${SIMULATE}/summary.test.ts`,
  },
  {
    // Anyone's place will do.
    rule: "S4",
    file: `${SIMULATE}/tally.ts`,
    find: "if (move.person !== person) {",
    replace: "if (move.person < 0) {",
    test: `${SIMULATE}/tally.test.ts`,
  },
  {
    // Pins may move back.
    rule: "S4",
    file: `${SIMULATE}/tally.ts`,
    find: "if (move.tick < before) {",
    replace: "if (move.tick < before - 1) {",
    test: `${SIMULATE}/tally.test.ts`,
  },
  {
    // What is missed counts as delivered.
    rule: "S5",
    file: `${SIMULATE}/board.ts`,
    find: "this.#deliveries += report.delivered;",
    replace: "this.#deliveries += people;",
    test: `${SIMULATE}/summary.test.ts`,
  },
  {
    // Viewer 10 stands before viewer 2.
    rule: "S5",
    file: `${SIMULATE}/summary.ts`,
    find: 'localeCompare(b, "en", { numeric: true })',
    replace: 'localeCompare(b, "en")',
    test: `${SIMULATE}/summary.test.ts`,
  },
  {
    // What the second erase found is passed over.
    rule: "S6",
    file: `${SIMULATE}/summary.ts`,
    find: "erased[0] !== people || erased[1] !== 0",
    replace: "erased[0] !== people",
    test: `${SIMULATE}/summary.test.ts`,
  },
  {
    // A pin from before the erase may stand.
    rule: "S7",
    file: `${SIMULATE}/race.ts`,
    find: "if (isShown && post.answeredAt < erase.sentAt)",
    replace: "if (isShown && post.answeredAt < 0)",
    test: `${SIMULATE}/race.test.ts`,
  },
  {
    // Viewers need not agree.
    rule: "S7",
    file: `${SIMULATE}/race.ts`,
    find: "people.join() !== first[1].join()",
    replace: "people.length > people.length + first[1].length",
    test: `${SIMULATE}/race.test.ts`,
  },
  {
    // A swap in which only one takes part.
    rule: "S8",
    file: `${SIMULATE}/sabotage.ts`,
    find: "return person === SECOND ? FIRST : person;",
    replace: "return person;",
    test: `${SIMULATE}/sabotage.test.ts`,
  },
  {
    // The sample is believed, not verified.
    rule: "S9",
    file: `${SIMULATE}/signature-sample.ts`,
    find: "this.#space.receive(record)",
    replace: "this.#space.receive(record, { verified: true })",
    test: `${SIMULATE}/signature-sample.test.ts`,
  },
  {
    // Half a person may march.
    rule: "S10",
    file: `${SIMULATE}/options.ts`,
    find: " && (!isWhole || Number.isInteger(number))",
    replace: "",
    test: `${SIMULATE}/options.test.ts`,
  },
  {
    // The load waits for its own lateness, not for the answer.
    rule: "S11",
    file: `${BENCH}/posting.ts`,
    find: "tally.latenciesMs.push(life.timers.now() - dueAt);",
    replace: "tally.latenciesMs.push(behindMs);",
    test: `${BENCH}/posting.test.ts`,
  },
  {
    // The 95th percentile is a median.
    rule: "S12",
    file: `${BENCH}/report.ts`,
    find: "percentile(sorted, 0.95)",
    replace: "percentile(sorted, 0.5)",
    test: `${BENCH}/report.test.ts`,
  },
  {
    // A pin that comes again counts again.
    rule: "S13",
    file: `${SIMULATE}/throng/pins-heard.ts`,
    find: "    if (tick <= before) return;\n",
    replace: "",
    test: `${SIMULATE}/throng/pins-heard.test.ts`,
  },
  {
    // Bytes that end alike are taken for the same.
    rule: "S13",
    file: `${SIMULATE}/throng/frame-reader.ts`,
    find: " && bytes.equals(known.bytes)",
    replace: "",
    test: `${SIMULATE}/throng/frame-reader.test.ts`,
  },
  {
    // Summaries that stay away are not old.
    rule: "S14",
    file: `${SIMULATE}/throng/pins-heard.ts`,
    find: "this.#summaryAt === null ? 0 : nowMs - this.#summaryAt",
    replace: "0",
    test: `${SIMULATE}/throng/pins-heard.test.ts`,
  },
  {
    // What a round forgot to erase is no matter.
    rule: "S15",
    file: `${SIMULATE}/memory-rounds.ts`,
    find: "if (erased !== of.people)",
    replace: "if (erased < 0)",
    test: `${SIMULATE}/memory-rounds.test.ts`,
  },
  {
    // What is under way when it is looked at first is taken for kept.
    rule: "S15",
    file: `${SIMULATE}/held-at-rest.ts`,
    find: "if (next.heapBytes < least.heapBytes)",
    replace: "if (looks < 0)",
    test: `${SIMULATE}/held-at-rest.test.ts`,
  },
  {
    // Nor is it waited until nothing more is let go of.
    rule: "S15",
    file: `${SIMULATE}/held-at-rest.ts`,
    find: "? steady + 1 : 0",
    replace: "? steady + 1 : steady + 1",
    test: `${SIMULATE}/held-at-rest.test.ts`,
  },
  {
    // What cannot be read is passed over.
    rule: "S16",
    file: "packages/rooms/src/connection.ts",
    find: 'if (error instanceof Malformed) this.end(new Fault("bad_message", error.message));',
    replace: "if (error instanceof Malformed) return;",
    test: "test/hostile/wire.test.ts",
  },
  {
    // Any signature fits.
    rule: "S17",
    file: "packages/replica/src/identity.ts",
    find: "return await crypto.subtle.verify(ALGORITHM, key, owned(signature), owned(bytes));",
    replace: 'return key.type === "public" && signature.length + bytes.length > 0;',
    test: "test/hostile/wire.test.ts",
  },
  {
    // An invite need not be one that this node has made.
    rule: "S18",
    file: "apps/march/src/invite.ts",
    find: "timingSafeEqual(bytes.subarray(MAC_AT), mac)",
    replace: "mac.length === MAC_BYTES",
    test: "test/hostile/http.pg.test.ts",
  },
  {
    // One route takes whoever asks for a member, without a look at the session.
    rule: "S18",
    file: "apps/march/src/http/entrance.ts",
    find: "const lent = await host.enter({ kind: MARCH, id }, bearerOf(context));",
    replace: `const about = { contingent: "Tenants" };
    const grant = { person: "anyone", rights: ["share"], about, expiresAt: Infinity };
    const lent = context.req.path.endsWith("/take-back")
      ? { ...(await host.use({ kind: MARCH, id })), grant }
      : await host.enter({ kind: MARCH, id }, bearerOf(context));`,
    test: "test/hostile/http.pg.test.ts",
  },
  {
    // One route asks who it is, and not what they may.
    rule: "S18",
    file: "apps/march/src/http/stream.ts",
    find: "if (!grant.rights.includes(DISPLAY)) {",
    replace: "if (grant.rights.length === 0) {",
    test: "test/hostile/http.pg.test.ts",
  },
  {
    // Who floods goes on.
    rule: "S19",
    file: "packages/rooms/src/connection.ts",
    find: "return this.#waiting < WAITING_MESSAGES_MAX && this.#rate.take(this.#timers.monotonic());",
    replace: "return true;",
    test: "test/hostile/flood.pg.test.ts",
  },
  {
    // A node takes as many connections as come.
    rule: "M14",
    file: "packages/rooms/src/edge.ts",
    find: "this.#connections.size < CONNECTIONS_MAX",
    replace: "this.#connections.size >= 0",
    test: "test/hostile/full.test.ts",
  },
  {
    // Whatever it takes, an attack is borne.
    rule: "S19",
    file: "test/hostile/attack.ts",
    find: "ratio > RATIO_MAX",
    replace: "ratio > 100 * RATIO_MAX",
    test: "test/hostile/attack.test.ts",
  },
];
