/**
 * Three-way merge (diff3, after Khanna, Kunal and Pierce 2007) of arrays and plain objects: what
 * one side changed is taken, what both changed alike is taken once, and what both changed
 * differently is a conflict, in which the merged value stays as it was.
 *
 *   const { merged, conflicts } = merge3(base, ours, theirs);
 *
 * Symmetric: with the sides swapped, the merged value is the same, and each conflict with its
 * sides swapped. Nothing is lost silently: both sides of a conflict are in it.
 *
 * Rule R39: docs/spec/replica.md.
 */
import { matching } from "./matching.ts";
import { isPlainObject, type PlainObject, Sameness } from "./sameness.ts";

/** Keys and indices that lead to a place in the merged value. */
export type Path = readonly (string | number)[];

/** Null: there is nothing. */
export type Side = { readonly value: unknown } | null;

export type Conflict =
  /** One value: what is at `path` of the merged value is what `base` was. */
  | {
      readonly kind: "value";
      readonly path: Path;
      readonly base: Side;
      readonly ours: Side;
      readonly theirs: Side;
    }
  /** Items of the array at `path`: those of `base` stand in the merged value, from `at` on. */
  | {
      readonly kind: "items";
      readonly path: Path;
      readonly at: number;
      readonly base: readonly unknown[];
      readonly ours: readonly unknown[];
      readonly theirs: readonly unknown[];
    };

export interface Merged<Value> {
  readonly merged: Value;
  readonly conflicts: readonly Conflict[];
}

/** Throws `RangeError` on values of more than 100 levels. The values are not changed, nor copied. */
export function merge3<Value>(base: Value, ours: Value, theirs: Value): Merged<Value> {
  const merge = new Merge();
  const merged = merge.sides([], {
    base: { value: base },
    ours: { value: ours },
    theirs: { value: theirs },
  });
  // Of three values that are there, one is there.
  return { merged: merged!.value as Value, conflicts: merge.conflicts };
}

interface Three<Each> {
  readonly base: Each;
  readonly ours: Each;
  readonly theirs: Each;
}

class Merge {
  readonly conflicts: Conflict[] = [];
  readonly #same = new Sameness();

  sides(path: Path, { base, ours, theirs }: Three<Side>): Side {
    const [was, our, their] = [base, ours, theirs].map((side) => this.#textOf(side));
    if (our === their || their === was) return ours;
    if (our === was) return theirs;
    const values = { base: base?.value, ours: ours?.value, theirs: theirs?.value };
    if (areArrays(values)) return { value: this.#arrays(path, values) };
    if (areObjects({ ...values, base: base === null ? {} : base.value })) {
      return {
        value: this.#objects(path, {
          ...values,
          base: base === null ? {} : base.value,
        } as Three<PlainObject>),
      };
    }
    this.conflicts.push({ kind: "value", path, base, ours, theirs });
    return base;
  }

  #textOf(side: Side): string {
    return side === null ? "" : this.#same.textOf(side.value);
  }

  #objects(path: Path, { base, ours, theirs }: Three<PlainObject>): PlainObject {
    const added = [...Object.keys(ours), ...Object.keys(theirs)].toSorted();
    const fields: (readonly [string, unknown])[] = [];
    for (const key of new Set([...Object.keys(base), ...added])) {
      const [was, our, their] = [base, ours, theirs].map((each) => sideOf(each, key)) as [
        Side,
        Side,
        Side,
      ];
      const merged = this.sides([...path, key], { base: was, ours: our, theirs: their });
      if (merged !== null) fields.push([key, merged.value]);
    }
    // Not by assignment, to which a key such as __proto__ means something else.
    return Object.fromEntries(fields);
  }

  #arrays(path: Path, { base, ours, theirs }: Three<readonly unknown[]>): readonly unknown[] {
    const [was, our, their] = [base, ours, theirs].map((items) =>
      items.map((item) => this.#same.textOf(item)),
    ) as [string[], string[], string[]];
    const [inOurs, inTheirs] = [matching(was, our), matching(was, their)];
    const merged: unknown[] = [];
    let from: Three<number> = { base: 0, ours: 0, theirs: 0 };
    for (let at = 0; at <= base.length; at += 1) {
      const isEnd = at === base.length;
      const to = isEnd
        ? { base: at, ours: ours.length, theirs: theirs.length }
        : { base: at, ours: inOurs[at]!, theirs: inTheirs[at]! };
      if (to.ours < 0 || to.theirs < 0) continue;
      this.#chunk(
        { path, merged },
        {
          base: base.slice(from.base, to.base),
          ours: ours.slice(from.ours, to.ours),
          theirs: theirs.slice(from.theirs, to.theirs),
        },
      );
      if (!isEnd) merged.push(base[at]);
      from = { base: to.base + 1, ours: to.ours + 1, theirs: to.theirs + 1 };
    }
    return merged;
  }

  /** What stands between two items that all three have. */
  #chunk(
    { path, merged }: { readonly path: Path; readonly merged: unknown[] },
    { base, ours, theirs }: Three<readonly unknown[]>,
  ): void {
    const [was, our, their] = [base, ours, theirs].map((items) => this.#same.textOf(items));
    const at = merged.length;
    if (our === their || their === was) for (const item of ours) merged.push(item);
    else if (our === was) for (const item of theirs) merged.push(item);
    else if (base.length === ours.length && base.length === theirs.length) {
      for (const [i, item] of base.entries()) {
        const three = {
          base: { value: item },
          ours: { value: ours[i] },
          theirs: { value: theirs[i] },
        };
        merged.push(this.sides([...path, at + i], three)!.value);
      }
    } else {
      this.conflicts.push({ kind: "items", path, at, base, ours, theirs });
      for (const item of base) merged.push(item);
    }
  }
}

function sideOf(object: PlainObject, key: string): Side {
  return Object.hasOwn(object, key) ? { value: object[key] } : null;
}

function areArrays(values: Three<unknown>): values is Three<readonly unknown[]> {
  return [values.base, values.ours, values.theirs].every((each) => Array.isArray(each));
}

function areObjects(values: Three<unknown>): values is Three<PlainObject> {
  return [values.base, values.ours, values.theirs].every(isPlainObject);
}
