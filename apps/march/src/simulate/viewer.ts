/**
 * A viewer: a process that watches the march over one public face and judges what it is shown.
 * It is told route and seed, never a post; it ends with its standard input, whoever closes that.
 *
 * Rules S3 to S7: docs/spec/march-simulation.md.
 */
import { systemTimers } from "@muster/rooms";
import { MarchApi } from "./api.ts";
import { Expectation } from "./expectation.ts";
import { readLines, writeLine } from "./json-lines.ts";
import type { Face, FromViewer, Go, Setup, ToViewer } from "./message.ts";
import { type Schedule, settledAt, tickStart } from "./schedule.ts";
import { SignatureSample } from "./signature-sample.ts";
import { Tally } from "./tally.ts";
import { type Life, until } from "./wait.ts";
import type { Watch, Watcher } from "./watch.ts";
import { watchPoll } from "./watch-poll.ts";
import { watchSse } from "./watch-sse.ts";
import { watchWebSocket } from "./watch-websocket.ts";

const WATCHES: Readonly<Record<Face, Watch>> = {
  websocket: watchWebSocket,
  sse: watchSse,
  poll: watchPoll,
};
/** A viewer joins under a contingent of its own, and is in none. */
const CONTINGENT = "viewers";
/** How long the last pin may take to go after an erase. */
const CLEAR_MS_MAX = 2_000;
const LOOK_EVERY_MS = 20;

const end = new AbortController();
const life: Life = { timers: systemTimers, signal: end.signal };
const now = (): number => life.timers.now();
const say = (message: FromViewer): void => writeLine(process.stdout, message);

function fail(error: unknown): void {
  if (end.signal.aborted) return;
  say({ is: "failed", reason: error instanceof Error ? error.message : String(error) });
  stop(1);
}

function stop(code: number): void {
  process.exitCode = code;
  end.abort(new Error("the viewer ends"));
  process.stdin.destroy();
}

/** What a viewer is from its setup on. */
class Viewer {
  readonly #setup: Setup;
  readonly #expectation: Expectation;
  readonly #sample: SignatureSample;
  #tally: Tally | null = null;

  constructor(setup: Setup, sample: SignatureSample) {
    this.#setup = setup;
    this.#expectation = new Expectation(setup);
    this.#sample = sample;
  }

  /** What the face shows goes to the tally; before the roster is known nothing may be shown. */
  get watcher(): Watcher {
    return {
      saw: (id, place) => this.#known().saw(id, place, now()),
      gone: (id) => this.#tally?.gone(id, now()),
      cleared: () => this.#tally?.cleared(now()),
      sawOnly: (pins) => {
        if (this.#tally !== null || pins.size > 0) this.#known().sawOnly(pins, now());
      },
    };
  }

  async run({ startAt, roster }: Go): Promise<void> {
    const { tickMs, people, ticks, raceTick } = this.#setup;
    const schedule: Schedule = { startAt, tickMs, people };
    const tally = new Tally({ expectation: this.#expectation, schedule, roster, raceTick });
    this.#tally = tally;
    for (let tick = 0; tick < ticks; tick += 1) {
      if (tick === raceTick) await this.#compare(tally, schedule, tick);
      await until(life, tickStart(schedule, tick + 1));
      const behindMs = now() - tickStart(schedule, tick + 1);
      say({ is: "tick", ...tally.closeTick(tick), errors: tally.takeErrors(), behindMs });
    }
  }

  /** Everything has been erased: waits until nothing is shown. */
  async clear(): Promise<void> {
    const tally = this.#known();
    const lastAt = life.timers.now() + CLEAR_MS_MAX;
    while (tally.shown > 0 && life.timers.now() < lastAt) {
      await until(life, life.timers.now() + LOOK_EVERY_MS);
    }
    tally.erased();
    say({ is: "cleared", left: tally.shown });
  }

  async end(): Promise<void> {
    const tally = this.#known();
    const errors = tally.takeErrors();
    say({ is: "ended", left: tally.shown, errors, sample: await this.#sample.counts() });
  }

  async #compare(tally: Tally, schedule: Schedule, tick: number): Promise<void> {
    await until(life, settledAt(schedule, tick));
    say({ is: "shows", people: tally.shownInRace(tick) });
  }

  #known(): Tally {
    if (this.#tally === null) throw new Error("a pin is shown before anybody has posted");
    return this.#tally;
  }
}

async function open(setup: Setup): Promise<Viewer> {
  const { url, march, invite, face } = setup;
  const api = new MarchApi(url, life.timers);
  const { token, lifetimeMs } = await api.join(march, invite, CONTINGENT);
  const sample = await SignatureSample.open({ march, lifetimeMs, now });
  const viewer = new Viewer(setup, sample);
  const { watcher } = viewer;
  await WATCHES[face]({ api, march, token, lifetimeMs, life, watcher, sample, fail });
  say({ is: "ready" });
  return viewer;
}

let viewer: Promise<Viewer> | null = null;

async function obey(message: ToViewer): Promise<void> {
  if (message.is === "setup") {
    viewer = open(message);
    await viewer;
    return;
  }
  const known = await viewer;
  if (known === null) throw new Error("the first message is the setup");
  if (message.is === "go") await known.run(message);
  else if (message.is === "erased") await known.clear();
  else await known.end();
}

// The coordinator decides when a viewer ends; a terminal's Ctrl-C reaches every process.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.stdin.on("close", () => stop(0));
process.on("uncaughtException", fail);
readLines(process.stdin, (message) => {
  obey(message as ToViewer).catch((error: unknown) => end.signal.aborted || fail(error));
});
