/** What the bench and its workers say to each other, one JSON object a line. */
import type { Added } from "./adds.ts";
import type { Corrupted } from "./corruption.ts";
import type { Forgotten } from "./forgotten.ts";
import type { Name, Plan } from "./plan.ts";
import type { Variants } from "./subject.ts";

/** The one line to a worker. */
export interface Asked {
  readonly name: Name;
  readonly plan: Plan;
  /** Of the repository. */
  readonly root: string;
}

/** Of the plain Map there are adds alone. */
export interface Figures {
  readonly corruption?: Variants<Corrupted>;
  readonly forgotten?: Variants<Forgotten>;
  readonly reconnect?: Variants<number>;
  readonly adds: readonly Added[];
}

export type Told = { readonly doing: string } | { readonly figures: Figures };
