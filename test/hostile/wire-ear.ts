/**
 * What went over the wire between a page and its node, both ways, taken apart into what would betray
 * it where it lay: each record's body and signature, each batch, and a place in every encoding.
 */
import { decodeRecord, Writer } from "@muster/replica";
import { decodeBatch, decodeMessage } from "@muster/rooms/wire";
import type { Page } from "playwright-core";
import type { Place } from "../../apps/march/src/model.ts";

const E7 = 1e7;
/** What a record ends with. */
const SIGNATURE_BYTES = 64;

export class WireEar {
  readonly #records = new Map<string, Uint8Array>();
  readonly #batches = new Map<string, Uint8Array>();

  constructor(page: Page) {
    page.on("websocket", (socket) => {
      socket.on("framesent", ({ payload }) => this.#hear(Buffer.from(payload)));
      socket.on("framereceived", ({ payload }) => this.#hear(Buffer.from(payload)));
    });
  }

  /** How many records of each model were heard. */
  get heard(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const bytes of this.#records.values()) {
      const { model } = decodeRecord(bytes);
      counts[model] = (counts[model] ?? 0) + 1;
    }
    return counts;
  }

  /** Whether a record that was heard has these bytes. */
  has(bytes: Uint8Array): boolean {
    const needle = Buffer.from(bytes);
    return [...this.#records.values()].some((record) => Buffer.from(record).includes(needle));
  }

  get batches(): number {
    return this.#batches.size;
  }

  /** By name. Whoever has a record whole has its body and its signature. */
  secrets(): ReadonlyMap<string, Uint8Array> {
    const secrets = new Map(this.#batches);
    for (const [name, bytes] of this.#records) {
      const { body } = decodeRecord(bytes);
      const signature = bytes.subarray(bytes.length - SIGNATURE_BYTES);
      secrets.set(`${name}, its body`, body);
      secrets.set(`${name}, its signature`, signature);
      for (const form of ["hex", "base64url"] as const) {
        // Three bytes are four letters: less of them is the same from the start on.
        const letters = Buffer.from(signature.subarray(0, 48)).toString(form);
        secrets.set(`${name}, its signature in ${form}`, Buffer.from(letters));
      }
    }
    return secrets;
  }

  #hear(bytes: Buffer): void {
    const message = decodeMessage(bytes);
    if (message.is === "write") this.#keep(message.record);
    if (message.is === "joined" || message.is === "frame") message.records.forEach(this.#keep);
    if (message.is === "joined") message.rolls.forEach(this.#unpack);
    if (message.is !== "batch") return;
    this.#batches.set(`signature of batch ${this.#batches.size}`, message.signature);
    this.#unpack(message.body);
  }

  readonly #unpack = (body: Uint8Array): void => {
    const { named } = decodeBatch(body);
    for (const { record } of named) this.#keep(record);
  };

  readonly #keep = (bytes: Uint8Array): void => {
    const { model, sequence, stamp } = decodeRecord(bytes);
    this.#records.set(`${model} ${sequence} of ${stamp.author}`, bytes);
  };
}

/** A place as records, batches and other programs write it. */
export function placeSecrets(place: Place): ReadonlyMap<string, Uint8Array> {
  const { latE7, lonE7 } = place;
  const [lat, lon] = [latE7 / E7, lonE7 / E7];
  const forms: readonly (readonly [string, Uint8Array])[] = [
    ["latitude in a record", fieldOf("latE7", latE7)],
    ["longitude in a record", fieldOf("lonE7", lonE7)],
    ["in a batch", new Writer().varint(zigzag(latE7)).varint(zigzag(lonE7)).bytes()],
    ["latitude as text", Buffer.from(`${lat}`)],
    ["longitude as text", Buffer.from(`${lon}`)],
    ["whole latitude as text", Buffer.from(`${latE7}`)],
    ["whole longitude as text", Buffer.from(`${lonE7}`)],
    ["latitude as a float", floatOf(lat)],
    ["longitude as a float", floatOf(lon)],
    ["latitude as a float, turned", floatOf(lat).toReversed()],
    ["longitude as a float, turned", floatOf(lon).toReversed()],
    ["whole numbers", wholeOf(latE7, lonE7)],
    ["whole numbers, turned", wholeOf(lonE7, latE7).toReversed()],
  ];
  return new Map(forms.map(([form, bytes]) => [`place ${latE7} ${form}`, bytes]));
}

/** In CBOR: the name, then a whole number of four bytes, positive or negative. */
function fieldOf(name: string, value: number): Uint8Array {
  const number = Buffer.alloc(5, value < 0 ? 0x3a : 0x1a);
  number.writeUInt32BE(value < 0 ? -1 - value : value, 1);
  return new Uint8Array(Buffer.concat([Buffer.from(name), number]));
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function floatOf(degrees: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(degrees);
  return new Uint8Array(bytes);
}

function wholeOf(first: number, second: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32BE(first);
  bytes.writeInt32BE(second, 4);
  return new Uint8Array(bytes);
}
