/**
 * Why a record is refused: an expected answer, named from a closed list, never an exception
 * that crosses a boundary. Callers switch on the code, people read the message.
 */
export const REFUSALS = {
  bad_record: "the bytes are not one canonical record",
  too_large: "the record is longer than the limit",
  bad_signature: "the signature does not fit the author, the space and the bytes",
  unknown_model: "the space has no such model",
  bad_value: "the body does not fit the model's schema",
  bad_key: "the key is not the one that the value gives",
  bad_expiry: "the expiry is not the stamp plus the space's lifetime",
  ahead: "the stamp is too far ahead of the clock: offer it again later",
  expired: "the record has expired",
  erased: "the record is at or below the erase watermark",
  full: "there is no place for a record of another key",
  forbidden: "the author has no right to write this",
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** What decoding throws inside the package; `receive` turns it into an answer. */
export class Malformed extends Error {
  override readonly name = "Malformed";
}
