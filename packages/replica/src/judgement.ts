/**
 * What models and rights say of a record: the only checks in which replicas of a space may differ.
 * Rules R2, R11: docs/spec/replica.md.
 */
import { checkBody } from "./checked.ts";
import { erasing } from "./erasing.ts";
import type { Entry, Model } from "./model.ts";
import { type ReceiveOptions, type Refusal, refused } from "./outcome.ts";
import type { SignedRecord } from "./record.ts";
import { watermarkOf } from "./watermark.ts";

/** `model` is that of the record's name; null: there is none. */
export function judged(
  model: Model | null,
  record: SignedRecord,
  options: ReceiveOptions,
): Entry<unknown> | Refusal {
  if (model === null) return refused("unknown_model", `no model ${record.model}`);
  const checked = checkBody(model, record.body);
  if ("reason" in checked) return refused("bad_value", checked.reason);
  const key = model.key(checked.value);
  if (key !== record.key) return refused("bad_key", "the value belongs to another key");
  const { stamp, expiresAt } = record;
  const entry = { key, stamp, expiresAt, value: checked.value };
  if (model.name === erasing.name) return whyNotErase(record, options) ?? entry;
  const full = options.whyFull?.(entry, record.model) ?? null;
  if (full !== null) return refused("full", full);
  const forbidden = options.mayWrite?.(entry, record.model) ?? null;
  return forbidden === null ? entry : refused("forbidden", forbidden);
}

function whyNotErase({ stamp }: SignedRecord, { mayErase }: ReceiveOptions): Refusal | null {
  if (mayErase === undefined) return refused("forbidden", "nobody may erase here");
  const reason = mayErase(stamp.author, watermarkOf(stamp));
  return reason === null ? null : refused("forbidden", reason);
}
