/**
 * Scuttlebutt as its README says: a Model, whose streams are piped into each other. Updates are
 * not signed, as by default; the history, which a fresh replica gets, is what is kept.
 */

import {
  type Flip,
  flipped,
  NOTE,
  type Shelf,
  type Subject,
  shownAfter,
  type Texts,
} from "../subject.ts";
import type { Load } from "./load.ts";

type Update = readonly unknown[];

interface Stream {
  on(event: "data", listener: (line: string) => void): void;
  on(event: "synced", listener: () => void): void;
  on(event: "error", listener: (error: unknown) => void): void;
  pipe(other: Stream): Stream;
  write(chunk: Buffer): void;
  end(): void;
}

interface Model {
  set(key: string, value: unknown): Model;
  history(sources: Readonly<Record<string, number>>): readonly Update[];
  applyUpdate(update: Update): void;
  createStream(): Stream;
  toJSON(): unknown;
  dispose(): void;
}

type NewModel = new () => Model;

export class ScuttlebuttSubject implements Subject {
  readonly #Model: NewModel;

  constructor(Model: NewModel) {
    this.#Model = Model;
  }

  static async open(load: Load): Promise<Subject> {
    const { default: Model } = await load<{ readonly default: NewModel }>("scuttlebutt/model.js");
    return new ScuttlebuttSubject(Model);
  }

  async reconnect(authors: number) {
    const [one, other] = [new this.#Model(), new this.#Model()];
    // By way of others: ten thousand meetings with one that knows them all take long.
    const some = Math.ceil(Math.sqrt(authors));
    for (let from = 0; from < authors; from += some) {
      const between = new this.#Model();
      for (let author = from; author < Math.min(authors, from + some); author += 1) {
        await meet(this.#modelWith(`note ${author}`), between);
      }
      await meet(between, one);
    }
    await meet(one, other);
    return { main: await meet(one, other) };
  }

  async trial() {
    const stream = await this.#sentBy(this.#modelWith("second"));
    const shows = async (flip: Flip | null) => {
      const model = this.#modelWith("first");
      const into = model.createStream();
      into.on("error", () => undefined);
      const shown = shownAfter(
        () => into.write(Buffer.from(flipped(stream, flip))),
        () => sorted(model.toJSON()),
      );
      model.dispose();
      return shown;
    };
    const before = JSON.stringify({ first: NOTE });
    return { main: { bytes: stream.length, before, shows } };
  }

  async forget({ gone, stays }: Texts) {
    const model = new this.#Model();
    for (const [index, text] of [...gone, ...stays].entries()) model.set(`note ${index}`, text);
    for (const index of gone.keys()) model.set(`note ${index}`, null);
    return { main: [Buffer.from(JSON.stringify(model.history({})))] };
  }

  async shelf(): Promise<Shelf> {
    const model = new this.#Model();
    return { add: (key, text) => void model.set(key, text) };
  }

  #modelWith(key: string): Model {
    return new this.#Model().set(key, NOTE);
  }

  /** All that a model sends to one that has nothing. */
  async #sentBy(model: Model): Promise<Uint8Array> {
    const lines: Buffer[] = [];
    await meet(model, new this.#Model(), (line) => void lines.push(Buffer.from(line)));
    return Buffer.concat(lines);
  }
}

/** Until both have what the other had. Returns the bytes of both; `hears` gets those of the first. */
async function meet(one: Model, other: Model, hears: (line: string) => void = () => undefined) {
  let bytes = 0;
  const streams = [one.createStream(), other.createStream()] as const;
  streams[0].on("data", hears);
  const synced = streams.map((stream) => {
    stream.on("data", (line) => void (bytes += Buffer.byteLength(line)));
    return new Promise<void>((resolve) => stream.on("synced", resolve));
  });
  streams[0].pipe(streams[1]).pipe(streams[0]);
  await Promise.all(synced);
  for (const stream of streams) stream.end();
  return bytes;
}

function sorted(notes: unknown): unknown {
  return Object.fromEntries(
    Object.entries(notes as object).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
