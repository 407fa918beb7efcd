/**
 * A group of members in a simulated world: their real rules, on processes that hang and die, over a
 * network that fails, on a database that fails over. What members did is recorded in true time, to
 * be judged afterwards.
 */
import { CALM, Network, Process, World } from "../../sim/src/index.ts";
import type { MemberId, Settings } from "../src/store.ts";
import type { KeyInterval, ViewInterval } from "./intervals.ts";
import { PROMPT_MS } from "./simulated-application.ts";
import { SimulatedDatabase } from "./simulated-database.ts";
import { SimulatedMember } from "./simulated-member.ts";
import type { MemberCounts, Surroundings } from "./surroundings.ts";

export const DATABASE = "database";
/** How long the database's machine may take to notice that a connection is cut. */
const DROP_MS_MAX = 2_000;

export interface GroupOptions {
  readonly seed: number;
  readonly settings: Settings;
  /** How fast and slow clocks are, as a part of true time. */
  readonly drift: number;
  readonly isWeighing: boolean;
  readonly traceLinesMax: number;
}

export class SimulatedGroup implements Surroundings {
  readonly world: World;
  readonly network: Network;
  readonly settings: Settings;
  readonly database: SimulatedDatabase;
  readonly members: SimulatedMember[] = [];
  readonly views: ViewInterval[] = [];
  readonly keys: KeyInterval[] = [];
  readonly counts: MemberCounts = {
    joined: 0,
    buried: 0,
    diedBuried: 0,
    diedFailover: 0,
    diedStuck: 0,
  };
  readonly #drift: number;
  readonly #isWeighing: boolean;

  constructor({ seed, settings, drift, isWeighing, traceLinesMax }: GroupOptions) {
    this.world = new World(seed, traceLinesMax);
    this.network = new Network(this.world);
    this.settings = settings;
    this.#drift = drift;
    this.#isWeighing = isWeighing;
    this.database = new SimulatedDatabase(this.world, settings, {
      notify: (what) => this.#notify(what),
      dropped: (id) => this.#tellOfDropped(id),
    });
  }

  /** Those that take part, hung ones too. */
  get alive(): SimulatedMember[] {
    return this.members.filter(({ isGone }) => !isGone);
  }

  get running(): SimulatedMember[] {
    return this.alive.filter(({ process }) => process.isRunning);
  }

  /** `drift` is how much faster than true time its clock runs: anything that the group allows. */
  add(drift = this.world.random.between(-this.#drift, this.#drift)): SimulatedMember {
    const name = `p${this.members.length}`;
    const process = new Process(this.world, { name, drift });
    const member = new SimulatedMember(this, process, this.#isWeighing);
    this.members.push(member);
    this.world.note(() => `${name} starts, its clock ${(100 * drift).toFixed(1)} % fast`);
    member.start();
    return member;
  }

  /** The kernel closes the connections of a dead process at once. */
  kill(member: SimulatedMember): void {
    this.world.note(() => `${member.name} dies`);
    const { id } = member.state;
    member.kill();
    if (id !== null) this.database.drop(id);
  }

  /** A cut connection is noticed after a while, if it lasts. */
  cut(member: SimulatedMember, forMs: number): void {
    this.world.note(() => `${member.name} is cut off for ${forMs.toFixed(0)} ms`);
    const { id } = member.state;
    this.network.cut(member.name);
    this.world.after(forMs, () => this.network.mend(member.name));
    const noticedMs = this.world.random.between(0, DROP_MS_MAX);
    if (id !== null && noticedMs < forMs) {
      this.world.after(noticedMs, () => this.database.drop(id));
    }
  }

  /** All faults end. */
  calm(): void {
    this.world.note(() => "calm");
    this.network.weather = CALM;
    this.network.mend(DATABASE);
    for (const { process, application } of this.members) {
      this.network.mend(process.name);
      application.stopMsMax = PROMPT_MS;
      process.resume();
      process.wake();
    }
  }

  /** What is still being acted on counts as ending now. */
  close(): void {
    for (const member of this.alive) member.close();
  }

  call<Answer>(process: Process, run: () => Answer, after: (answer: Answer) => void): void {
    this.network.send(process.name, DATABASE, () => {
      const answer = run();
      this.network.send(DATABASE, process.name, () => process.happens(() => after(answer)));
    });
  }

  #notify(what: "changed" | "freed"): void {
    for (const member of this.alive) {
      this.network.send(DATABASE, member.name, () => member.notified(what));
    }
  }

  #tellOfDropped(id: MemberId): void {
    for (const member of this.alive.filter(({ followed }) => followed === id)) {
      this.network.send(DATABASE, member.name, () => member.dropped(id));
    }
  }
}
