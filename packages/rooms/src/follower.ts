/**
 * What a client is told, on its way into its space. It follows the rolls of its room, checks that
 * the node signed each batch, and holds in doubt what it was not told of since it joined again.
 *
 *   joined ─► rolls ─┐
 *   frame ───────────┼─► space
 *   batch ─► signed? ─► rolls ─┘      what does not follow: the client joins anew
 *
 * Rules M19, M24, M25: docs/spec/rooms.md.
 */
import {
  type AnyModel,
  type AuthorId,
  decodeRecord,
  type Identity,
  Malformed,
  type SignedRecord,
  type Space,
  type Verifier,
} from "@muster/replica";
import type { Known } from "./batch.ts";
import { signedBatch } from "./batch-signature.ts";
import { compareFences, type Fence } from "./fence.ts";
import { HeardRolls } from "./heard-rolls.ts";
import { Unconfirmed } from "./unconfirmed.ts";
import type { Message } from "./wire.ts";

export interface FollowerOptions {
  readonly space: Space;
  readonly models: readonly AnyModel[];
  readonly identity: Pick<Identity, "author">;
  readonly verifier: Pick<Verifier, "verify">;
}

/** Whether what came is still of the connection that there is. */
export type IsCurrent = () => boolean;

export class Follower {
  readonly #space: Space;
  readonly #self: AuthorId;
  readonly #verifier: Pick<Verifier, "verify">;
  readonly #rolls: HeardRolls;
  readonly #unconfirmed = new Unconfirmed();
  #fence: Fence = { counter: 0, nonce: 0 };
  #nodeKey = new Uint8Array();
  /** What the rolls hold, until the standing that it came with is shown. */
  #told: readonly SignedRecord[] = [];
  /** Signatures may be checked out of order; what they sign may not be taken so. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ space, models, identity, verifier }: FollowerOptions) {
    this.#space = space;
    this.#self = identity.author;
    this.#verifier = verifier;
    this.#rolls = new HeardRolls(models, space.lifetimeMs);
  }

  known(): readonly Known[] {
    return this.#rolls.known();
  }

  /**
   * Takes the rolls of a standing, which `frame` will show. `isSame`: of the opening of the room
   * that was followed before. False: it does not follow.
   */
  join({ counter, nonce, nodeKey, rolls }: Message<"joined">, isSame: boolean): boolean {
    this.#fence = { counter, nonce };
    this.#nodeKey = new Uint8Array(nodeKey);
    const told = followed(() => this.#rolls.join(rolls, isSame));
    this.#told = told ?? [];
    return told !== null;
  }

  /** Shows what the node tells. From a standing on, all else is in doubt. */
  async frame(message: Message<"joined" | "frame">, isCurrent: IsCurrent): Promise<void> {
    const { erasedWallMs: wallMs, erasedCount: count } = message;
    if (message.is === "joined") this.#unconfirmed.begin(this.#space.records(), this.#self);
    this.#space.erase({ wallMs, count });
    const [space, told] = [this.#space, message.is === "joined" ? this.#told : []];
    for (const bytes of message.records) {
      // Verified: the node has checked every signature, once for all its clients.
      const { status } = await space.receive(bytes, { verified: true });
      if (!isCurrent()) return;
      if (status === "known") this.#unconfirmed.confirm(decodeRecord(bytes));
    }
    await this.#show(told, isCurrent);
  }

  /** Whether the batch follows. One of another opening, or of another connection, is nothing. */
  take(message: Message<"batch">, isCurrent: IsCurrent): Promise<boolean> {
    const turn = this.#turn.then(async () => {
      if (compareFences(this.#fence, message) !== "same") return true;
      if (!(await this.#isSigned(message))) return false;
      if (!isCurrent()) return true;
      const told = followed(() => this.#rolls.take(message.body));
      if (told !== null) await this.#show(told, isCurrent);
      return told !== null;
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** What is still in doubt goes. */
  letGo(): void {
    this.#space.drop(this.#unconfirmed.end());
  }

  /** As `expire`, by a time that may be wrong. What a new owner may need of this client is kept. */
  dropDue(nowMs: number, keepsOwn: boolean): void {
    const due = [...this.#space.records()].filter(({ record: { expiresAt, stamp } }) => {
      return expiresAt <= nowMs && !(keepsOwn && stamp.author === this.#self);
    });
    this.#space.drop(due);
  }

  /** What goes from the space is held nowhere else. */
  expire(): void {
    this.#space.expire();
    const [nowMs, erased] = [this.#space.clock.now(), this.#space.watermark];
    // What came before and is still being checked moves numbers that are known until then.
    this.#turn = this.#turn.then(() => this.#rolls.forget(nowMs, erased));
  }

  async #show(told: readonly SignedRecord[], isCurrent: IsCurrent): Promise<void> {
    for (const record of told) {
      // Verified: the node has checked its signature, and has signed what it says of it.
      const { status } = await this.#space.receiveRecord(record, { verified: true });
      if (!isCurrent()) return;
      if (status === "known") this.#unconfirmed.confirm(record);
    }
  }

  #isSigned({ counter, nonce, body, signature }: Message<"batch">): Promise<boolean> {
    const signed = signedBatch({ room: this.#space.name, fence: { counter, nonce }, body });
    return this.#verifier.verify(this.#nodeKey, signed, signature);
  }
}

function followed<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
