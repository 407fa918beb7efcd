/**
 * What a process of Muster calls itself to PostgreSQL, so that people see in `pg_stat_activity`, and
 * `muster doctor` too, which processes use a database: "muster 4711".
 */
const NAME = /^muster (\d+)$/;

export function processName(pid: number): string {
  return `muster ${pid}`;
}

/** The process; null where another program is named. */
export function processOf(name: string): number | null {
  const [, pid] = NAME.exec(name) ?? [];
  return pid === undefined ? null : Number(pid);
}
