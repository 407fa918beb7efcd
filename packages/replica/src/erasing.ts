/**
 * An erase as a record, so that it reaches every replica as records do: signed, its stamp is the
 * watermark. The highest stands; it lasts as long as anything that it covers.
 *
 * Rule R11: docs/spec/replica.md.
 */
import type { Model, Schema } from "./model.ts";
import { compareStamps, type Stamp } from "./stamp.ts";

const nothing: Schema<null> = {
  "~standard": {
    validate: (value) =>
      value === null ? { value } : { issues: [{ message: "an erase says nothing more" }] },
  },
};

export interface Erased {
  stamp: Stamp | null;
}

/** The name is taken: no space may have a model of its own that is called so. */
export const erasing: Model<null, Erased, Stamp> = {
  name: "muster erase",
  value: nothing,
  key: () => "all",
  initial: () => ({ stamp: null }),
  reduce: (view, { stamp }) => {
    if (view.stamp !== null && compareStamps(stamp, view.stamp) <= 0) return null;
    view.stamp = stamp;
    return stamp;
  },
  // The watermark itself only grows; all that it covers has expired with it.
  forget: (view, { stamp }) => {
    if (view.stamp === null || compareStamps(stamp, view.stamp) !== 0) return null;
    view.stamp = null;
    return stamp;
  },
};
