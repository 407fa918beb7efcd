/**
 * What a march does in its own time: alerts that are over, and positions that were to be forgotten
 * earlier, are taken back everywhere; what is said of alerts is weighed anew.
 *
 * Rules A15, A16, A21: docs/spec/march.md.
 */
import type { Room } from "@muster/rooms";
import { forgottenAt, positions } from "./model.ts";
import {
  type Alert,
  alertEndsAt,
  alerts,
  type Credence,
  type CredenceView,
  credences,
} from "./models/alerts.ts";
import { withdrawAllOf } from "./removal.ts";
import type { VerdictIndex } from "./verdict-index.ts";
import { credenceOf, type Witnesses } from "./worth.ts";

export const UPKEEP_EVERY_MS = 500;

export interface Kept {
  readonly room: Pick<Room, "space" | "now">;
  readonly index: VerdictIndex;
  readonly witnesses: Witnesses;
}

export class Upkeep {
  readonly #kept: Kept;
  #toWeigh = new Set<string>();
  /** People who wish to be forgotten early. */
  readonly #wishing = new Set<string>();
  readonly #removed = new Set<string>();
  #isRunning = false;

  constructor(kept: Kept) {
    this.#kept = kept;
    const { space } = kept.room;
    space.subscribe(alerts, ({ key }) => void this.#toWeigh.add(key));
    space.subscribe(positions, ({ key, now }) => {
      if (now?.value.keepMinutes === undefined) this.#wishing.delete(key);
      else this.#wishing.add(key);
    });
  }

  /** Whose word counts has changed: everything is weighed anew. */
  weighAll(): void {
    this.#toWeigh = new Set(this.#kept.room.space.view(alerts).keys());
  }

  /** Sees to it that nothing of a person stays who was removed. */
  sweep(person: string): void {
    this.#removed.add(person);
  }

  async run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      await this.#sweepRemoved();
      await this.#endAlerts();
      await this.#forgetPositions();
      await this.#weigh();
    } finally {
      this.#isRunning = false;
    }
  }

  /** Once more: a record may have been on its way when its author was removed. */
  async #sweepRemoved(): Promise<void> {
    const removed = [...this.#removed];
    this.#removed.clear();
    await Promise.all(removed.map((person) => withdrawAllOf(this.#kept.room, person)));
  }

  async #endAlerts(): Promise<void> {
    const { space, now } = this.#here;
    const over = [...space.view(alerts).values()].filter(
      (entry) => entry.value.told !== null && alertEndsAt(entry) <= now,
    );
    await Promise.all(over.map(({ value }) => space.write(alerts, { ...value, told: null })));
  }

  async #forgetPositions(): Promise<void> {
    const { space, now } = this.#here;
    const view = space.view(positions);
    const over = [...this.#wishing].flatMap((person) => {
      const entry = view.get(person);
      return entry !== undefined && forgottenAt(entry) <= now ? [entry.value] : [];
    });
    await Promise.all(
      over.map(({ person, contingent }) =>
        space.write(positions, { person, contingent, place: null }),
      ),
    );
  }

  async #weigh(): Promise<void> {
    const { index, witnesses } = this.#kept;
    const { space } = this.#here;
    const due = new Set([...this.#toWeigh, ...index.takeChanged()]);
    this.#toWeigh = new Set();
    const found = [...due].flatMap((id) => {
      const alert = space.view(alerts).get(id)?.value;
      return alert === undefined || alert.told === null ? [] : [this.#worth(alert, witnesses)];
    });
    const news = found.filter((credence) => isNews(credence, space.view(credences)));
    await Promise.all(news.map((credence) => space.write(credences, credence)));
  }

  #worth(alert: Alert, witnesses: Witnesses): Credence {
    return credenceOf(alert, this.#kept.index.of(alert.id), witnesses);
  }

  get #here() {
    const { room } = this.#kept;
    return { space: room.space, now: room.now() };
  }
}

/** Silence says "unconfirmed" already. */
function isNews(found: Credence, view: CredenceView): boolean {
  const told = view.get(found.alert)?.value;
  if (told === undefined) {
    return found.state !== "unconfirmed" || found.confirmedBy > 0 || found.disputedBy > 0;
  }
  return (
    told.state !== found.state ||
    told.decided !== found.decided ||
    told.confirmedBy !== found.confirmedBy ||
    told.disputedBy !== found.disputedBy
  );
}
