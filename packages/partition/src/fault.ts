/**
 * The expected failures of this package, one closed list, and whether the same may succeed later.
 */
export const FAULTS = {
  /** A group's name, a key, a setting or a statement that cannot be. */
  bad_input: { retry: false },
  /** The group has members with other settings, or of another version of the protocol. */
  group_differs: { retry: false },
  /** The schema `partition` is missing or older than this package. */
  database_older: { retry: false },
  /** Its encoding is not UTF8, or what its schema `partition` holds is not of this package. */
  database_unfit: { retry: false },
  /** PostgreSQL itself is too old. */
  server_older: { retry: false },
  /** The user of the database may not do what the package must. */
  database_rights: { retry: false },
  database_unavailable: { retry: true },
  /** The member does not own the key, or may not act under the view, any more: nothing was done. */
  fenced: { retry: false },
  /** The transaction took longer than the database lets it: nothing was done. */
  too_long: { retry: false },
  /** The commit was not answered: read what is there, or repeat with the same operation id. */
  unknown_outcome: { retry: true },
  /** So many claims of this member wait for their answer that no more may. */
  too_many: { retry: true },
  /** The member has left its group. */
  left: { retry: false },
} as const;

export type FaultCode = keyof typeof FAULTS;

export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get retry(): boolean {
    return FAULTS[this.code].retry;
  }
}
