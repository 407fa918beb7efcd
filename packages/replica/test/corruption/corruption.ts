/**
 * Damage to live sessions, one message at a time: each kind of message is changed in each way that
 * anybody could think of, and nothing may come of it. Then the two meet again undisturbed, which is
 * the control: all that was truly written must be taken.
 *
 *   session ─► one message changed ─► as it was? ─► session goes on ─► nothing but what was written?
 *                                                      └─► once more, undisturbed: the same at both?
 *
 * Rules R2, R4, R5, R7, R41, R42, R43: docs/spec/replica.md, replica-wire.md.
 */
import { isDeepStrictEqual } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Random } from "../../../sim/src/index.ts";
import { type MessageName, SCHEMA } from "../../src/sync/wire.ts";
import { CHANGES } from "./changes.ts";
import { dueIn, isControlRight } from "./control.ts";
import { exactIdentity } from "./exact-crypto.ts";
import type { Forger } from "./forgeries.ts";
import { type Scene, Stage } from "./scene.ts";
import { isSame, type State, stateOf } from "./subject.ts";
import { type Changed, messagesIn, type Said, TamperedLine } from "./tampered-line.ts";

export interface CorruptionVerdict {
  readonly seed: number;
  readonly tried: number;
  readonly byType: Readonly<Record<MessageName, number>>;
  readonly byChange: Readonly<Record<string, number>>;
  /** Other bytes that mean the same: not counted as tried. A wire with one encoding has none. */
  readonly sameMeaning: number;
  /** Whoever was sent the change and dropped the other, by code. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly controls: number;
  readonly controlsAccepted: number;
  /** Records that both had to hold after a control, on average. */
  readonly controlHeld: number;
  readonly accepted: number;
  /** After the first tenth, both times after a forced collection. */
  readonly heapGrowthMb: number;
  readonly complaints: readonly string[];
}

export interface CorruptionOrder {
  readonly tries: number;
  readonly seed: number;
  readonly say?: (tried: number) => void;
}

/** Of a hundred; every kind at least once in fifty. */
const SHARES: Readonly<Record<MessageName, number>> = {
  hello: 10,
  same: 4,
  slots: 8,
  ask: 8,
  seen: 8,
  record: 45,
  done: 6,
  credit: 2,
  when: 4,
  time: 5,
};
const DRAWS_MAX = 50;
const EARLIER_MAX = 200;
const COMPLAINTS_MAX = 20;
const SAY_EVERY = 5_000;
const WARM_UP = 0.1;
const MB = 1_048_576;
/** A collection leaves a little more or less each time. */
const GROWTH_MB_MAX = 5;
/** Of 30 steps of two records each. */
const HELD_MIN = 30;

export async function corrupt(order: CorruptionOrder): Promise<CorruptionVerdict> {
  const attack = new Attack(order);
  return attack.run();
}

/** A control between two that have lost everything says nothing. */
export function isHeldEnough({ controlHeld }: CorruptionVerdict): boolean {
  return controlHeld >= HELD_MIN;
}

export function isWithinGrowth({ heapGrowthMb }: CorruptionVerdict): boolean {
  return heapGrowthMb <= GROWTH_MB_MAX;
}

class Attack {
  readonly #order: CorruptionOrder;
  readonly #random: Random;
  readonly #stage: Stage;
  readonly #forger: Forger;
  readonly #earlier: Uint8Array[] = [];
  readonly #complaints: string[] = [];
  readonly #byType = Object.fromEntries(Object.keys(SCHEMA).map((name) => [name, 0])) as Record<
    MessageName,
    number
  >;
  readonly #byChange: Record<string, number> = {};
  readonly #dropped: Record<string, number> = {};
  #tried = 0;
  #sameMeaning = 0;
  #controls = 0;
  #controlsAccepted = 0;
  #controlsHeld = 0;
  #accepted = 0;

  constructor(order: CorruptionOrder) {
    this.#order = order;
    this.#random = new Random(order.seed);
    this.#stage = new Stage(this.#random);
    const { keys } = this.#stage;
    this.#forger = {
      random: this.#random,
      stranger: exactIdentity(4),
      authorOf: ({ stamp }) => keys.find(({ author }) => author === stamp.author) ?? keys[0],
    };
  }

  async run(): Promise<CorruptionVerdict> {
    const { tries, seed, say } = this.#order;
    await this.#stage.open();
    const rota = (Object.keys(SHARES) as MessageName[]).flatMap((is) =>
      Array.from({ length: SHARES[is] }, () => is),
    );
    let warmMb = 0;
    for (let turn = 0; this.#tried < tries; turn += 1) {
      await this.#try(rota[turn % rota.length]!);
      if (turn === Math.floor(tries * WARM_UP)) warmMb = heapMb();
      if (turn % SAY_EVERY === 0) say?.(this.#tried);
    }
    return {
      seed,
      tried: this.#tried,
      byType: this.#byType,
      byChange: this.#byChange,
      sameMeaning: this.#sameMeaning,
      dropped: this.#dropped,
      controls: this.#controls,
      controlsAccepted: this.#controlsAccepted,
      controlHeld: Math.round(this.#controlsHeld / this.#controls),
      accepted: this.#accepted,
      heapGrowthMb: Math.round((heapMb() - warmMb) * 100) / 100,
      complaints: this.#complaints,
    };
  }

  async #try(is: MessageName): Promise<void> {
    const scene = await this.#stage.before(is);
    const change = await this.#session(scene, is);
    this.#judge(scene, `${is} ${change}`);
    const again = await this.#stage.after(is, scene);
    const due = dueIn(again.ends);
    const line = new TamperedLine(again.ends, again.peers);
    await line.run();
    line.close();
    this.#controls += 1;
    this.#controlsHeld += due.size;
    if (isControlRight(again.ends, due) && line.ends.join("") === "") {
      this.#controlsAccepted += 1;
    } else {
      this.#complain(`after ${is} ${change}: the control is not taken ${line.ends.join(" ")}`);
    }
  }

  /** Returns what was done. */
  async #session({ ends, peers }: Scene, is: MessageName): Promise<string> {
    let [skip, name, by] = [this.#random.below(is === "record" || is === "hello" ? 2 : 1), "", 0];
    let before: readonly State[] = [];
    const line = new TamperedLine(ends, peers, {
      isIt: (said) => said.is === is && skip-- === 0,
      change: async (said) => {
        by = said.by;
        const drawn = await this.#draw(said);
        name = drawn.name;
        return drawn.changed;
      },
      watch: (when) => {
        const now = ends.map(stateOf);
        if (when === "before") before = now;
        else if (!before.every((each, at) => isSame(each, now[at]!)) && !CHANGES[name]!.isTrue) {
          this.#accept(`${is} ${name} changed what is held, seen or shown, or a clock`);
        }
      },
    });
    await line.run();
    line.close();
    const code = line.ends[1 - by] ?? "";
    if (code !== "") this.#dropped[code] = (this.#dropped[code] ?? 0) + 1;
    return name;
  }

  async #draw(said: Said): Promise<{ readonly name: string; readonly changed: Changed }> {
    for (let left = DRAWS_MAX; left > 0; left -= 1) {
      const name = this.#name(said);
      const earlier = () => (this.#earlier.length === 0 ? null : this.#random.pick(this.#earlier));
      const changed = await CHANGES[name]!.change(said, { ...this.#forger, earlier });
      if (changed === null || isNothing(changed, said)) continue;
      if (isDeepStrictEqual(messagesIn(changed.now), messagesIn([said.frame]))) {
        this.#sameMeaning += 1;
        continue;
      }
      this.#earlier.push(said.frame);
      if (this.#earlier.length > EARLIER_MAX) this.#earlier.shift();
      this.#tried += 1;
      this.#byType[said.is] += 1;
      this.#byChange[name] = (this.#byChange[name] ?? 0) + 1;
      return { name, changed };
    }
    throw new Error(`nothing can be done to a ${said.is}`);
  }

  #name({ is }: Said): string {
    if (is === "record" && this.#random.chance(0.4)) return "forge";
    if (is === "slots" && this.#random.chance(0.3)) return "overlap";
    return this.#random.pick(Object.keys(CHANGES));
  }

  #judge({ ends }: Scene, what: string): void {
    for (const { space } of ends) {
      for (const { id } of space.records()) {
        if (id === undefined || !this.#stage.written.has(id))
          this.#accept(`${what}: nobody wrote it`);
      }
    }
  }

  #accept(what: string): void {
    this.#accepted += 1;
    this.#complain(what);
  }

  #complain(what: string): void {
    if (this.#complaints.length < COMPLAINTS_MAX) this.#complaints.push(what);
  }
}

/** The bytes are what they were. */
function isNothing({ now, later }: Changed, { frame }: Said): boolean {
  return later.length === 0 && now.length === 1 && Buffer.compare(now[0]!, frame) === 0;
}

function heapMb(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MB;
}
