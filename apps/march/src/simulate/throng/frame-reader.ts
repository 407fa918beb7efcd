/**
 * What a frame of the room, or a batch, says of pins. The node sends the same bytes to everyone of a part, so
 * each frame is read once for all of them, and the others' bytes are compared with it.
 */
import { decodeRecord, NOTHING_ERASED, type Watermark } from "@muster/replica";
import { type Batch, decodeBatch, decodeMessage, type Message } from "@muster/rooms/wire";
import { decode } from "cborg";
import { type Position, positions } from "../../model.ts";
import type { Summary } from "../../summary.ts";
import { SummaryReader, summariesIn } from "../../summary-notes.ts";
import type { Expectation, Move } from "../expectation.ts";
import type { SignatureSample } from "../signature-sample.ts";

/** Frames remembered: those of all parts of a few flushes. */
const FRAMES_MAX = 512;
/** The end of a frame, where the newest record's signature is, tells nearly all frames apart. */
const NAME_BYTES = 48;

/** A pin of a person who marches, in its place of the run. */
export interface HeardMove extends Move {
  readonly id: string;
}

export interface FrameSays {
  readonly moves: readonly HeardMove[];
  /** Pins at places where nobody was ever to be. */
  readonly strange: readonly string[];
  /** How many people the summaries count together; null where it holds none. */
  readonly summarised: number | null;
  /** What has been erased: a phone stamps above it. */
  readonly erased: Watermark;
}

interface Read extends FrameSays {
  readonly bytes: Uint8Array;
}

export class FrameReader {
  readonly #expectation: Expectation;
  readonly #sample: Pick<SignatureSample, "hear">;
  readonly #read = new Map<string, Read>();
  readonly #summaries = new SummaryReader();
  /** By roll and number: who has it. */
  readonly #keys = new Map<number, Map<number, string>>();

  constructor(expectation: Expectation, sample: Pick<SignatureSample, "hear">) {
    this.#expectation = expectation;
    this.#sample = sample;
  }

  /** `bytes` are of a frame, or a batch. Throws `Malformed` on what is none. */
  frame(bytes: Buffer): FrameSays {
    const name = `${bytes.length} ${bytes.toString("latin1", Math.max(0, bytes.length - NAME_BYTES))}`;
    const known = this.#read.get(name);
    if (known !== undefined && bytes.equals(known.bytes)) return known;
    const read = { bytes, ...this.#says(decodeMessage(bytes)) };
    this.#read.set(name, read);
    const [oldest] = this.#read.keys();
    if (this.#read.size > FRAMES_MAX && oldest !== undefined) this.#read.delete(oldest);
    return read;
  }

  /** What someone is told who joins. */
  standing({ records, notes, rolls, ...message }: Message<"joined">): FrameSays {
    for (const note of notes) this.#summaries.take(note);
    const pins = [...records.flatMap((bytes) => this.#pin(bytes)), ...this.#pinsOf(rolls)];
    return said(pins, summariesIn(notes), erasedOf(message));
  }

  #says(message: Message): FrameSays {
    if (message.is === "batch") return said(this.#pinsOf([message.body]), null, NOTHING_ERASED);
    if (message.is !== "frame") throw new Error(`a ${message.is} is no frame`);
    const { records, notes } = message;
    const read = notes.map((note) => this.#summaries.take(note));
    const pins = records.flatMap((bytes) => this.#pin(bytes));
    return said(pins, read.find((summaries) => summaries !== null) ?? null, erasedOf(message));
  }

  #pinsOf(bodies: readonly Uint8Array[]): readonly Pin[] {
    return bodies.flatMap((body) => this.#pinsIn(decodeBatch(body)));
  }

  /** What a batch tells is absolute: whoever is behind or ahead of the others reads the same. */
  #pinsIn({ roll, named, moved }: Batch): readonly Pin[] {
    const keys = this.#keys.get(roll) ?? new Map<number, string>();
    this.#keys.set(roll, keys);
    for (const { number, record } of named) keys.set(number, decodeRecord(record).key);
    const whole = named.flatMap(({ record }) => this.#pin(record));
    const rest = moved.map(({ number, numbers: [latE7 = 0, lonE7 = 0] }): Pin => {
      const move = this.#expectation.whose({ latE7, lonE7 });
      return { id: keys.get(number) ?? `number ${number}`, move };
    });
    return whole.concat(rest);
  }

  #pin(bytes: Uint8Array): readonly Pin[] {
    const { model, key, body } = decodeRecord(bytes);
    if (model !== positions.name) return [];
    this.#sample.hear(bytes);
    const { place } = decode(body) as Position;
    return [{ id: key, move: place === null ? null : this.#expectation.whose(place) }];
  }
}

interface Pin {
  readonly id: string;
  /** Null: where nobody was ever to be. */
  readonly move: Move | null;
}

function said(
  pins: readonly Pin[],
  summaries: readonly Summary[] | null,
  erased: Watermark,
): FrameSays {
  return {
    moves: pins.flatMap(({ id, move }) => (move === null ? [] : [{ id, ...move }])),
    strange: pins.flatMap(({ id, move }) => (move === null ? [id] : [])),
    summarised: summaries?.reduce((sum, { people }) => sum + people, 0) ?? null,
    erased,
  };
}

function erasedOf({
  erasedWallMs: wallMs,
  erasedCount: count,
}: Pick<Message<"frame">, "erasedWallMs" | "erasedCount">): Watermark {
  return { wallMs, count };
}
