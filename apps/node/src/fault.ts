/**
 * The expected failures of a node and of the `muster` command.
 *
 * A Fault's message is one line for the person at the terminal: what was wrong
 * and what would be right. Callers switch on `code`; the command's exit code
 * follows from it. Anything else that is thrown is a bug and shows its stack.
 */
const FAULTS = {
  usage: { exit: 2 },
  data_unusable: { exit: 1 },
  already_running: { exit: 1 },
  address_unavailable: { exit: 1 },
  tls_unusable: { exit: 1 },
  database_unavailable: { exit: 1 },
  database_older: { exit: 1 },
  database_newer: { exit: 1 },
  migration_changed: { exit: 1 },
  migration_failed: { exit: 1 },
  embedded_unsupported: { exit: 1 },
  embedded_failed: { exit: 1 },
  pages_failed: { exit: 1 },
  process_ended: { exit: 1 },
  group_refused: { exit: 1 },
  not_found: { exit: 1 },
  bench_failed: { exit: 1 },
} as const;

export type FaultCode = keyof typeof FAULTS;

export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** 2 for a command that was written wrongly, 1 otherwise (N7). */
  get exitCode(): number {
    return FAULTS[this.code].exit;
  }
}

/** The code that Node gave a failed system call ("EACCES"), or "" where it gave none. */
export function systemCodeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return typeof code === "string" ? code : "";
}
