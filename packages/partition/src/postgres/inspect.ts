/**
 * What people ask about a group: who is in it, who owns a key and why, and that a member leave.
 * Times are by the clock of the database and for people only.
 *
 * Rules P8, P13: docs/spec/partition.md.
 */
import type { Pool } from "pg";
import type { MemberId } from "../store.ts";
import { TYPES } from "./parsers.ts";
import { faultOf } from "./refusals.ts";

export interface MemberSeen {
  readonly index: number;
  readonly id: MemberId;
  readonly label: string;
  /** The epoch that it has acknowledged. */
  readonly acknowledged: number;
  /** Since its last heartbeat, ms. */
  readonly seenMs: number;
  /** How many partitions and names it owns. */
  readonly keys: number;
  readonly draining: boolean;
}

const WHO = `
  select m.index, m.id, m.label, p.epoch::float8 as acknowledged, m.draining,
    greatest(0, extract(epoch from clock_timestamp() - m.seen_at) * 1000)::float8 as "seenMs",
    (select count(*) from partition.ownership o
     where o.group_name = m.group_name and o.owner = m.id)::integer as keys
  from partition.member m join partition.permit p on p.member = m.id
  where m.group_name = $1 order by m.index`;

const JOINED = "select from partition.member_group where name = $1";

const EXPLAIN = `
  select o.owner, o.timeline, o.counter::float8 as counter, o.number is not null as numbered,
    extract(epoch from clock_timestamp() - o.claimed_at)::float8 as "claimedS",
    m.id is not null as lives, m.index, m.label, m.draining, g.size, g.partitions,
    greatest(0, extract(epoch from clock_timestamp() - m.seen_at) * 1000)::float8 as "seenMs"
  from partition.ownership o
  join partition.member_group g on g.name = o.group_name
  left join partition.member m on m.id = o.owner
  where o.group_name = $1 and o.key = $2`;

const DRAIN = `
  update partition.member set draining = true
  where group_name = $1 and (id::text = $2 or index::text = $2)
  returning id, partition.tell(group_name)`;

interface Explained {
  readonly owner: MemberId | null;
  readonly timeline: number;
  readonly counter: number;
  /** Since it was claimed last, seconds. */
  readonly claimedS: number | null;
  readonly numbered: boolean;
  readonly lives: boolean;
  readonly index: number | null;
  readonly label: string | null;
  readonly draining: boolean | null;
  readonly size: number;
  readonly partitions: number;
  readonly seenMs: number | null;
}

/** The members by index; none where there is no such group. */
export async function who(pool: Pool, group: string): Promise<readonly MemberSeen[]> {
  return (await look(pool, WHO, [group])) as readonly MemberSeen[];
}

/** Whether the group is known here: who joined it may be out by now. */
export async function wasJoined(pool: Pool, group: string): Promise<boolean> {
  return (await look(pool, JOINED, [group])).length > 0;
}

/** Sentences; null where the group has no such partition and nobody owns the name. */
export async function explain(
  pool: Pool,
  group: string,
  key: string,
): Promise<readonly string[] | null> {
  const [row] = (await look(pool, EXPLAIN, [group, key])) as readonly Explained[];
  if (row === undefined) return null;
  return [ownerLine(key, row), fenceLine(row), whyLine(row)];
}

/** Asks a member, by its index or id, to hand over and leave. Answers its id; null for nobody. */
export async function drain(
  pool: Pool,
  group: string,
  member: string | number,
): Promise<MemberId | null> {
  const [row] = (await look(pool, DRAIN, [group, String(member)])) as readonly { id: MemberId }[];
  return row?.id ?? null;
}

async function look(pool: Pool, text: string, values: string[]): Promise<readonly unknown[]> {
  try {
    const query = { text, values, types: TYPES };
    const { rows } = await pool.query<Record<string, unknown>>(query);
    return rows;
  } catch (error) {
    throw faultOf(error);
  }
}

function ownerLine(key: string, { owner, lives, index, size, label, seenMs }: Explained): string {
  if (owner === null) return `${key} is free`;
  if (!lives) return `${key} is free: its owner ${owner} is dead or has left`;
  const seen = `heard of ${((seenMs ?? 0) / 1_000).toFixed(1)} s ago`;
  return `${key} is owned by ${owner}${label === "" ? "" : ` (${label})`}, [${index}/${size}], ${seen}`;
}

function fenceLine({ counter, timeline, claimedS }: Explained): string {
  if (claimedS === null) return "nobody has ever claimed it";
  const ago = `${Math.max(0, claimedS).toFixed(1)} s ago`;
  return `it was last claimed ${ago}: claim ${counter} of timeline ${timeline}`;
}

function whyLine({ numbered, lives, draining, partitions, size }: Explained): string {
  if (lives && draining === true) return "its owner is asked to leave, and hands it over";
  if (!numbered)
    return lives
      ? "a name stays until its owner releases it or is gone"
      : "whoever asks for it next has it";
  if (lives) {
    const [least, most] = [Math.floor(partitions / size), Math.ceil(partitions / size)];
    const share = least === most ? `${most}` : `${least} or ${most}`;
    return `each of the ${size} members owns ${share} of ${partitions}`;
  }
  if (size === 0) return "the group has no members: the first to join takes it";
  return "a member below its quota takes it with its next heartbeat";
}
