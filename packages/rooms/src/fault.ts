/**
 * The expected failures of this package, one closed list: what a client is told, with which
 * WebSocket close code and HTTP status, and whether the same request may succeed later.
 */
export const FAULTS = {
  bad_message: { close: 4400, http: 400, retry: false },
  unauthorised: { close: 4401, http: 401, retry: false },
  forbidden: { close: 4403, http: 403, retry: false },
  not_found: { close: 4404, http: 404, retry: false },
  /** The room has ended, or the token has expired: ask for a new one or go home. */
  ended: { close: 4410, http: 410, retry: false },
  bad_version: { close: 4426, http: 426, retry: false },
  too_large: { close: 4413, http: 413, retry: false },
  too_many: { close: 4429, http: 429, retry: true },
  too_slow: { close: 4408, http: 408, retry: true },
  conflict: { close: 4409, http: 409, retry: true },
  /** Sent, and no answer came: it may or may not have happened. */
  unknown_outcome: { close: 4504, http: 504, retry: true },
  /** The database does not answer: nothing was done here, and the same request may be made again. */
  unavailable: { close: 4503, http: 503, retry: true },
  stopping: { close: 4503, http: 503, retry: true },
} as const;

export type FaultCode = keyof typeof FAULTS;

export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get closeCode(): number {
    return FAULTS[this.code].close;
  }

  get httpStatus(): (typeof FAULTS)[FaultCode]["http"] {
    return FAULTS[this.code].http;
  }

  get retry(): boolean {
    return FAULTS[this.code].retry;
  }
}

export function isFaultCode(code: string): code is FaultCode {
  return Object.hasOwn(FAULTS, code);
}
