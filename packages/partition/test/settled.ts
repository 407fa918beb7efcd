/**
 * Whether a simulated group has come to rest: everything owned, the spread at most one, all under
 * one numbering, and members and database of one opinion.
 *
 * Rules P8, P11, P13: docs/spec/partition.md.
 */
import type { SimulatedGroup } from "./simulated-group.ts";
import type { SimulatedMember } from "./simulated-member.ts";

/** What is missing; empty where the group is at rest. */
export function unsettled(group: SimulatedGroup): string[] {
  const members = group.alive;
  if (members.length === 0) return [];
  const numbering = group.settings.fenced
    ? []
    : members.flatMap((member) => wrongView(member, group));
  return [
    ...wrongSpread(group, members),
    ...numbering,
    ...members.flatMap((each) => wrongKeys(each, group)),
  ];
}

function wrongSpread({ settings }: SimulatedGroup, members: readonly SimulatedMember[]): string[] {
  const counts = members.map((member) => numbered(member).length);
  const owned = counts.reduce((sum, count) => sum + count, 0);
  const isEven = Math.max(...counts) - Math.min(...counts) <= 1;
  if (owned === settings.partitions && isEven) return [];
  return [`of ${settings.partitions} partitions the members have ${counts.join(", ")}`];
}

function numbered({ keys }: SimulatedMember): readonly string[] {
  return keys.flatMap(({ key }) => (/^\d+$/.test(key) ? [key] : []));
}

/** A member whose application is through with the numbering need not act. */
function wrongView({ name, state, view }: SimulatedMember, { database }: SimulatedGroup): string[] {
  const { epoch, members } = database.tables.state;
  if (state.seat?.epoch !== epoch)
    return [`${name} knows of epoch ${state.seat?.epoch}, not ${epoch}`];
  if (state.barrier.finished === epoch) return [];
  if (view?.size === members.size && view.epoch === epoch) return [];
  return [`${name} acts as [${view?.index}/${view?.size}] of ${members.size}`];
}

/** A named key that the application has just asked for or given up is on its way. */
function wrongKeys({ name, state, keys }: SimulatedMember, { database }: SimulatedGroup): string[] {
  const { id } = state;
  if (id === null) return [`${name} is not a member`];
  return keys
    .filter((owned) => !database.tables.holds(id, owned))
    .map(({ key }) => `${name} acts on key ${key}, which the database gives to another`);
}
