/**
 * Comparing: who leads says its digests, the other asks about the slots that differ by saying what
 * it has seen of them, and is told the same. Then each knows what the other lacks.
 *
 *   leader   slots ─►        ─► seen, records …, done ─►
 *   other          ─► ask ─►                            ─► records …, done
 *
 * Either may lead at any time, both at once too. Rules R5, R7: docs/spec/replica.md.
 */
import { erasing } from "../erasing.ts";
import type { Kept } from "../store.ts";
import { Budget } from "./budget.ts";
import { differing, PeerSeen, seenFrames, slotFrames } from "./compare.ts";
import { Misbehaved } from "./event.ts";
import type { Ledger } from "./ledger.ts";
import type { Message } from "./wire.ts";

interface RoundPorts {
  readonly ledger: Ledger;
  /** `spaceMark` of the space's name and lifetime. */
  readonly space: bigint;
  records(): Iterable<Kept>;
  /** The oldest slot that is open. */
  oldest(): number;
  monotonicMs(): number;
  send(message: Message): void;
  /** What the other lacks, in the order in which it should hear of it. */
  lacking(all: readonly Kept[]): void;
}

/** Comparisons that the other may ask for: each looks at all that is held. */
const ROUNDS = { burst: 8, perSecond: 1 };
const SLOTS_MAX = 300_000;

export class Rounds {
  readonly #ports: RoundPorts;
  readonly #budget = new Budget(ROUNDS);
  /** What is to come: an `ask` for each round led, a `seen` for each ask, the other's `done`. */
  #asks = 0;
  #seens = 0;
  #dones = 0;
  /** Of the dones, those that came. */
  #heard = 0;
  /** What is to be said: that everything was sent. */
  #owed = 0;
  #differing: number[] = [];
  /** Where the stretch ends of the frame of digests that came last in this round. */
  #upTo = 0;
  #asking = new PeerSeen();
  #answering = new PeerSeen();

  constructor(ports: RoundPorts) {
    this.#ports = ports;
  }

  /** Whether an answer of the other is due. */
  get isWaiting(): boolean {
    return this.#asks + this.#seens + this.#dones > 0;
  }

  get isOver(): boolean {
    return !this.isWaiting && this.#owed === 0;
  }

  lead(from: number): void {
    const { ledger, space } = this.#ports;
    this.#asks += 1;
    this.#send(slotFrames(ledger, space, Math.max(from, this.#ports.oldest())));
  }

  slots(message: Message<"slots">): void {
    const { ledger, space } = this.#ports;
    if (message.space !== space) throw new Misbehaved("wrong_space", "it has another space");
    // A slot that two of them tell of would be asked for twice, at the cost of the one who is asked.
    if (message.from < this.#upTo || message.to <= message.from) {
      throw new Misbehaved("bad_frame", "slots that do not follow those before");
    }
    // By the first frame: one that never ends has its price too.
    if (this.#upTo === 0 && !this.#budget.spend(this.#ports.monotonicMs())) {
      throw new Misbehaved("too_much", "too many comparisons");
    }
    this.#upTo = message.to;
    for (const slot of differing(ledger, message, this.#ports.oldest())) this.#differing.push(slot);
    if (this.#differing.length > SLOTS_MAX) throw new Misbehaved("too_much", "too many slots");
    if (message.last === 0) return;
    this.#seens += 1;
    this.#send(seenFrames("ask", ledger, this.#differing));
    this.#differing = [];
    this.#upTo = 0;
  }

  ask(message: Message<"ask">): void {
    if (this.#asks === 0) throw new Misbehaved("bad_frame", "an ask that no slots were told for");
    this.#hear(this.#asking, message);
    if (message.last === 0) return;
    this.#asks -= 1;
    const slots = this.#asking.slots().filter((slot) => slot >= this.#ports.oldest());
    this.#send(seenFrames("seen", this.#ports.ledger, slots));
    this.#answer(this.#asking);
    this.#asking = new PeerSeen();
  }

  seen(message: Message<"seen">): void {
    if (this.#seens === 0) throw new Misbehaved("bad_frame", "an answer that nobody asked for");
    this.#hear(this.#answering, message);
    if (message.last === 0) return;
    this.#seens -= 1;
    this.#answer(this.#answering);
    this.#answering = new PeerSeen();
  }

  /** The other has sent everything: it counts once what came before is judged, with `finish`. */
  done(): void {
    this.#heard += 1;
    if (this.#heard > this.#dones) throw new Misbehaved("bad_frame", "a done that is not due");
  }

  finish(count: number): void {
    this.#dones -= count;
    this.#heard -= count;
  }

  /** Everything that the other lacked has been sent. */
  sent(): void {
    for (; this.#owed > 0; this.#owed -= 1) this.#ports.send({ is: "done" });
  }

  #send(messages: readonly Message[]): void {
    for (const each of messages) this.#ports.send(each);
  }

  #hear(into: PeerSeen, { seen }: Message<"ask" | "seen">): void {
    if (!into.add(seen)) throw new Misbehaved("too_much", "more was seen than anybody sees");
  }

  #answer(theirs: PeerSeen): void {
    const lacking = [...this.#ports.records()].filter(({ record }) => theirs.lacks(record));
    this.#owed += 1;
    this.#dones += 1;
    // An erase first: what it covers need not go.
    this.#ports.lacking([...lacking.filter(isErase), ...lacking.filter((kept) => !isErase(kept))]);
  }
}

function isErase({ record }: Kept): boolean {
  return record.model === erasing.name;
}
