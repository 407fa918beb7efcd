/**
 * Groups in the memory of this process: for tests of what is built on them. Same rules, same
 * answers as PostgreSQL, nothing durable; a transaction's effects are what it asks to be done at
 * its commit.
 *
 * Rules P9, P15: docs/spec/partition.md.
 */
import { Fault } from "./fault.ts";
import type { Effecting, Guard, MemberId, Opening, Settings, Store } from "./store.ts";
import { Tables } from "./tables.ts";

export interface MemoryTransaction {
  /** Runs when the transaction commits, and not when it is fenced. */
  onCommit(effect: () => void): void;
}

export interface MemoryStore extends Store<MemoryTransaction> {
  /** Asks a member to hand over and leave, as an operator does. */
  drain(group: string, id: MemberId): void;
}

interface MemoryGroup {
  readonly name: string;
  readonly random: () => number;
  settings: Settings;
  tables: Tables;
  readonly listeners: Set<Opening["listener"]>;
  readonly operations: Set<string>;
}

export function memory(random: () => number = Math.random): MemoryStore {
  const groups = new Map<string, MemoryGroup>();
  return {
    drain: (name, id) => groups.get(name)?.tables.drain(id),
    open: async ({ name, settings, label, listener }) => {
      const group = groups.get(name) ?? newGroup(name, settings, random);
      agree(group, settings);
      groups.set(name, group);
      group.listeners.add(listener);
      const close = async () => void group.listeners.delete(listener);
      return {
        execute: async (request) => {
          if (request.kind === "join") agree(group, settings);
          return group.tables.execute(request, label);
        },
        transaction: (effect) => commit(group, effect),
        follow: () => {},
        close,
      };
    },
  };
}

function newGroup(name: string, settings: Settings, random: () => number): MemoryGroup {
  const listeners = new Set<Opening["listener"]>();
  const tables = newTables(settings, random, listeners);
  return { name, random, settings, tables, listeners, operations: new Set() };
}

function newTables(
  settings: Settings,
  random: () => number,
  listeners: MemoryGroup["listeners"],
): Tables {
  const notify = (what: "changed" | "freed") => {
    for (const listener of listeners) queueMicrotask(() => listener[what]());
  };
  const ports = { random, notify, isDropped: () => false };
  return new Tables(settings, { timeline: 1, session: "memory" }, ports);
}

/** A group without members becomes what is wanted. */
function agree(group: MemoryGroup, wants: Settings): void {
  const { name, settings: has, tables, random } = group;
  if (has.partitions === wants.partitions && has.fenced === wants.fenced) return;
  if (tables.state.members.size > 0) {
    throw new Fault(
      "group_differs",
      `group ${name} has ${describe(has)}, this member wants ${describe(wants)}: use the same, ` +
        "or another group",
    );
  }
  const { epoch, fences } = tables.state;
  group.settings = wants;
  group.tables = newTables(wants, random, group.listeners);
  group.tables.state = { ...group.tables.state, epoch, fences };
}

async function commit(
  { tables, operations }: MemoryGroup,
  { guard, operation, run }: Effecting<MemoryTransaction>,
): Promise<boolean> {
  throwIfFenced(tables, guard);
  if (operation !== null && operations.has(operation)) return false;
  const effects: (() => void)[] = [];
  await run({ onCommit: (effect) => void effects.push(effect) });
  throwIfFenced(tables, guard);
  if (operation !== null && operations.has(operation)) return false;
  if (operation !== null) operations.add(operation);
  for (const effect of effects) effect();
  return true;
}

function throwIfFenced(tables: Tables, guard: Guard): void {
  const holds =
    guard.kind === "key"
      ? tables.holds(guard.id, guard.owned)
      : tables.permits(guard.id, guard.epoch);
  if (holds) return;
  const what = guard.kind === "key" ? `key ${guard.owned.key}` : `epoch ${guard.epoch}`;
  throw new Fault("fenced", `${what} belongs to this member no longer: nothing was done`);
}

function describe({ partitions, fenced }: Settings): string {
  return `${partitions} partitions, ${fenced ? "fenced" : "not fenced"}`;
}
