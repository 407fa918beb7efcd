/**
 * How many records all the marches of this node hold together: joining in a loop, in marches made
 * for it, must not fill the memory. Who is on the map already goes on when it is full.
 *
 *   a room's view changes ─► its size is noted ─► full: nobody new, until some stop, expire or end
 *
 * Rule A12: docs/spec/march.md.
 */
import type { AnyModel, Clock, Space } from "@muster/replica";
import type { Written } from "@muster/rooms";
import { marchModels } from "./models.ts";
import type { March } from "./registry.ts";

/** Of records; nearly all are positions, which take about 2.4 kB each. */
export const NODE_RECORDS_MAX = 100_000;
export const FULL = "this node holds as many records as it can: try again later";

interface Held {
  readonly size: number;
  readonly endsAt: number;
}

export class Crowd {
  readonly #clock: Clock;
  readonly #recordsMax: number;
  /** By march; of those that hold any, so that there are no more of them than records. */
  readonly #held = new Map<string, Held>();
  #total = 0;

  constructor(clock: Clock, recordsMax: number) {
    this.#clock = clock;
    this.#recordsMax = recordsMax;
  }

  /** Counts what a room holds from its opening on. What an earlier one held is gone. */
  follow(march: Pick<March, "id" | "endsAt">, space: Space): void {
    const views = marchModels.map((model: AnyModel) => viewOf(space, model));
    const note = (): void => {
      const size = views.reduce((sum, view) => sum + view.size, 0);
      this.#note(march.id, { size, endsAt: march.endsAt });
    };
    note();
    for (const model of marchModels as readonly AnyModel[]) space.subscribe(model, note);
  }

  /** Whether there is no place for a record that takes the place of none in this space. */
  isFullFor({ model, key }: Pick<Written, "model" | "key">, space: Space): boolean {
    if (this.#total < this.#recordsMax) return false;
    const own = (marchModels as readonly AnyModel[]).find(({ name }) => name === model);
    if (own !== undefined && viewOf(space, own).has(key)) return false;
    this.#forgetEnded();
    return this.#total >= this.#recordsMax;
  }

  #note(id: string, held: Held): void {
    this.#total += held.size - (this.#held.get(id)?.size ?? 0);
    if (held.size === 0) this.#held.delete(id);
    else this.#held.set(id, held);
  }

  /** A room that ends is closed with what it holds, and tells no change of it. */
  #forgetEnded(): void {
    const nowMs = this.#clock.now();
    for (const [id, { endsAt }] of this.#held) {
      if (endsAt <= nowMs) this.#note(id, { size: 0, endsAt });
    }
  }
}

/** All that a march holds is known by keys. */
function viewOf(space: Space, model: AnyModel): ReadonlyMap<string, unknown> {
  return space.view(model) as ReadonlyMap<string, unknown>;
}
