/**
 * What a client writes in one room: checked, stamped, shown, and offered to the owner until it is
 * answered. What is refused is taken back.
 *
 * Rules M7, M13: docs/spec/rooms.md.
 */
import { type AuthorId, identityOf, isRestated, type Model, type Space } from "@muster/replica";
import type { ClientKept } from "./client-kept.ts";
import type { Fault } from "./fault.ts";
import type { Former } from "./former.ts";
import { Outbox, type OutboxPorts, type Receipt } from "./outbox.ts";
import type { Message } from "./wire.ts";

export interface WritingPorts extends OutboxPorts {
  readonly space: Space;
  readonly former: Former;
  /** Null: nothing is kept on the device. */
  readonly device: Pick<ClientKept, "taken"> | null;
  readonly nextRequest: () => number;
}

export class Writing {
  readonly #ports: WritingPorts;
  readonly #outbox: Outbox;

  constructor(ports: WritingPorts) {
    this.#ports = ports;
    this.#outbox = new Outbox(ports);
  }

  async write<Value>(model: Model<Value>, value: Value): Promise<Receipt> {
    const { space, nextRequest } = this.#ports;
    // Before it takes the place of another: what cannot be stamped must not cost what can.
    const checked = space.check(model, value);
    let record: Uint8Array | null = null;
    const receipt = await this.#outbox.add({
      request: nextRequest(),
      slot: slotOf(model.name, model.key(checked)),
      stamp: async () => (record = (await space.write(model, checked)).bytes),
    });
    if (record !== null) this.#answered(record, receipt);
    return receipt;
  }

  /** What the owner refused is taken back, and what it took the place of stands again. */
  async settle({ request, code, reason }: Message<"taken">): Promise<void> {
    const refused = this.#outbox.settle(request, { code, reason });
    if (refused === null) return;
    const { space, former } = this.#ports;
    const held = [...space.records()].filter(({ record }) => record.bytes === refused);
    space.drop(held);
    const replaced = former.undo(refused);
    if (held.length === 0) return;
    // The same objects: an answer to one of them may still be on its way.
    for (const { record } of replaced) await space.receiveRecord(record, { verified: true });
  }

  #answered(record: Uint8Array, { status }: Receipt): void {
    const { former, device } = this.#ports;
    if (status === "superseded") former.undo(record);
    if (status !== "taken") return;
    former.confirm(record);
    device?.taken(record);
  }

  /** Offers what `author` wrote to an owner that may lack it. */
  refill(author: AuthorId): void {
    const { space, nextRequest } = this.#ports;
    // In an earlier life of this page as well: whoever opened it again is the same person.
    const identity = identityOf(author);
    const mine = [...space.records()].filter(
      ({ record }) => identityOf(record.stamp.author) === identity && !isRestated(record),
    );
    this.#outbox.refill(
      mine.map(({ record }) => ({
        request: nextRequest(),
        slot: slotOf(record.model, record.key),
        record: record.bytes,
      })),
    );
  }

  resume(): void {
    this.#outbox.resume();
  }

  pause(): void {
    this.#outbox.pause();
  }

  close(fault: Fault): void {
    this.#outbox.close(fault);
  }
}

/** Records without a key do not compete, so neither do drafts of them. */
function slotOf(model: string, key: string): string | null {
  return key === "" ? null : `${model}/${key}`;
}
