/**
 * Which of the map's few colours a contingent has. Its name wishes for one, so that phones mostly
 * agree; what is seen already keeps its own, and who comes later takes a free one.
 *
 * Rule W21: docs/spec/march-page.md.
 */

/** From a contingent's name to the number of its colour. */
export type ContingentColours = ReadonlyMap<string, number>;

export function assignColours(
  names: readonly string[],
  before: ContingentColours,
  count: number,
): ContingentColours {
  const kept = names.filter((name) => before.has(name));
  const colours = new Map(kept.map((name) => [name, before.get(name)!]));
  for (const name of names.toSorted()) {
    if (!colours.has(name)) colours.set(name, freeColour(name, new Set(colours.values()), count));
  }
  return colours;
}

/**
 * What a contingent chose is its own: whoever had that colour by chance is to take another. Of two
 * that chose the same, both have it.
 */
export function withChosen(before: ContingentColours, chosen: ContingentColours) {
  const taken = new Set(chosen.values());
  const kept = [...before].filter(([name, colour]) => !chosen.has(name) && !taken.has(colour));
  return new Map([...kept, ...chosen]);
}

function freeColour(name: string, taken: ReadonlySet<number>, count: number): number {
  const wish = wishOf(name) % count;
  const inTurn = Array.from({ length: count }, (_, i) => (wish + i) % count);
  return inTurn.find((colour) => !taken.has(colour)) ?? wish;
}

function wishOf(name: string): number {
  let sum = 0;
  for (let i = 0; i < name.length; i += 1) sum = (sum * 31 + name.charCodeAt(i)) >>> 0;
  return sum;
}
