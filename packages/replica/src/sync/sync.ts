/**
 * A space that is kept the same as others: one `Sync` for a space, one link for each peer.
 * Rules R5, R43, R44: docs/spec/replica.md.
 */
import { Writer } from "../bytes.ts";
import type { Space } from "../space.ts";
import type { CorrectedClock } from "./corrected-clock.ts";
import type { Ledger } from "./ledger.ts";
import { Link, type Peer, type Pipe, type Timers } from "./link.ts";
import { isWrong, type Measured } from "./offset.ts";

export interface SyncOptions {
  readonly space: Space;
  /** The one that the space was opened with. */
  readonly ledger: Ledger;
  readonly timers: Timers;
  /** The clock of the space, where it is one that a node may correct. */
  readonly clock?: CorrectedClock;
}

export class Sync {
  readonly #options: SyncOptions;
  readonly #mark: bigint;
  readonly #links = new Set<Link>();
  /** The last correction of the clock. */
  #corrected: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: SyncOptions, mark: bigint) {
    this.#options = options;
    this.#mark = mark;
  }

  /** Begins with a peer; what comes from it is to be given to the link. */
  connect(pipe: Pipe, peer: Peer = {}): Link {
    const { space, ledger, timers } = this.#options;
    const onEvent: Peer["onEvent"] = (event) => {
      if (event.is === "ended") this.#links.delete(link);
      peer.onEvent?.(event);
    };
    const correct = (measured: Measured) => this.#correct(measured);
    const all = { space, ledger, mark: this.#mark, timers, correct };
    const link = new Link({ ...all, peer: { ...peer, onEvent } }, pipe);
    this.#links.add(link);
    if (this.#isClosed) link.close();
    else link.start();
    return link;
  }

  /** One after the other: two nodes may have found the same fault. */
  #correct({ offsetMs, withinMs }: Measured): Promise<void> {
    const { clock, space } = this.#options;
    if (clock === undefined) return Promise.resolve();
    const wasMs = clock.offsetMs;
    const run = async () => {
      const left = { offsetMs: offsetMs + wasMs - clock.offsetMs, withinMs };
      if (!isWrong(left)) clock.correct(left);
      else await space.stampAnew(left.offsetMs, () => clock.correct(left));
    };
    this.#corrected = this.#corrected.then(run, run);
    return this.#corrected;
  }

  /** Closes every link, and from then on each that is connected. */
  close(): void {
    this.#isClosed = true;
    for (const link of this.#links) link.close();
  }
}

/** Throws `TypeError` where the space was opened without this ledger: it would say nothing of it. */
export async function openSync(options: SyncOptions): Promise<Sync> {
  const { space, ledger } = options;
  if (space.ledger !== ledger)
    throw new TypeError("a space is synchronised by its ledger: open it with this one");
  return new Sync(options, await spaceMark(space, ledger));
}

/** What both sides must agree in, as 16 bytes of a hash. */
function spaceMark({ name, lifetimeMs }: Space, ledger: Ledger): Promise<bigint> {
  const label = new TextEncoder().encode("muster sync 1\0");
  return ledger.idOf(new Writer().raw(label).text(name).varint(lifetimeMs).bytes());
}
