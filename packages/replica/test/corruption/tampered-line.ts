/**
 * A live session between two replicas, with somebody in between who takes one frame of it and
 * passes on something else. One frame at a time, so that what it did can be told from the rest.
 */
import { Frames } from "../../src/sync/frames.ts";
import type { Link, Peer } from "../../src/sync/link.ts";
import { decodeMessage, type MessageName, SCHEMA } from "../../src/sync/wire.ts";
import { turn } from "../fake-turn.ts";
import type { Subject } from "./subject.ts";

/** What is said by one end to the other, with its length before it. */
export interface Said {
  readonly by: 0 | 1;
  readonly is: MessageName;
  readonly frame: Uint8Array;
}

export interface Between {
  /** Whether this is the frame to change. Asked until it says so once. */
  readonly isIt: (said: Said) => boolean;
  /** What goes on instead of it, at once and, after the next frame that way, or the end, later. */
  readonly change: (said: Said) => Promise<Changed>;
  /** Before and after what goes on at once: everything else has been done, and nothing is passed. */
  readonly watch: (when: "before" | "after") => void;
}

export interface Changed {
  readonly now: readonly Uint8Array[];
  readonly later: readonly Uint8Array[];
}

/** More frames than any honest exchange here has. */
const FRAMES_MAX = 5_000;
const NAMES = new Map<number, MessageName>(
  (Object.keys(SCHEMA) as MessageName[]).map((name) => [SCHEMA[name].code, name]),
);

export class TamperedLine {
  readonly #between: Between | null;
  readonly #links: Link[] = [];
  readonly #queue: Said[] = [];
  readonly #late: [Uint8Array[], Uint8Array[]] = [[], []];
  #isDone = false;
  /** Why each end has dropped the other; empty: it has not. */
  readonly ends: [string, string] = ["", ""];
  readonly synced: [number, number] = [0, 0];

  constructor(ends: readonly [Subject, Subject], peers: readonly [Peer, Peer], between?: Between) {
    this.#between = between ?? null;
    for (const by of [0, 1] as const) this.#links.push(this.#open(by, ends[by], peers[by]));
  }

  /** Passes on all that is said, until nobody says anything. */
  async run(): Promise<void> {
    let left = FRAMES_MAX;
    for (;;) {
      // All work here waits for promises alone: after a turn it is done.
      await turn();
      const said = this.#queue.shift();
      if (said === undefined && !this.#flush()) return;
      if (said === undefined) continue;
      left -= 1;
      if (left === 0) throw new Error(`more than ${FRAMES_MAX} frames`);
      const isIt = !this.#isDone && this.#between?.isIt(said) === true;
      if (isIt) await this.#tamper(said);
      else this.#pass(said);
    }
  }

  get wasTampered(): boolean {
    return this.#isDone;
  }

  close(): void {
    for (const link of this.#links) link.close();
  }

  #open(by: 0 | 1, { sync }: Subject, peer: Peer): Link {
    const send = (bytes: Uint8Array) => {
      for (const message of new Frames().take(bytes)) {
        this.#queue.push({ by, is: NAMES.get(message[0]!)!, frame: bytes.slice() });
      }
    };
    const onEvent: Peer["onEvent"] = (event) => {
      if (event.is === "ended" && event.code !== "closed") this.ends[by] = event.code;
      if (event.is === "synced") this.synced[by] += 1;
    };
    return sync.connect({ send, close: () => undefined }, { ...peer, onEvent });
  }

  async #tamper(said: Said): Promise<void> {
    this.#isDone = true;
    const { now, later } = await this.#between!.change(said);
    this.#between!.watch("before");
    for (const bytes of now) this.#take(said.by, bytes);
    await turn();
    this.#between!.watch("after");
    this.#late[said.by].push(...later);
  }

  #pass({ by, frame }: Said): void {
    this.#take(by, frame);
    for (const bytes of this.#late[by].splice(0)) this.#take(by, bytes);
  }

  /** Whether something was still held back. */
  #flush(): boolean {
    const late = this.#late.flatMap((each, by) =>
      each.splice(0).map((bytes) => [by, bytes] as const),
    );
    for (const [by, bytes] of late) this.#take(by as 0 | 1, bytes);
    return late.length > 0;
  }

  #take(by: 0 | 1, bytes: Uint8Array): void {
    this.#links[1 - by]!.take(bytes);
  }
}

/** Null: these are not whole messages. */
export function messagesIn(chunks: readonly Uint8Array[]): readonly unknown[] | null {
  try {
    const frames = new Frames();
    return chunks.flatMap((chunk) => [...frames.take(chunk)].map((each) => decodeMessage(each)));
  } catch {
    return null;
  }
}
