/**
 * What a verb of the `muster` command gets from the process that runs it, and
 * nothing else: a verb never reads `process` itself.
 */
export interface Io {
  /** The root of this repository, an absolute path. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Aborted when the verb shall stop. The reason is null when someone asked for
   * that (a signal), and a Fault when a process that we depend on has ended.
   */
  readonly signal: AbortSignal;
  /** A line of the answer, or several, to standard output: what others wrote goes in by `oneLine`. */
  print(line: string): void;
  /** One line about what is going on, to standard error. */
  report(line: string): void;
  /** Asks the person at the terminal; null when there is none. */
  ask(question: string): Promise<string | null>;
}

/** Carries out one verb and gives the exit code; expected failures are thrown as Faults. */
export type Verb = (args: readonly string[], io: Io) => Promise<number>;
