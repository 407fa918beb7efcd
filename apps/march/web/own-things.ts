/**
 * What the march holds of this phone's holder, and taking it back: the position at once, the rest
 * through the outbox, so that what is taken back without a network goes when there is one.
 *
 * Rule W69: docs/spec/march-page.md.
 */
import type { RoomClient } from "@muster/rooms/client";
import { alerts, verdicts } from "../src/models/alerts.ts";
import { posts } from "../src/models/posts.ts";
import type { DeviceClock } from "./clock.ts";
import { type Mine, mineIn, takeBack } from "./mine.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Sharing } from "./sharing.ts";

/** Longer than the node takes, as a rule: then it waits, and the person is told so. */
const TAKEN_MS_MAX = 4_000;

export type TakenBack = "taken" | "waits" | "refused";

export interface OwnPorts {
  readonly me: string;
  readonly room: Pick<RoomClient, "space" | "state">;
  readonly outgoing: Pick<Outgoing, "write" | "waiting">;
  readonly sharing: Pick<Sharing, "stop">;
  readonly clock: Pick<DeviceClock, "after">;
}

export class OwnThings {
  readonly #ports: OwnPorts;

  constructor(ports: OwnPorts) {
    this.#ports = ports;
  }

  /** `nowMs`: the node's time. */
  held(nowMs: number): Mine {
    const { room, me, outgoing } = this.#ports;
    const { space } = room;
    const views = {
      alerts: space.view(alerts),
      verdicts: space.view(verdicts),
      posts: space.view(posts),
    };
    return mineIn({ views, waiting: outgoing.waiting.value, me }, nowMs);
  }

  /** All that is held now, and the position where `hasPin`. */
  async takeBack(nowMs: number, hasPin: boolean): Promise<TakenBack> {
    const { outgoing, sharing, room, clock } = this.#ports;
    const taken = takeBack(this.held(nowMs), (model, value) =>
      outgoing.write(model, value).then(
        ({ status }): TakenBack => status,
        (): TakenBack => "refused",
      ),
    );
    const pin = hasPin ? [sharing.stop().then((is): TakenBack => (is ? "taken" : "refused"))] : [];
    const all = Promise.all([...taken, ...pin]);
    if (room.state !== "live") return "waits";
    const { promise, resolve } = Promise.withResolvers<TakenBack>();
    const cancel = clock.after(TAKEN_MS_MAX, () => resolve("waits"));
    const done = all.then((each) => (each.includes("refused") ? "refused" : "taken"));
    return Promise.race([done, promise]).finally(cancel);
  }
}
