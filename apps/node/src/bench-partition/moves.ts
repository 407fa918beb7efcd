/**
 * How many partitions change their owner in a history of joins and leaves: with the rules of
 * `@muster/partition` itself, on its tables in memory and in virtual time, and by three ways of
 * hashing. All see the same changes. Of ours each time counts that a member is given a partition,
 * also one that comes back to it: hashing knows only owners before and after.
 *
 * The lower bound is what no way could avoid while the spread stays at most one: the newcomer's
 * share of a join, and what the leaver owned of a leave.
 *
 * Rule N33: docs/spec/node.md; P11: docs/spec/partition.md.
 */
import { type Group, join, memory } from "@muster/partition";
import { hashOf, jump, modulo, rendezvous } from "./hashing.ts";
import type { Plan } from "./plan.ts";
import { VirtualTime } from "./virtual-time.ts";

const HASHINGS = ["rendezvous", "jump", "modulo"] as const;
const WAYS = ["ours", ...HASHINGS] as const;
type Way = (typeof WAYS)[number];

export type Moves = Readonly<Record<Way | "bound" | "changes", number>>;

/** The largest difference between what two members had, for people. */
export type Spreads = Readonly<Record<Way, number>>;

const MEMBERS_MIN = 5;
const MEMBERS_MAX = 20;
const MEMBERS_FIRST = 10;

type Member = Group<unknown>;
/** By partition, who has it. */
type Owners = ReadonlyMap<string, string>;

export async function measureMoves(
  { changes, partitions }: Plan["moves"],
  random: () => number,
): Promise<{ readonly moves: Moves; readonly spreads: Spreads }> {
  const group = new GroupInMemory(partitions, random);
  for (let each = 0; each < MEMBERS_FIRST; each += 1) await group.join();
  group.takeGiven();
  const moved = { ours: 0, rendezvous: 0, jump: 0, modulo: 0 };
  const spreads = { ours: 0, rendezvous: 0, jump: 0, modulo: 0 };
  let bound = 0;
  let before = group.ownersByWay();
  for (let change = 0; change < changes; change += 1) {
    bound += await group.change();
    const after = group.ownersByWay();
    moved.ours += group.takeGiven();
    for (const way of HASHINGS) moved[way] += movedBetween(before[way], after[way]);
    for (const way of WAYS) {
      spreads[way] = Math.max(spreads[way], spreadOf(after[way], group.size));
    }
    before = after;
  }
  await group.close();
  const { ours, ...hashed } = moved;
  return { moves: { changes, ours, bound, ...hashed }, spreads };
}

class GroupInMemory {
  readonly #partitions: number;
  readonly #time: VirtualTime;
  readonly #store: ReturnType<typeof memory>;
  readonly #keys: readonly (readonly [key: string, hash: bigint])[];
  /** By index: the last fills the place of one who leaves, for the ways that number. */
  #members: readonly Member[] = [];
  #given = 0;

  constructor(partitions: number, random: () => number) {
    this.#partitions = partitions;
    this.#time = new VirtualTime(random);
    this.#store = memory(random);
    const keys = Array.from({ length: partitions }, (_, number) => String(number));
    this.#keys = keys.map((key) => [key, hashOf(key)] as const);
  }

  get size(): number {
    return this.#members.length;
  }

  /** How often a member was given a partition since this was asked last. */
  takeGiven(): number {
    const given = this.#given;
    this.#given = 0;
    return given;
  }

  /** One joins, or one leaves. Returns the least number of partitions that must move for that. */
  async change(): Promise<number> {
    const isJoin =
      this.size <= MEMBERS_MIN || (this.size < MEMBERS_MAX && this.#time.random() < 0.5);
    if (!isJoin) return this.#leave();
    await this.join();
    return Math.floor(this.#partitions / this.size);
  }

  async join(): Promise<void> {
    const options = { partitions: this.#partitions, ports: this.#time };
    const member = await join(this.#store, "moves", options);
    member.on("owned", () => void (this.#given += 1));
    this.#members = [...this.#members, member];
    await this.#settle();
  }

  async close(): Promise<void> {
    const all = Promise.all(this.#members.map((member) => member.leave()));
    let hasLeft = false;
    void all.then(() => (hasLeft = true));
    await this.#time.until(() => hasLeft);
  }

  ownersByWay(): Readonly<Record<Way, Owners>> {
    const names = this.#members.map(nameOf);
    const hashes = names.map(hashOf);
    const byHash = new Map(hashes.map((hash, index) => [hash, names[index] ?? ""]));
    const owners = (ownerOf: (hash: bigint) => string | undefined) =>
      new Map(this.#keys.map(([key, hash]) => [key, ownerOf(hash) ?? ""]));
    return {
      ours: new Map(
        this.#members.flatMap((each) => [...each.keys.keys()].map((key) => [key, nameOf(each)])),
      ),
      rendezvous: owners((hash) => byHash.get(rendezvous(hash, hashes))),
      jump: owners((hash) => names[jump(hash, names.length)]),
      modulo: owners((hash) => names[modulo(hash, names.length)]),
    };
  }

  async #leave(): Promise<number> {
    const index = Math.floor(this.#time.random() * this.size);
    const [leaver, last] = [this.#members[index], this.#members.at(-1)];
    if (leaver === undefined || last === undefined) throw new Error("there is a member");
    const owned = leaver.keys.size;
    const rest = this.#members.slice(0, -1);
    this.#members = leaver === last ? rest : rest.with(index, last);
    let hasLeft = false;
    void leaver.leave().then(() => (hasLeft = true));
    await this.#time.until(() => hasLeft);
    await this.#settle();
    return owned;
  }

  #settle(): Promise<void> {
    return this.#time.until(() => {
      const counts = this.#members.map(({ keys }) => keys.size);
      const owned = counts.reduce((sum, count) => sum + count, 0);
      return owned === this.#partitions && Math.max(...counts) - Math.min(...counts) <= 1;
    });
  }
}

function nameOf({ id }: Member): string {
  return String(id);
}

function movedBetween(before: Owners, after: Owners): number {
  return [...after].filter(([key, owner]) => before.get(key) !== owner).length;
}

function spreadOf(owners: Owners, size: number): number {
  const counts = [...Map.groupBy(owners.values(), (owner) => owner).values()].map(
    ({ length }) => length,
  );
  return Math.max(...counts) - (counts.length < size ? 0 : Math.min(...counts));
}
