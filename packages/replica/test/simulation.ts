/**
 * One seed: 3 to 30 replicas in a random topology write, erase, hang, die, come back, part and
 * meet, with clocks that are wrong and perhaps a liar among them; then all but the liar is calm, and
 * every honest replica must hold the same.
 *
 *     chaos ──► calm: clocks right, lines mended ──► verdict ──► idle ──► the end of every slot
 */
import { World } from "../../sim/src/index.ts";
import { SLOT_MS } from "../src/slot.ts";
import type { Message } from "../src/sync/wire.ts";
import { type Watermark, watermarkOf } from "../src/watermark.ts";
import { turn } from "./fake-turn.ts";
import { Liar } from "./liar.ts";
import { notes, places } from "./place.ts";
import { type LineCounts, SimulatedLine } from "./simulated-line.ts";
import { NODE, type Running, SIM_LIFETIME_MS, SimulatedReplica } from "./simulated-replica.ts";
import { type Edge, edgeOf, nameOfEdge, topologyOf } from "./simulated-topology.ts";
import { differences, risen, type Verdict, withCounts } from "./simulation-verdict.ts";

const CHAOS_MS = 75_000;
/** Until what was far ahead is due. */
const CALM_MS = 15_000;
const CALM_FAR_MS = 45_000;
const IDLE_MS = 2_000;
export const IDLE_BYTES_MAX = 64;
/** Everything that only waits for promises happens between two of these. */
const STEP_MS = 100;
const EVERY_MS = 250;
const RECONNECT_MS = 1_500;

/** By weight: what happens next. */
const MIX = {
  write: 50,
  break: 8,
  hold: 4,
  part: 2,
  kill: 5,
  hang: 3,
  clock: 3,
  erase: 0.6,
} as const;

type Happening = keyof typeof MIX;

export async function simulate(seed: number): Promise<Verdict> {
  const chaos = new Chaos(seed);
  await chaos.run();
  return chaos.verdict();
}

class Chaos {
  readonly #seed: number;
  readonly #world: World;
  readonly #replicas: SimulatedReplica[];
  /** Null: all are honest. */
  readonly #liar: SimulatedReplica | null;
  readonly #liesSaid: Message[] = [];
  #edges: readonly Edge[];
  readonly #lines = new Map<string, SimulatedLine>();
  readonly #complaints: string[] = [];
  readonly #counts: Record<string, number> = {};
  readonly #lineCounts: LineCounts = {
    lines: 0,
    breaks: 0,
    records: 0,
    bytes: 0,
    synced: 0,
    ahead: 0,
    corrected: 0,
    lies: {},
    dropped: {},
  };
  /** Edges between the two sides of a partition, and until when. */
  #parted: { readonly side: ReadonlySet<number>; readonly untilMs: number } | null = null;
  #erased: Watermark | null = null;
  #isCalm = false;
  #isOver = false;
  /** Whether clocks may be so far ahead that others must wait. */
  readonly #isFar: boolean;

  constructor(seed: number) {
    this.#seed = seed;
    this.#isFar = seed % 5 === 1;
    this.#world = new World(seed, 400);
    const { random } = this.#world;
    const { size, edges, isWithLiar } = topologyOf(random, seed);
    this.#edges = edges;
    this.#replicas = Array.from({ length: size }, (_, at) => new SimulatedReplica(this.#world, at));
    this.#liar = isWithLiar ? new SimulatedReplica(this.#world, size) : null;
  }

  async run(): Promise<void> {
    for (const replica of this.#replicas) {
      this.#setClock(replica);
      await replica.start();
    }
    await this.#liar?.start();
    this.#tend();
    this.#happen();
    await this.#pass(CHAOS_MS);
    await this.#calm();
    await this.#pass(this.#isFar ? CALM_FAR_MS : CALM_MS);
    this.#judge();
    await this.#judgeIdle();
    await this.#judgeEnd();
  }

  verdict(): Verdict {
    const { trace } = this.#world;
    const counts = withCounts(this.#counts, this.#lineCounts);
    return { seed: this.#seed, complaints: this.#complaints, counts, trace };
  }

  async #pass(ms: number, stepMs = STEP_MS): Promise<void> {
    const untilMs = this.#world.nowMs + ms;
    while (this.#world.nowMs < untilMs) {
      this.#world.runUntil(this.#world.nowMs + stepMs);
      await turn();
    }
  }

  #happen(): void {
    if (this.#isCalm) return;
    const { random } = this.#world;
    const all = Object.entries(MIX) as [Happening, number][];
    let left = random.next() * all.reduce((sum, [, weight]) => sum + weight, 0);
    const [what] = all.find(([, weight]) => (left -= weight) < 0) ?? ["write"];
    this.#do(what);
    // As many writes in a small group as in a large one.
    this.#world.after(random.wait(EVERY_MS), () => this.#happen());
  }

  #do(what: Happening): void {
    const { random } = this.#world;
    const replica = random.pick(this.#replicas);
    const line = random.pick([...this.#lines.values(), null]);
    const done = {
      write: () => this.#write(replica),
      break: () => line?.cut(),
      hold: () => line !== null && this.#hold(line),
      part: () => this.#part(),
      kill: () => this.#kill(replica),
      hang: () => this.#hang(replica),
      clock: () => this.#setClock(replica),
      erase: () => this.#erase(),
    }[what]();
    if (done === false) return;
    this.#counts[what] = (this.#counts[what] ?? 0) + 1;
    this.#world.note(() => `${what} r${replica.number}`);
  }

  #write({ running, number }: SimulatedReplica): false | undefined {
    if (running?.process.isRunning !== true) return false;
    const { random } = this.#world;
    const value = { person: `p${random.below(6)}`, x: number * 1_000 + random.below(1_000) };
    this.#follow(running.space.write(random.chance(0.6) ? places : notes, value));
    return undefined;
  }

  #hold(line: SimulatedLine): undefined {
    line.heldUntilMs = this.#world.nowMs + this.#world.random.between(500, 8_000);
  }

  #part(): false | undefined {
    if (this.#parted !== null) return false;
    const { random } = this.#world;
    const side = new Set(
      this.#replicas.map(({ number }) => number).filter(() => random.chance(0.5)),
    );
    this.#parted = { side, untilMs: this.#world.nowMs + random.between(2_000, 15_000) };
    for (const [name, line] of this.#lines) if (this.#isParted(edgeOf(name))) line.cut();
    return undefined;
  }

  #isParted([a, b]: Edge): boolean {
    if (this.#parted !== null && this.#parted.untilMs < this.#world.nowMs) this.#parted = null;
    return this.#parted !== null && this.#parted.side.has(a) !== this.#parted.side.has(b);
  }

  #kill(replica: SimulatedReplica): false | undefined {
    if (replica.running === null) return false;
    const isForgotten = this.#world.random.chance(0.5);
    replica.kill(isForgotten);
    for (const [name, line] of this.#lines) {
      if (edgeOf(name).includes(replica.number)) line.cut();
    }
    this.#counts[isForgotten ? "forgot" : "kept"] =
      (this.#counts[isForgotten ? "forgot" : "kept"] ?? 0) + 1;
    this.#world.after(this.#world.random.between(200, 4_000), () => this.#follow(replica.start()));
    return undefined;
  }

  #hang({ running }: SimulatedReplica): false | undefined {
    if (running?.process.isRunning !== true) return false;
    running.process.pause();
    this.#world.after(this.#world.random.between(100, 5_000), () => running.process.resume());
    return undefined;
  }

  /** A little wrong; in some seeds now and then so far ahead that others must wait. */
  #setClock(replica: SimulatedReplica): undefined {
    const { random } = this.#world;
    if (replica.isNode) return;
    const isFar = this.#isFar && random.chance(0.15);
    replica.setClock(isFar ? random.between(60_000, 85_000) : random.between(-10_000, 10_000));
  }

  #erase(): false | undefined {
    const { running } = this.#replicas[NODE]!;
    if (running?.process.isRunning !== true) return false;
    this.#follow(this.#eraseBy(running));
    return undefined;
  }

  async #eraseBy({ space }: Running): Promise<void> {
    this.#erased = watermarkOf((await space.eraseAll()).stamp);
  }

  #follow(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#complaints.push(String(error)));
  }

  /** Whoever is connected by an edge dials again. */
  #tend(): void {
    if (this.#isOver) return;
    for (const edge of this.#edges) this.#dial(edge);
    this.#world.after(this.#world.random.between(0.2, 1) * RECONNECT_MS, () => this.#tend());
  }

  #dial(edge: Edge): void {
    const name = nameOfEdge(edge);
    // What comes after the honest is the liar.
    const [a, b] = [this.#replicas[edge[0]]!, this.#replicas[edge[1]] ?? this.#liar!];
    if (this.#lines.get(name)?.isOpen === true || this.#isParted(edge)) return;
    this.#lines.delete(name);
    if (a.running?.process.isRunning !== true || b.running?.process.isRunning !== true) return;
    const options = {
      world: this.#world,
      counts: this.#lineCounts,
      complain: (what: string) => this.#complaints.push(`${name}: ${what}`),
      ...(b === this.#liar && { liar: new Liar(this.#world.random, this.#liesSaid) }),
    };
    this.#lines.set(name, new SimulatedLine(options, [a, b]));
  }

  async #calm(): Promise<void> {
    this.#isCalm = true;
    this.#parted = null;
    for (const replica of this.#replicas) {
      replica.running?.process.resume();
      this.#mend(replica);
    }
    // Those that were killed last come back.
    await this.#pass(5_000);
    for (const replica of this.#replicas) this.#mend(replica);
    for (const line of this.#lines.values()) line.cut();
  }

  #mend(replica: SimulatedReplica): void {
    replica.setClock(-(replica.running?.clock.offsetMs ?? 0));
  }

  #running(): readonly Running[] {
    return this.#replicas.map(({ running }) => running!);
  }

  #judge(): void {
    const all = this.#running();
    this.#complaints.push(...differences(all), ...risen(all, this.#erased));
    this.#counts["held"] = [...all[0]!.space.records()].length;
  }

  /** A break that changed nothing. */
  async #judgeIdle(): Promise<void> {
    // Who lies may have kept to itself what would be new now.
    this.#edges = this.#edges.filter(([, b]) => b < this.#replicas.length);
    for (const line of this.#lines.values()) line.cut();
    await this.#pass(IDLE_MS + RECONNECT_MS);
    for (const [name, line] of this.#lines) {
      if (line.hasAged || !line.isHonest) continue;
      this.#counts["idle"] = (this.#counts["idle"] ?? 0) + 1;
      if (line.bytes > IDLE_BYTES_MAX)
        this.#complaints.push(`${name} is idle: ${line.bytes} bytes\n${line.said()}`);
      this.#counts["idleMax"] = Math.max(this.#counts["idleMax"] ?? 0, line.bytes);
    }
  }

  /** When every slot is over nothing is left of anything, also where nobody is met any more. */
  async #judgeEnd(): Promise<void> {
    this.#isOver = true;
    for (const line of this.#lines.values()) line.cut();
    await this.#pass(SIM_LIFETIME_MS + 9 * SLOT_MS, SLOT_MS);
    for (const [at, { space, ledger }] of this.#running().entries()) {
      space.expire();
      const left = [...space.records()].length + ledger.size;
      if (left > 0) this.#complaints.push(`r${at} keeps ${left} things for good`);
    }
  }
}
