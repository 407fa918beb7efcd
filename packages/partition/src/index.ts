/** The public face of @muster/partition. */
export { FAULTS, Fault, type FaultCode } from "./fault.ts";
export { compareFences, type Fence } from "./fence.ts";
export type {
  Elsewhere,
  FencedGroup,
  Group,
  GroupEvents,
  News,
  Owned,
  View,
} from "./group.ts";
export { type JoinOptions, join } from "./join.ts";
export { type MemoryStore, type MemoryTransaction, memory } from "./memory.ts";
export { checkName as checkGroupName } from "./names.ts";
export type { Ports } from "./ports.ts";
export { fenceSql, type PostgresResult, type PostgresTransaction } from "./postgres/effects.ts";
export { drain, explain, type MemberSeen, wasJoined, who } from "./postgres/inspect.ts";
export { createSchema, migrations } from "./postgres/schema.ts";
export { type PostgresOptions, postgres } from "./postgres.ts";
export type { MemberId, Store } from "./store.ts";
export type { Instant } from "./timing.ts";
