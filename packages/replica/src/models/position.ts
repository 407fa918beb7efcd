/**
 * Where an item stands in a list: a path, compared step by step, that no other item has. Between
 * two positions there is always a third one, so nobody has to ask before inserting.
 *
 *   step = order, run, index       [0,A,0] [0,A,1] [0,A,2]        what one author typed in a row
 *                                      └─ [0,A,1] [0,B,0]         inserted by another one later
 *
 * What an author inserts in a row, forwards or backwards, is one run: its items differ in their
 * index alone, so runs that are inserted at one place at once stand one after the other (after
 * Weidner and Kleppmann, "The Art of the Fugue", 2023). `order` keeps paths short: who follows
 * another at the end of a run takes the next order beside it, not a place below it.
 *
 * Rule R36: docs/spec/replica.md.
 */
export interface Step {
  readonly order: number;
  /** Who began the run, and with which item: no two runs have one name. */
  readonly run: string;
  readonly index: number;
}

export type Position = readonly Step[];

/** Deeper ones are refused: a list is short, and a path has to fit into a record. */
export const STEPS_MAX = 32;
/**
 * The order of what is inserted into a run right before its next item: it stays with that one, and
 * what others inserted there who had not seen that item stands before both.
 */
const LATE = 2 ** 20;
/** Of an order and an index: far from where numbers lose their units. */
export const STEP_MAX = 2 ** 40;

/** Where to insert, and who inserts what. */
export interface Gap {
  /** The item before it; null: the start of the list. */
  readonly left: Position | null;
  /** The item after it; null: the end of the list. */
  readonly right: Position | null;
  /** A name that only this author gives to runs: it goes on with those that start so. */
  readonly by: string;
  /** A name that no other item has. */
  readonly item: string;
}

export function comparePositions(a: Position, b: Position): number {
  const steps = Math.min(a.length, b.length);
  for (let i = 0; i < steps; i += 1) {
    const order = compareSteps(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** A position between the two, on a run of one's own where that is possible. Throws `RangeError`
 *  when it would be deeper than `STEPS_MAX`, or a step greater than `STEP_MAX`. */
export function between(gap: Gap): Position {
  const candidates = [next(gap.left, 1, gap), next(gap.right, -1, gap), ...beginnings(gap)];
  const free = candidates.find((each) => each !== null && isFree(each, gap));
  if (free !== undefined && free !== null) return free;
  throw new RangeError("no place for an item here: move the ones beside it");
}

/** The run of an item goes on with the next index, or the one before, where it is one's own. */
function next(beside: Position | null, by: 1 | -1, gap: Gap): Position | null {
  const last = beside?.at(-1);
  if (beside === null || last === undefined || !last.run.startsWith(`${gap.by}:`)) return null;
  return [...beside.slice(0, -1), { ...last, index: last.index + by }];
}

/** A run of one's own, as near the root as it can be. */
function beginnings(gap: Gap): Position[] {
  const left = gap.left ?? [];
  const { right } = gap;
  if (right !== null && startsWith(right, left)) {
    return [[...left, startOf(gap, right[left.length]!.order - 1)]];
  }
  const beside = left.map(({ order }, depth) => [...left.slice(0, depth), startOf(gap, order + 1)]);
  return [...beside, [...left, startOf(gap, goesOn(left, right) ? LATE : 0)]];
}

/** Whether `right` comes later in the run of `left`. */
function goesOn(left: Position, right: Position | null): boolean {
  const [last, same] = [left.at(-1), right?.[left.length - 1]];
  if (last === undefined || same === undefined || last.index >= same.index) return false;
  return startsWith(right ?? [], [...left.slice(0, -1), { ...last, index: same.index }]);
}

function isFree(position: Position, { left, right }: Gap): boolean {
  const { order, index } = position.at(-1)!;
  if (position.length > STEPS_MAX || Math.abs(order) > STEP_MAX || Math.abs(index) > STEP_MAX) {
    return false;
  }
  if (left !== null && comparePositions(left, position) >= 0) return false;
  if (right === null) return true;
  // What stands below a position was inserted when an item had it.
  return comparePositions(position, right) < 0 && !startsWith(right, position);
}

function startOf({ by, item }: Gap, order: number): Step {
  return { order, run: `${by}:${item}`, index: 0 };
}

function startsWith(position: Position, start: Position): boolean {
  return (
    position.length >= start.length &&
    start.every((step, depth) => compareSteps(step, position[depth]!) === 0)
  );
}

function compareSteps(a: Step, b: Step): number {
  if (a.order !== b.order) return a.order - b.order;
  if (a.run !== b.run) return a.run < b.run ? -1 : 1;
  return a.index - b.index;
}
