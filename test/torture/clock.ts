/** The clock that all processes of one machine share: CLOCK_MONOTONIC, in milliseconds. */
export function sharedMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
