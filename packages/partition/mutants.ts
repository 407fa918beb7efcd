/**
 * Ways to break the rules of docs/spec/partition.md that pure code keeps, and the test that notices:
 * a unit test where one step shows it, seeds where it takes a history.
 */
import type { Mutant } from "../../test/mutants/mutant.ts";

const SRC = "packages/partition/src";
const RULES = `${SRC}/rules.sim.test.ts`;
const SCENARIOS = `${SRC}/scenarios.sim.test.ts`;

export const mutants: readonly Mutant[] = [
  {
    // Member ids are used again.
    rule: "P1",
    file: `${SRC}/tables.ts`,
    find: "return `m-${digits}` as MemberId;",
    replace: "return `m-${this.state.members.size}${digits.slice(12)}` as MemberId;",
    test: RULES,
  },
  {
    // Joining begins no new epoch.
    rule: "P1",
    file: `${SRC}/tables.ts`,
    find: "this.#change({ epoch: epoch + 1, members:",
    replace: "this.#change({ epoch, members:",
    test: `${SRC}/tables.test.ts`,
  },
  {
    // A hole stays in the indices.
    rule: "P2",
    file: `${SRC}/tables.ts`,
    find: "if (row.index === members.size)",
    replace: "if (row.index < 0)",
    test: `${SRC}/tables.test.ts`,
  },
  {
    // A member leaves before it has released what it has.
    rule: "P2",
    file: `${SRC}/settle.ts`,
    find: "return isHandedOver ? ask(",
    replace: "return isHandedOver || id.length > 0 ? ask(",
    test: `${SRC}/member.test.ts`,
  },
  {
    // A member that an operator drains stays.
    rule: "P2",
    file: `${SRC}/answers.ts`,
    find: "const leaves = reading.draining && state.phase",
    replace: "const leaves = reading.size < 0 && state.phase",
    test: `${SRC}/member.test.ts`,
  },
  {
    // A member that was buried goes on.
    rule: "P3",
    file: `${SRC}/answers.ts`,
    find: 'if (answer.value === null) return withoutLife(state, "buried");',
    replace: "if (answer.value === null) return [state, []];",
    test: `${SRC}/member.test.ts`,
  },
  {
    // A heartbeat does not raise the counter.
    rule: "P3",
    file: `${SRC}/tables.ts`,
    find: "counter: row.counter + 1, load",
    replace: "load",
    test: `${SRC}/tables.test.ts`,
  },
  {
    // Silent neighbours do not let a member look further.
    rule: "P4",
    file: `${SRC}/watch.ts`,
    find: "const WIDTH_PER_SILENT = 4;",
    replace: "const WIDTH_PER_SILENT = 0;",
    test: `${SRC}/watch.test.ts`,
  },
  {
    // Only the next neighbour is watched: two dead in a row wait for each other's burial.
    rule: "P4",
    file: `${SRC}/watch.ts`,
    find: "WIDTH_MIN + WIDTH_PER_SILENT * silent.length",
    replace: "1",
    test: `${SRC}/rest.sim.test.ts`,
  },
  {
    // Buried at once, without a watch of one's own.
    rule: "P5",
    file: `${SRC}/watch.ts`,
    find: "answeredAtMs - sinceMs >= timing.watchMs",
    replace: "answeredAtMs >= sinceMs",
    test: `${SRC}/watch.test.ts`,
  },
  {
    // Buried after a silence that a slow network makes.
    rule: "P5",
    file: `${SRC}/watch.ts`,
    find: "answeredAtMs - sinceMs >= timing.watchMs",
    replace: "answeredAtMs - sinceMs >= timing.gapMs",
    test: RULES,
  },
  {
    // Buried by an expiry that counts from before the watch.
    rule: "P5",
    file: `${SRC}/watch.ts`,
    find: "? before.sinceMs : nowMs;",
    replace: "? before.sinceMs : Math.min(nowMs, watch.answeredAtMs);",
    test: `${SRC}/watch.test.ts`,
  },
  {
    // Buried though the counter moved.
    rule: "P5",
    file: `${SRC}/tables.ts`,
    find: "return isSame && row.counter === suspect.counter;",
    replace: "return isSame;",
    test: SCENARIOS,
  },
  {
    // A watch goes on over a gap in one's own answers.
    rule: "P5",
    file: `${SRC}/watch.ts`,
    find: "nowMs - watch.answeredAtMs > timing.gapMs ||",
    replace: "",
    test: `${SRC}/rest.sim.test.ts`,
  },
  {
    // A watch goes on over a restart that may have taken renewals back.
    rule: "P5",
    file: `${SRC}/watch.ts`,
    find: "reading.server.session !== watch.server?.session",
    replace: "watch.server === null",
    test: SCENARIOS,
  },
  {
    // A burial that was decided before a restart is carried out after it.
    rule: "P5",
    file: `${SRC}/tables.ts`,
    find: "timeline === this.server.timeline && session === this.server.session;",
    replace: "timeline === this.server.timeline && session.length > 0;",
    test: SCENARIOS,
  },
  {
    // A lease counts from the response.
    rule: "P6",
    file: `${SRC}/answers.ts`,
    find: "renewed(state.lease, sentAtMs, timing)",
    replace: "renewed(state.lease, nowMs - 0 * sentAtMs, timing)",
    test: RULES,
  },
  {
    // Acting goes on after the deadline, and is renewed then.
    rule: "P6",
    file: `${SRC}/lease.ts`,
    find: "return monotonicMs < lease.untilMs;",
    replace: "return lease.untilMs > monotonicMs - 1_500;",
    test: RULES,
  },
  {
    // A suspended machine is not noticed.
    rule: "P6",
    file: `${SRC}/lease.ts`,
    find: "Math.abs(partedMs) <= timing.partMs",
    replace: "Math.abs(partedMs) >= 0",
    test: RULES,
  },
  {
    // Many short sleeps are not added up.
    rule: "P6",
    file: `${SRC}/lease.ts`,
    find: "wentMs < timing.actMs ? lease",
    replace: "wentMs < 0 ? lease",
    test: SCENARIOS,
  },
  {
    // The application itself is not kept from acting after a suspend.
    rule: "P6",
    file: `${SRC}/lease.ts`,
    find: "return holdsAt(looked(lease, at, timing), at.monotonicMs);",
    replace: "return holdsAt({ ...lease, trustedFromMs: timing.partMs }, at.monotonicMs);",
    test: `${SRC}/lease.test.ts`,
  },
  {
    // Heartbeats sent before a suspend renew.
    rule: "P6",
    file: `${SRC}/lease.ts`,
    find: "if (sentAtMs < lease.trustedFromMs) return lease;",
    replace: "",
    test: `${SRC}/lease.test.ts`,
  },
  {
    // A leaving member waits for a database that is gone.
    rule: "P6",
    file: `${SRC}/settle.ts`,
    find: "if (!isHeld(state)) return settleLife(",
    replace: "if (id.length === 0) return settleLife(",
    test: `${SRC}/member.test.ts`,
  },
  {
    // A member that hung sends before it stops.
    rule: "P7",
    file: `${SRC}/settle.ts`,
    find: "  settleBarrier,\n  settleKeys,\n  settleBeat,\n",
    replace: "  settleBeat,\n  settleBarrier,\n  settleKeys,\n",
    test: `${SRC}/member.test.ts`,
  },
  {
    // The clock that is asked first is the one of the event before.
    rule: "P7",
    file: `${SRC}/absorb.ts`,
    find: "nowMs: at.monotonicMs };",
    replace: "nowMs: before.lease.lookedAt.monotonicMs };",
    test: `${SRC}/member.test.ts`,
  },
  {
    // Partitions are taken from the living.
    rule: "P8",
    file: `${SRC}/tables.ts`,
    find: "!this.state.members.has(owner);",
    replace: "owner.length > 0;",
    test: RULES,
  },
  {
    // Names are taken from the living.
    rule: "P8",
    file: `${SRC}/tables.ts`,
    find: "if (owner !== undefined) return { key, owner:",
    replace: "if (owner?.index === -1) return { key, owner:",
    test: RULES,
  },
  {
    // A fence is no newer than the last.
    rule: "P8",
    file: `${SRC}/tables.ts`,
    find: "this.#change({ fences: counter });",
    replace: "",
    test: RULES,
  },
  {
    // A key is released while the application uses it.
    rule: "P8",
    file: `${SRC}/holdings.ts`,
    find: "return isLate ?",
    replace: "return !wanted || isLate ?",
    test: RULES,
  },
  {
    // An application that does not stop holds others up for ever.
    rule: "P8",
    file: `${SRC}/holdings.ts`,
    find: "return isLate ?",
    replace: "return isLate && wanted && !wanted ?",
    test: `${SRC}/holdings.test.ts`,
  },
  {
    // One that does not stop keeps for ever what its member lost with its lease alone.
    rule: "P8",
    file: `${SRC}/holdings.ts`,
    find: "return isLate ?",
    replace: "return isLate && !wanted ?",
    test: `${SRC}/holdings.test.ts`,
  },
  {
    // The end of an earlier ownership is taken for that of a later one.
    rule: "P8",
    file: `${SRC}/holdings.ts`,
    find: " || before.given !== fence.nonce)",
    replace: " || fence.nonce < 0)",
    test: `${SRC}/holdings.test.ts`,
  },
  {
    // What a late claim took is never found.
    rule: "P8",
    file: `${SRC}/answers.ts`,
    find: "auditAtMs: state.nowMs + AUDIT_MS",
    replace: "auditAtMs: Number.POSITIVE_INFINITY",
    test: `${SRC}/member.test.ts`,
  },
  {
    // A write needs no ownership.
    rule: "P9",
    file: `${SRC}/tables.ts`,
    find: "return row?.owner === id && row.fence.nonce === fence.nonce;",
    replace: "return row !== undefined && (id.length > 0 || fence.nonce > 0);",
    test: RULES,
  },
  {
    // The spread is above 1.
    rule: "P11",
    file: `${SRC}/quota.ts`,
    find: "Math.ceil((partitions - index) / size)",
    replace:
      "index === 0 ? partitions - (size - 1) * Math.floor(partitions / size) : Math.floor(partitions / size)",
    test: `${SRC}/quota.test.ts`,
  },
  {
    // The weights are not asked.
    rule: "P12",
    file: `${SRC}/settle.ts`,
    find: "if (loads.size === 0) return",
    replace: "if (loads.size >= 0) return",
    test: `${SRC}/member.test.ts`,
  },
  {
    // A numbering is acted on before everybody has acknowledged it.
    rule: "P13",
    file: `${SRC}/barrier.ts`,
    find: "seat.isSteady && seat.everyone >= seat.epoch;",
    replace: "seat.isSteady;",
    test: RULES,
  },
  {
    // A new epoch is acknowledged while an earlier one is acted on.
    rule: "P13",
    file: `${SRC}/barrier.ts`,
    find: "if (stoppingSinceMs !== null) return null;",
    replace:
      'if (stoppingSinceMs !== null) return may && seat !== null && acknowledged < seat.epoch ? "acknowledge" : null;',
    test: RULES,
  },
  {
    // An application that is stuck halts the group.
    rule: "P13",
    file: `${SRC}/barrier.ts`,
    find: "atMs - barrier.stoppingSinceMs >= stopMs;",
    replace: "atMs < barrier.stoppingSinceMs - stopMs;",
    test: `${SRC}/member.test.ts`,
  },
  {
    // No quiet time after a failover: the database says that there is none.
    rule: "P15",
    file: `${SRC}/tables.ts`,
    find: "timeline, isSteady: false,",
    replace: "timeline, isSteady: true,",
    test: RULES,
  },
  {
    // No quiet time after a failover: the members do not ask.
    rule: "P15",
    file: `${SRC}/answers.ts`,
    find: "const isSteady = reading.steady ||",
    replace: "const isSteady = reading.size > 0 ||",
    test: RULES,
  },
  {
    // Keys are held in the quiet time.
    rule: "P15",
    file: `${SRC}/settle.ts`,
    find: "may: isHeld(state) && state.seat?.isSteady === true,",
    replace: "may: isHeld(state),",
    test: RULES,
  },
  {
    // A member of the former timeline ends the quiet time of the new one.
    rule: "P15",
    file: `${SRC}/tables.ts`,
    find: "if (members.has(id) && timeline === this.server.timeline)",
    replace: "if (members.has(id) || timeline > 0)",
    test: `${SRC}/member.test.ts`,
  },
  {
    // Members of the former timeline stay in.
    rule: "P15",
    file: `${SRC}/tables.ts`,
    find: "this.#change({ members: new Map(), timeline,",
    replace: "this.#change({ timeline,",
    test: `${SRC}/tables.test.ts`,
  },
  {
    // Answers of another timeline are believed.
    rule: "P15",
    file: `${SRC}/answers.ts`,
    find: "if (answer.timeline !== known)",
    replace: "if (answer.timeline < known)",
    test: RULES,
  },
  {
    // A dropped connection is reason enough in any group.
    rule: "P16",
    file: `${SRC}/tables.ts`,
    find: "return this.#settings.fenced && this.#ports.isDropped",
    replace: "return this.#ports.isDropped",
    test: `${SRC}/tables.test.ts`,
  },
  {
    // A dropped connection is no reason in any group.
    rule: "P16",
    file: `${SRC}/settle.ts`,
    find: "const [lost] = settings.fenced ? dropped : [];",
    replace: "const [lost] = settings.partitions < 0 ? dropped : [];",
    test: `${SRC}/rest.sim.test.ts`,
  },
];
