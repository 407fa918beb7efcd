/** The figures of a bench as sentences for people. */
import type { Added } from "./adds.ts";
import { type AddsRow, IDLE_BYTES_MAX, JUDGED_FROM, RATIO_MAX, type Report } from "./report.ts";

export function linesOf(report: Report): readonly string[] {
  const { idleReconnectBytes: idle, corruption, forgotten, adds, counts } = report;
  const ofTried = (count: number) => `${grouped(count)} (${percent(count, corruption.tried)})`;
  return [
    `reconnect with nothing new, ${grouped(idle.authors)} authors: ${grouped(idle.ours)} bytes (promised: ${IDLE_BYTES_MAX})`,
    `    ${listed(idle.peers, (bytes) => grouped(bytes))}`,
    `    ${counts.idleReconnectBytes}`,
    `one changed byte accepted: ${corruption.accepted} of ${grouped(corruption.tried)}; ` +
      `of ${corruption.controls} true updates ${corruption.controlsAccepted}`,
    `    ${listed(corruption.peers, ofTried)}`,
    `    ${counts.corruption}`,
    `deleted texts still found: ${forgotten.found} of ${forgotten.deleted}; one that stays is found`,
    `    ${listed(forgotten.peers, String)}`,
    `    ${counts.forgotten}`,
    ...adds.flatMap(addsLines),
    `    ${counts.adds}`,
  ];
}

function addsLines(row: AddsRow): readonly string[] {
  const promised = row.records < JUDGED_FROM ? "" : ` (promised: ${RATIO_MAX})`;
  return [
    `${grouped(row.records)} adds: ${added(row)}; ` +
      `${row.ratio} times the processor time of a plain Map that hashes and signs${promised}`,
    `    plain Map: ${added(row.map)}`,
    ...Object.entries(row.peers).map(([name, each]) => {
      const stopped = each.records < row.records ? `, stopped at ${grouped(each.records)}` : "";
      return `    ${name}: ${added(each)}${stopped}`;
    }),
  ];
}

function added({ perSecond, cpuMicroseconds, bytesPerRecord }: Added): string {
  return `${grouped(perSecond)} a second, ${cpuMicroseconds} µs, ${grouped(bytesPerRecord)} bytes each`;
}

function listed(peers: Readonly<Record<string, number>>, show: (figure: number) => string): string {
  return Object.entries(peers)
    .map(([name, figure]) => `${name}: ${show(figure)}`)
    .join("; ");
}

function percent(part: number, whole: number): string {
  return `${Math.round((1_000 * part) / whole) / 10} %`;
}

/** 12,345: thousands apart. */
function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
