/**
 * A sum of what everybody added, exact: each addition counts once, until it expires, and a
 * negative one takes away.
 *
 *   await space.write(likes, likes.add(3));
 *   space.view(likes).total;
 *
 * Rule R32: docs/spec/replica.md.
 */
import type { Entry, Model } from "../model.ts";
import { byStamp, type Stamped } from "./item.ts";
import { Ordered } from "./ordered.ts";
import { schemaOf } from "./shape.ts";

export interface Addition {
  /** A whole number from -(2^53 - 1) to 2^53 - 1. */
  readonly add: number;
}

export interface CounterView {
  readonly exact: bigint;
  /** `exact` as a number: the nearest one from 2^53 on. */
  readonly total: number;
  readonly additions: Ordered<Entry<Addition>, Stamped>;
}

export interface CounterDelta {
  readonly total: number;
  readonly by: number;
}

export interface CounterModel extends Model<Addition, CounterView, CounterDelta> {
  readonly add: (by: number) => Addition;
}

export function counter(options: { readonly name: string }): CounterModel {
  return {
    name: options.name,
    value: schemaOf(({ add }): Addition => {
      if (Number.isSafeInteger(add)) return { add: add as number };
      throw new TypeError("a counter adds whole numbers below 2^53");
    }),
    key: () => "",
    initial: () => ({ exact: 0n, total: 0, additions: new Ordered(byStamp) }),
    reduce: (view, entry) => (view.additions.add(entry) ? changed(view, entry.value.add) : null),
    forget: (view, entry) => {
      const held = view.additions.delete(entry);
      return held === null ? null : changed(view, -held.value.add);
    },
    plain: ({ exact, additions }) => [exact, ...Array.from(additions, ({ stamp }) => stamp)],
    add: (by) => ({ add: by }),
  };
}

function changed(view: CounterView, by: number): CounterDelta {
  const exact = view.exact + BigInt(by);
  Object.assign(view, { exact, total: Number(exact) });
  return { total: view.total, by };
}
