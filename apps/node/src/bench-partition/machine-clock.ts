/**
 * Milliseconds of the machine's monotonic clock, which all its processes read alike: what one
 * stamps, another may subtract.
 */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
