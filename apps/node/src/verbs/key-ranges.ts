/** Many partitions in few words: "0-7, 12, 14-15". */

/** More tell nothing new. */
const RANGES_MAX = 8;

/** Of numbers in decimal digits, in any order; "none" of none. */
export function describeKeys(keys: Iterable<string>): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of [...keys].map(Number).sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range !== undefined && number === range[1] + 1) range[1] = number;
    else ranges.push([number, number]);
  }
  if (ranges.length === 0) return "none";
  const told = ranges.slice(0, RANGES_MAX).map(([first, last]) => rangeText(first, last));
  return [...told, ...(ranges.length > RANGES_MAX ? ["…"] : [])].join(", ");
}

function rangeText(first: number, last: number): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
