/** Ways to break the rules of March that its HTTP API keeps, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "apps/march/src";

export const mutants: readonly Mutant[] = [
  {
    // Refusals are not counted.
    rule: "A7",
    file: `${SRC}/http/answer.ts`,
    find: "(refused.get(fault.code) ?? 0) + 1",
    replace: "(refused.get(fault.code) ?? 0)",
    test: `${SRC}/http/answer.test.ts`,
  },
  {
    // A cut link shows braces to whoever followed it.
    rule: "A7",
    file: `${SRC}/http/answer.ts`,
    find: 'fault.code === "not_found" && isBrowser(context)',
    replace: "false",
    test: `${SRC}/http/answer.test.ts`,
  },
  {
    // Any type of body will do.
    rule: "A7",
    file: `${SRC}/http/gate.ts`,
    find: "if (!JSON_TYPE.test",
    replace: "if (false && !JSON_TYPE.test",
    test: `${SRC}/http/answer.test.ts`,
  },
  {
    // Scripts of anywhere may run.
    rule: "A8",
    file: `${SRC}/http/pages.ts`,
    find: `scriptSrc: ["'self'"]`,
    replace: `scriptSrc: ["'self'", "https:"]`,
    test: `${SRC}/http/pages.test.ts`,
  },
  {
    // One token asks as often as it likes.
    rule: "A9",
    file: `${SRC}/http/entrance.ts`,
    find: "if (rate.take(`${id} ${person}`, clock.now()))",
    replace: "if (rate.take(`${id} ${person}`, clock.now()) || true)",
    test: `${SRC}/http/api.pg.test.ts`,
  },
  {
    // One march takes all the streams of a node.
    rule: "A10",
    file: `${SRC}/http/stream.ts`,
    find: " && ofMarch < STREAMS_OF_MARCH_MAX",
    replace: "",
    test: `${SRC}/http/stream.pg.test.ts`,
  },
  {
    // A HEAD begins a stream that nobody ends.
    rule: "A10",
    file: `${SRC}/http/stream.ts`,
    find: 'context.req.method === "HEAD"',
    replace: 'context.req.method === "HEADS"',
    test: `${SRC}/http/stream.pg.test.ts`,
  },
  {
    // What is compressed is not sent.
    rule: "A11",
    file: `${SRC}/http/pages.ts`,
    find: "rewriteRequestPath, precompressed: true",
    replace: "rewriteRequestPath",
    test: `${SRC}/http/pages.test.ts`,
  },
  {
    // An old page is kept, and a new node answers it.
    rule: "A11",
    file: `${SRC}/http/pages.ts`,
    find: 'routes.get(path, cached("no-cache")',
    replace: 'routes.get(path, cached("max-age=86400")',
    test: `${SRC}/http/pages.test.ts`,
  },
  {
    // A full node tells who asks that they may never share.
    rule: "A12",
    file: `${SRC}/http/locations.ts`,
    find: "if (crowd.isFullFor(ofPerson(grant), owner.space)) throw",
    replace: "if (false) throw",
    test: `${SRC}/http/locations.test.ts`,
  },
  {
    // One address makes all the marches that a node takes.
    rule: "A13",
    file: `${SRC}/http/make.ts`,
    find: "makers.allow(address, nowMs",
    replace: "makers.allow(null, nowMs",
    test: `${SRC}/http/api.pg.test.ts`,
  },
  {
    // Anyone says that they are someone else.
    rule: "A13",
    file: `${SRC}/http/address.ts`,
    find: "if (!HERE.test(address)) return network(address);",
    replace: "",
    test: `${SRC}/http/address.test.ts`,
  },
  {
    // A contingent that is called like a person tells where that person is.
    rule: "A6",
    file: `${SRC}/http/locations.ts`,
    find: "owner.audiencesOf(grant).slice(0, 1)",
    replace: "owner.audiencesOf(grant)",
    test: `${SRC}/http/people.pg.test.ts`,
  },
  {
    // A change of contingent is a way off one's branch.
    rule: "A23",
    file: `${SRC}/http/contingents.ts`,
    find: "{ ...grant.about, contingent, made: order.next() }",
    replace: "{ contingent, made: order.next() }",
    test: `${SRC}/http/people.pg.test.ts`,
  },
  {
    // Who changes contingent goes on where they were.
    rule: "A23",
    file: `${SRC}/may-enter.ts`,
    find: "if (roster.isNewer(grant))",
    replace: "if (false)",
    test: `${SRC}/may-enter.test.ts`,
  },
  {
    // They come back with the token that they had before.
    rule: "A23",
    file: `${SRC}/may-enter.ts`,
    find: "if (roster.isReplaced(grant)) return REPLACED;",
    replace: "",
    test: `${SRC}/may-enter.test.ts`,
  },
  {
    // They write with it, where they are no more.
    rule: "A23",
    file: `${SRC}/rules/may-write.ts`,
    find: "if (roster.isReplaced(grant)) return forbidden(REPLACED);",
    replace: "",
    test: `${SRC}/may-enter.test.ts`,
  },
  {
    // Whoever opens a second tab is sent away from the first.
    rule: "A23",
    file: `${SRC}/roster.ts`,
    find: "known.made < madeOf(grant)",
    replace: "known.made <= madeOf(grant)",
    test: `${SRC}/may-enter.test.ts`,
  },
  {
    // Two changes in one millisecond are one.
    rule: "A23",
    file: `${SRC}/token-order.ts`,
    find: "Math.max(this.#clock.now(), this.#last + 1)",
    replace: "Math.max(this.#clock.now(), this.#last)",
    test: `${SRC}/token-order.test.ts`,
  },
  {
    // After a clock was set back a change is older than what it changes.
    rule: "A23",
    file: `${SRC}/token-order.ts`,
    find: "this.#last = Math.max(this.#last, made);",
    replace: "void made;",
    test: `${SRC}/token-order.test.ts`,
  },
  {
    // The token of another contingent is as old as the one before.
    rule: "A23",
    file: `${SRC}/http/contingents.ts`,
    find: "contingent, made: order.next() }",
    replace: "contingent }",
    test: `${SRC}/http/people.pg.test.ts`,
  },
  {
    // Who joins anew by their key is taken for who they were before.
    rule: "A23",
    file: `${SRC}/http/join.ts`,
    find: "{ ...grant.about, made: order.next() }",
    replace: "{ ...grant.about }",
    test: `${SRC}/http/people.pg.test.ts`,
  },
];
