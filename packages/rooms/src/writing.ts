/**
 * What a client writes in one room: checked, stamped, shown, and offered to the owner until it is
 * answered. What is refused is taken back.
 *
 * Rules M7, M13: docs/spec/rooms.md.
 */
import type { AuthorId, Model, Space } from "@muster/replica";
import type { ClientStore } from "./client-store.ts";
import type { Fault } from "./fault.ts";
import type { Former } from "./former.ts";
import { Outbox, type OutboxPorts, type Receipt } from "./outbox.ts";
import type { Message } from "./wire.ts";

export interface WritingPorts extends OutboxPorts {
  readonly space: Space;
  readonly store: Pick<ClientStore, "discard">;
  readonly former: Former;
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
    const { space, former, nextRequest } = this.#ports;
    // Before it takes the place of another: what cannot be stamped must not cost what can.
    const checked = space.check(model, value);
    let record: Uint8Array | null = null;
    const receipt = await this.#outbox.add({
      request: nextRequest(),
      slot: slotOf(model.name, model.key(checked)),
      stamp: async () => (record = (await space.write(model, checked)).bytes),
    });
    if (record !== null && receipt.status === "taken") former.confirm(record);
    if (record !== null && receipt.status === "superseded") former.undo(record);
    return receipt;
  }

  /** What the owner refused is taken back, and what it took the place of stands again. */
  async settle({ request, code, reason }: Message<"taken">): Promise<void> {
    const refused = this.#outbox.settle(request, { code, reason });
    if (refused === null) return;
    const { space, store } = this.#ports;
    let isHeld = false;
    for (const kept of space.records()) {
      isHeld ||= kept.record.bytes === refused;
      if (kept.record.bytes === refused) store.discard(kept);
    }
    space.expire();
    const former = this.#ports.former.undo(refused);
    if (former === null || !isHeld) return;
    await space.receive(former.record.bytes, { verified: true });
  }

  /** Offers what `author` wrote to an owner that may lack it. */
  refill(author: AuthorId): void {
    const { space, nextRequest } = this.#ports;
    const mine = [...space.records()].filter(({ record }) => record.stamp.author === author);
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
