/**
 * What a frame of the room says of pins. The node sends the same bytes to everyone of a part, so
 * each frame is read once for all of them, and the others' bytes are compared with it.
 */
import { decodeRecord, type Watermark } from "@muster/replica";
import { decodeMessage, type Message } from "@muster/rooms/wire";
import { decode } from "cborg";
import { type Position, positions } from "../../model.ts";
import { decodeSummaries, SUMMARY_NOTE } from "../../summary.ts";
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

  constructor(expectation: Expectation, sample: Pick<SignatureSample, "hear">) {
    this.#expectation = expectation;
    this.#sample = sample;
  }

  /** `bytes` are of a frame. Throws `Malformed` on what is none. */
  frame(bytes: Buffer): FrameSays {
    const name = `${bytes.length} ${bytes.toString("latin1", Math.max(0, bytes.length - NAME_BYTES))}`;
    const known = this.#read.get(name);
    if (known !== undefined && bytes.equals(known.bytes)) return known;
    const message = decodeMessage(bytes);
    if (message.is !== "frame") throw new Error(`a ${message.is} is no frame`);
    const read = { bytes, ...this.says(message) };
    this.#read.set(name, read);
    const [oldest] = this.#read.keys();
    if (this.#read.size > FRAMES_MAX && oldest !== undefined) this.#read.delete(oldest);
    return read;
  }

  says(message: Message<"frame"> | Message<"joined">): FrameSays {
    const { records, notes, erasedWallMs, erasedCount } = message;
    const moves: HeardMove[] = [];
    const strange: string[] = [];
    for (const bytes of records) {
      const { model, key, body } = decodeRecord(bytes);
      if (model !== positions.name) continue;
      this.#sample.hear(bytes);
      const { place } = decode(body) as Position;
      const move = place === null ? null : this.#expectation.whose(place);
      if (move === null) strange.push(key);
      else moves.push({ id: key, ...move });
    }
    const note = notes.find(({ name }) => name === SUMMARY_NOTE);
    const summaries = note === undefined ? null : decodeSummaries(note.body);
    const summarised = summaries?.reduce((sum, { people }) => sum + people, 0) ?? null;
    const erased = { wallMs: erasedWallMs, count: erasedCount };
    return { moves, strange, summarised, erased };
  }
}
