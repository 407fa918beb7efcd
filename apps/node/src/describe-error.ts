/**
 * What failed in the background, in words for the operator: of a Fault what happened and what it
 * came from, of anything else, which is a bug, where in the code.
 *
 * Rule N28: docs/spec/node.md.
 */
import { systemCodeOf } from "./fault.ts";

/** Every package has a Fault of its own; all are named so. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name !== "Fault") return error.stack ?? String(error);
  const reason = reasonOf(error.cause);
  return reason === "" ? error.message : `${error.message} (${reason})`;
}

/** A connection that was tried at several addresses fails with a code and no message. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "";
  return cause.message === "" ? systemCodeOf(cause) : cause.message;
}
