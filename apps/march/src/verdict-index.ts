/** What is said of each alert, kept beside the view, which knows it by alert and person only. */
import type { Entry, Space } from "@muster/replica";
import { type Verdict, verdicts } from "./models/alerts.ts";

export interface Counts {
  readonly all: number;
  readonly own: number;
}

export class VerdictIndex {
  /** By alert, then by person. */
  readonly #said = new Map<string, Map<string, Entry<Verdict>>>();
  /** Alerts of which something else is said than when this was last asked. */
  #changed = new Set<string>();

  constructor(space: Space) {
    space.subscribe(verdicts, ({ now }, { entry }) => {
      const { alert, person } = (now ?? entry).value as Verdict;
      this.#changed.add(alert);
      if (now === undefined) this.#drop(alert, person);
      else this.#put(alert, person, now);
    });
  }

  /** With what was taken back, which counts for the limits. */
  of(alert: string): readonly Entry<Verdict>[] {
    return [...(this.#said.get(alert)?.values() ?? [])];
  }

  /** How much is said of such alerts: by everyone, and by one person. */
  countWhere(isMeant: (alert: string) => boolean, person: string): Counts {
    const counts = { all: 0, own: 0 };
    for (const [alert, said] of this.#said) {
      if (!isMeant(alert)) continue;
      counts.all += said.size;
      if (said.has(person)) counts.own += 1;
    }
    return counts;
  }

  takeChanged(): ReadonlySet<string> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  #put(alert: string, person: string, said: Entry<Verdict>): void {
    const held = this.#said.get(alert) ?? new Map<string, Entry<Verdict>>();
    this.#said.set(alert, held.set(person, said));
  }

  #drop(alert: string, person: string): void {
    const held = this.#said.get(alert);
    held?.delete(person);
    if (held?.size === 0) this.#said.delete(alert);
  }
}
