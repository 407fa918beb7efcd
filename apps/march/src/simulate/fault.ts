/**
 * The expected failures of simulation and bench: each is one line for the person at the
 * terminal. Whoever runs them turns the code into the exit code of the command.
 */
const EXIT_CODES = {
  /** The command was written wrongly. */
  usage: 2,
  /** Something that it needs did not start, or ended too early. */
  failed: 1,
  /** Someone asked it to stop. */
  interrupted: 130,
} as const;

export class SimulationFault extends Error {
  override readonly name = "SimulationFault";
  readonly code: keyof typeof EXIT_CODES;

  constructor(code: keyof typeof EXIT_CODES, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get exitCode(): number {
    return EXIT_CODES[this.code];
  }
}
