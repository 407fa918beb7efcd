/** The schema `partition` as text: what its catalogue says, in a fixed order. */
import type { Pool } from "pg";

const COLUMNS = `
  select format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then ' not null' else '' end,
    coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = 'partition'::regnamespace and c.relkind = 'r'
  order by c.relname, a.attnum`;
const CONSTRAINTS = `
  select format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid)) as line from pg_constraint
  where connamespace = 'partition'::regnamespace and contype <> 'n' order by 1`;
const INDEXES = `
  select indexdef as line from pg_indexes where schemaname = 'partition' order by 1`;
const OPTIONS = `
  select format('%s: %s', relname, array_to_string(reloptions, ', ')) as line from pg_class
  where relnamespace = 'partition'::regnamespace and reloptions is not null order by 1`;
const FUNCTIONS = `
  select pg_get_functiondef(oid) as line from pg_proc
  where pronamespace = 'partition'::regnamespace order by proname`;

const PARTS = {
  columns: COLUMNS,
  constraints: CONSTRAINTS,
  indexes: INDEXES,
  storage: OPTIONS,
  functions: FUNCTIONS,
};

export async function describeSchema(pool: Pool): Promise<string> {
  let text =
    "-- The schema that the numbered migrations make. Written by a test, read by people.\n";
  for (const [part, query] of Object.entries(PARTS)) {
    const { rows } = await pool.query<{ line: string }>(query);
    text += `\n-- ${part}\n${rows.map(({ line }) => line.trimEnd()).join("\n")}\n`;
  }
  return text;
}
