/**
 * What a node signs of a batch: its body, and the room and its opening, so that no batch can be
 * replayed into another. Rule M24: docs/spec/rooms.md.
 */
import { Writer } from "@muster/replica";
import type { Fence } from "./fence.ts";

const LABEL = new TextEncoder().encode("muster batch 1\0");

export interface ToSign {
  /** The name of its space. */
  readonly room: string;
  readonly fence: Fence;
  readonly body: Uint8Array;
}

export function signedBatch({ room, fence, body }: ToSign): Uint8Array {
  const to = new Writer(body.length + 128).raw(LABEL).text(room);
  return to.varint(fence.counter).varint(fence.nonce).raw(body).bytes();
}
