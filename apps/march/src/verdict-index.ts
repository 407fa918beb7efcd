/** What is said of each alert, kept beside the view, which knows it by alert and person only. */
import type { Entry, Space } from "@muster/replica";
import { type Verdict, verdicts } from "./models/alerts.ts";

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

  /** How many such are held, with what was taken back. */
  countWhere(isMeant: (verdict: Verdict) => boolean): number {
    let count = 0;
    for (const said of this.#said.values()) {
      for (const { value } of said.values()) if (isMeant(value)) count += 1;
    }
    return count;
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
