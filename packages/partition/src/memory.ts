/**
 * Groups in the memory of this process: for tests of what is built on them. Same rules, same
 * answers as PostgreSQL, nothing durable; a transaction's effects are what it asks to be done at
 * its commit.
 *
 * Rules P9, P15: docs/spec/partition.md.
 */
import { Fault } from "./fault.ts";
import type { Effecting, GroupStore, Guard, Opening, Settings, Store } from "./store.ts";
import { Tables } from "./tables.ts";

export interface MemoryTransaction {
  /** Runs when the transaction commits, and not when it is fenced. */
  onCommit(effect: () => void): void;
}

interface MemoryGroup {
  readonly settings: Settings;
  readonly tables: Tables;
  readonly listeners: Set<Opening["listener"]>;
  readonly operations: Set<string>;
}

export function memory(random: () => number = Math.random): Store<MemoryTransaction> {
  const groups = new Map<string, MemoryGroup>();
  return {
    open: async ({ name, settings, label, listener }) => {
      const group = groups.get(name) ?? newGroup(settings, random);
      checkSettings(name, group.settings, settings);
      groups.set(name, group);
      group.listeners.add(listener);
      return openGroup(group, label, () => void group.listeners.delete(listener));
    },
  };
}

function newGroup(settings: Settings, random: () => number): MemoryGroup {
  const listeners = new Set<Opening["listener"]>();
  const notify = () => {
    for (const listener of listeners) queueMicrotask(() => listener.notified());
  };
  const ports = { random, notify, isDropped: () => false };
  const tables = new Tables(settings, { timeline: 1, session: "memory" }, ports);
  return { settings, tables, listeners, operations: new Set() };
}

function openGroup(
  { tables, operations }: MemoryGroup,
  label: string,
  close: () => void,
): GroupStore<MemoryTransaction> {
  return {
    execute: async (request) => tables.execute(request, label),
    transaction: async (effect) => commit(tables, operations, effect),
    follow: () => {},
    close: async () => close(),
  };
}

async function commit(
  tables: Tables,
  operations: Set<string>,
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

function checkSettings(name: string, has: Settings, wants: Settings): void {
  if (has.partitions === wants.partitions && has.fenced === wants.fenced) return;
  throw new Fault(
    "group_differs",
    `group ${name} has ${describe(has)}, this member wants ${describe(wants)}: use the same, or ` +
      "another group",
  );
}

function describe({ partitions, fenced }: Settings): string {
  return `${partitions} partitions, ${fenced ? "fenced" : "not fenced"}`;
}
