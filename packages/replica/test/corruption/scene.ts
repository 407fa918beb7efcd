/**
 * The replicas that are attacked, and how each kind of message comes to be said between them.
 *
 *   differ   each has what the other lacks        node    one asks the other for its time
 *   same     one has closed a slot more           fresh   one has nothing, and must give credit
 */
import type { Random } from "../../../sim/src/index.ts";
import type { Identity } from "../../src/identity.ts";
import type { ReceiveOptions } from "../../src/outcome.ts";
import { SLOT_MS } from "../../src/slot.ts";
import type { Peer } from "../../src/sync/link.ts";
import type { MessageName } from "../../src/sync/wire.ts";
import { LIFETIME_MS, notes, places, START_MS } from "../place.ts";
import { ExactVerifier, exactIdentity } from "./exact-crypto.ts";
import { openSubject, rightsOf, type Subject, type Time } from "./subject.ts";
import { Written } from "./written.ts";

export interface Scene {
  readonly ends: readonly [Subject, Subject];
  readonly peers: readonly [Peer, Peer];
}

type Kind = "differ" | "same" | "node" | "fresh";

const KINDS: Partial<Record<MessageName, Kind>> = {
  same: "same",
  credit: "fresh",
  when: "node",
  time: "node",
};
/** From one session to the next, so that as much is held all the time. */
const STEP_MS = 2_000;
const STEPS_PER_AGE = (2 * LIFETIME_MS) / STEP_MS;
const STEPS_PER_ERASE = 97;
const OFF_MS_MAX = 3_000;
const PEOPLE = 50;
/** Credit is given back for that many at once. */
const HELD_FOR_CREDIT = 64;

export class Stage {
  /** Their keys, for who forges in their name: what is signed with them is not noted as written. */
  readonly keys: readonly [Identity, Identity] = [exactIdentity(1), exactIdentity(2)];
  readonly written = new Written();
  readonly #random: Random;
  readonly #time: Time = { ms: START_MS };
  readonly #verifier = new ExactVerifier();
  readonly #rights: ReceiveOptions = rightsOf(this.keys[1]);
  #ends: readonly [Subject, Subject] | null = null;
  #step = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  async open(): Promise<void> {
    const [phone, node] = [await this.#subject(this.keys[0]), await this.#subject(this.keys[1])];
    this.#ends = [phone, node];
  }

  get ends(): readonly [Subject, Subject] {
    if (this.#ends === null) throw new TypeError("open it first");
    return this.#ends;
  }

  /** Two that are about to meet, such that this message will be said. */
  async before(is: MessageName): Promise<Scene> {
    this.#pass();
    const kind = KINDS[is] ?? "differ";
    const [phone, node] = this.ends;
    const peers = [this.#rights, this.#rights] as const;
    if (kind === "same") {
      phone.device.offMs += SLOT_MS;
      return { ends: this.ends, peers };
    }
    if (this.#step % STEPS_PER_ERASE === 0) await node.space.eraseAll();
    await this.#write();
    if (kind === "fresh") return { ends: [node, await this.#newcomer(node)], peers };
    if (kind === "differ") return { ends: this.ends, peers };
    phone.device.offMs += this.#random.below(2 * OFF_MS_MAX) - OFF_MS_MAX;
    return { ends: this.ends, peers: [{ ...this.#rights, isNode: true }, this.#rights] };
  }

  /** The two that were attacked once more, with nobody in between, and their clocks right. */
  async after(is: MessageName, { ends }: Scene): Promise<Scene> {
    const [phone] = this.ends;
    phone.device.offMs = -phone.clock.offsetMs;
    if (is === "same") await this.#write();
    return { ends, peers: [this.#rights, this.#rights] };
  }

  #pass(): void {
    this.#step += 1;
    this.#time.ms += STEP_MS;
    if (this.#step % STEPS_PER_AGE === 0) this.written.age();
    for (const { space } of this.ends) space.expire();
  }

  async #write(): Promise<void> {
    const [phone, node] = this.ends;
    await phone.space.write(notes, { person: "phone", x: this.#step });
    await node.space.write(places, { person: `p${this.#random.below(PEOPLE)}`, x: this.#step });
  }

  async #newcomer({ space }: Subject): Promise<Subject> {
    const missing = HELD_FOR_CREDIT - [...space.records()].length;
    for (let x = 0; x < missing; x += 1) await space.write(notes, { person: "more", x });
    return this.#subject(exactIdentity(3));
  }

  #subject(key: Identity): Promise<Subject> {
    this.#verifier.know(key.publicKey);
    return openSubject(this.written.noting(key), this.#time, this.#verifier);
  }
}
