/** Ways to break the functions of the schema `partition`, and the test that notices. */
import type { Mutant } from "../../../../../test/mutants/mutant.ts";

const SRC = "packages/partition/src/postgres";
const SQL = "packages/partition/migrations/001-partition.sql";
const CONTRACT = "packages/partition/src/store.pg.test.ts";

/** Both in one statement, whose snapshot is older than the row that it waited for. */
const READ_LATER = `  if cardinality(ids) = 1 then
    renewed := array(select m.id from partition.member m where m.id = ids[1] for no key update);
  else
    renewed := array(
      select m.id from unnest(ids) as a (id) join partition.member m on m.id = a.id
      for no key update of m skip locked);
  end if;
  update partition.member m
  set counter = m.counter + 1, load = a.load, seen_at = clock_timestamp()
  from unnest(ids, loads) as a (id, load) join unnest(renewed) as b (id) on b.id = a.id
  where m.id = a.id;
  return query
    select m.id, r.reading
`;
const READ_AT_ONCE = `  renewed := ids;
  return query
    with n as (
      update partition.member m set counter = m.counter + 1 where m.id = any (ids)
      returning m.id, m.index)
    select m.id, (r.reading::jsonb || jsonb_build_object('index', (
      select n.index from n where n.id = m.id)))::json
`;

const LOOK_LATER = `  perform partition.agree(wanted_name, wanted_partitions, wanted_fenced, wanted_protocol);
  -- A failover may have lost members and what they hold: nobody is in, until they join again.
  update partition.member_group
  set timeline = here, steady = false, size = 0, epoch = epoch + 1,
    timelines_before = timelines_before + case when here < timeline then timeline else 0 end
  where name = wanted_name and timeline <> here;
  if found then
    with dead as (delete from partition.member where group_name = wanted_name returning *)
    insert into partition.gone select id, group_name from dead where partition.has_names(id);
  end if;
  update partition.member_group set size = size + 1, epoch = epoch + 1 where name = wanted_name
  returning size - 1 as index, epoch into seat;
`;
const LOOK_FIRST = `  select size as index, epoch + 1 as epoch into seat from partition.member_group
  where name = wanted_name;
  perform partition.agree(wanted_name, wanted_partitions, wanted_fenced, wanted_protocol);
  update partition.member_group set size = size + 1, epoch = epoch + 1 where name = wanted_name;
`;

const list: readonly Omit<Mutant, "file">[] = [
  {
    // Settings are compared by nobody.
    rule: "P1",
    find: "if has.size > 0 then",
    replace: "if has.size < 0 then",
    test: CONTRACT,
  },
  {
    // Settings are compared without the group's lock.
    rule: "P1",
    find: "where name = wanted_name for no key update;",
    replace: "where name = wanted_name;",
    test: `${SRC}/joining.pg.test.ts`,
  },
  {
    // Members of another protocol are taken in.
    rule: "P1",
    find: `if (has.partitions, has.fenced, has.protocol)
    = (wanted_partitions, wanted_fenced, wanted_protocol) and`,
    replace: `if (has.partitions, has.fenced)
    = (wanted_partitions, wanted_fenced) and`,
    test: `${SRC}/schema.pg.test.ts`,
  },
  {
    // Partitions that are no more stay.
    rule: "P1",
    find: "where group_name = wanted_name and number >= wanted_partitions;",
    replace: "where group_name = wanted_name and number < 0;",
    test: CONTRACT,
  },
  {
    // The index is read before the group's lock is held.
    rule: "P1",
    find: LOOK_LATER,
    replace: LOOK_FIRST,
    test: `${SRC}/joining.pg.test.ts`,
  },
  {
    // A join begins no new epoch.
    rule: "P1",
    find: "set size = size + 1, epoch = epoch + 1 where",
    replace: "set size = size + 1 where",
    test: CONTRACT,
  },
  {
    // The hole is not filled.
    rule: "P2",
    find: "where group_name = hole.group_name and index = last;",
    replace: "where group_name = hole.group_name and index > last;",
    test: CONTRACT,
  },
  {
    // A leave begins no new epoch.
    rule: "P2",
    find: "set size = size - 1, epoch = epoch + 1",
    replace: "set size = size - 1",
    test: CONTRACT,
  },
  {
    // Index and size are read in the statement of the renewal.
    rule: "P3",
    find: READ_LATER,
    replace: READ_AT_ONCE,
    test: `${SRC}/beats.pg.test.ts`,
  },
  {
    // A heartbeat is shown from when it was sent.
    rule: "P3",
    find: "load = a.load, seen_at = clock_timestamp()",
    replace: "load = a.load, seen_at = now()",
    test: `${SRC}/beats.pg.test.ts`,
  },
  {
    // Each renewal waits for the disk.
    rule: "P3",
    find: "perform set_config('synchronous_commit', 'off', true);",
    replace: "",
    test: `${SRC}/beats.pg.test.ts`,
  },
  {
    // A claim does not wait for the disk.
    rule: "P3",
    find: `  if lacks > 0 then
`,
    replace: `  if lacks > 0 then
    perform set_config('synchronous_commit', 'off', true);
`,
    test: `${SRC}/beats.pg.test.ts`,
  },
  {
    // Who is dead is shown as alive.
    rule: "P3",
    find: `select m.id, r.reading
    from unnest(ids) as a (id)
    join partition.member m on m.id = a.id`,
    replace: `select a.id, r.reading
    from unnest(ids) as a (id)
    left join partition.member m on m.id = a.id`,
    test: CONTRACT,
  },
  {
    // The ring has an end.
    rule: "P4",
    find: "w.index = (asked.index + k) % s.size)",
    replace: "w.index = asked.index + k)",
    test: CONTRACT,
  },
  {
    // Renewals do not count.
    rule: "P5",
    find: "set counter = m.counter + 1,",
    replace: "set counter = m.counter,",
    test: CONTRACT,
  },
  {
    // A burial does not compare the counter.
    rule: "P5",
    find: "where id = suspect and counter = stood_at for update;",
    replace: "where id = suspect for update;",
    test: CONTRACT,
  },
  {
    // The counter is compared without the member's lock.
    rule: "P5",
    find: "where id = suspect and counter = stood_at for update;",
    replace: "where id = suspect and counter = stood_at;",
    test: `${SRC}/burial.pg.test.ts`,
  },
  {
    // What was watched before a restart counts.
    rule: "P5",
    find: "if (watched_on, watched_since) <> (partition.timeline(), partition.started()) then",
    replace: "if watched_on <> partition.timeline() then",
    test: `${SRC}/burial.pg.test.ts`,
  },
  {
    // What was watched before a failover counts.
    rule: "P5",
    find: "if (watched_on, watched_since) <> (partition.timeline(), partition.started()) then",
    replace: "if watched_since <> partition.started() then",
    test: CONTRACT,
  },
  {
    // Whether the owner lives is not looked up after the lock.
    rule: "P8",
    find: `(o.owner is null
    or not exists (select from partition.member m where m.id = o.owner));`,
    replace: "true;",
    test: `${SRC}/claims.pg.test.ts`,
  },
  {
    // Names are taken in the statement that waits for them.
    rule: "P8",
    find: `  perform from partition.ownership where group_name = its_group and key = any (free)
  order by key for update;
`,
    replace: "",
    test: `${SRC}/claims.pg.test.ts`,
  },
  {
    // The owner of a row that changed is not looked up again.
    rule: "P8",
    find: "where m.id = o.owner offset 0)",
    replace: "where m.id = o.owner)",
    test: `${SRC}/claims.pg.test.ts`,
  },
  {
    // Free partitions that are locked are waited for.
    rule: "P8",
    find: "limit lacks for update skip locked);",
    replace: "limit lacks for update);",
    test: `${SRC}/claims.pg.test.ts`,
  },
  {
    // What the dead owned is waited for.
    rule: "P8",
    find: "for update of o skip locked);",
    replace: "for update of o);",
    test: `${SRC}/claims.pg.test.ts`,
  },
  {
    // What the living own counts as found.
    rule: "P8",
    find: `        and not exists (select from partition.member m where m.id = o.owner offset 0)
`,
    replace: "",
    test: `${SRC}/claims.pg.test.ts`,
  },
  {
    // Names of the living are waited for.
    rule: "P8",
    find: "from unnest(wanted) name where not exists (",
    replace: "from unnest(wanted) name where true or not exists (",
    test: `${SRC}/claims.pg.test.ts`,
  },
  {
    // A taker is given the fence of before.
    rule: "P8",
    find: "nonce = partition.nonce()",
    replace: "nonce = o.nonce",
    test: CONTRACT,
  },
  {
    // Counters do not grow.
    rule: "P8",
    find: "counter = nextval('partition.fence')",
    replace: "counter = o.counter",
    test: CONTRACT,
  },
  {
    // An old fence gives a new ownership back.
    rule: "P8",
    find: "      and o.nonce = nonces[array_position(keys, o.key)]",
    replace: "",
    test: CONTRACT,
  },
  {
    // Permits are not raised.
    rule: "P13",
    find: "set epoch = greatest(epoch, acknowledged) where",
    replace: "set epoch = epoch where",
    test: CONTRACT,
  },
  {
    // Permits are lowered.
    rule: "P13",
    find: "set epoch = greatest(epoch, acknowledged) where",
    replace: "set epoch = acknowledged where",
    test: CONTRACT,
  },
  {
    // The dead keep their permits.
    rule: "P13",
    find: " references partition.member (id) on delete cascade",
    replace: "",
    test: CONTRACT,
  },
  {
    // Who joins has acknowledged nothing.
    rule: "P13",
    find: "values (new_id, wanted_name, seat.epoch);",
    replace: "values (new_id, wanted_name, 0);",
    test: CONTRACT,
  },
  {
    // A join is not told.
    rule: "P14",
    find: "perform partition.tell(wanted_name);",
    replace: "",
    test: CONTRACT,
  },
  {
    // A release is not told.
    rule: "P14",
    find: "perform partition.tell(its_group || ' freed');",
    replace: "",
    test: CONTRACT,
  },
  {
    // A leave is not told.
    rule: "P14",
    find: "perform partition.tell(hole.group_name);",
    replace: "",
    test: CONTRACT,
  },
  {
    // That all have acknowledged is not told.
    rule: "P14",
    find: "perform partition.tell(m.group_name) from",
    replace: "perform m.group_name from",
    test: CONTRACT,
  },
  {
    // A new group is steady on any timeline.
    rule: "P15",
    find: "partition.timeline() = 1)",
    replace: "true)",
    test: `${SRC}/joining.pg.test.ts`,
  },
  {
    // What was steady before a failover is so after it.
    rule: "P15",
    find: "g.steady and g.timeline = partition.timeline() as steady",
    replace: "g.steady",
    test: `${SRC}/schema.pg.test.ts`,
  },
  {
    // The first on a new timeline does not wait.
    rule: "P15",
    find: "set timeline = here, steady = false, size = 0",
    replace: "set timeline = here, size = 0",
    test: `${SRC}/joining.pg.test.ts`,
  },
  {
    // Members of before a failover stay in.
    rule: "P15",
    find: "dead as (delete from partition.member where group_name = wanted_name returning *)",
    replace: "dead as (select * from partition.member where group_name = wanted_name)",
    test: `${SRC}/schema.pg.test.ts`,
  },
  {
    // Permits of before a failover stay.
    rule: "P15",
    find: " references partition.member (id) on delete cascade",
    replace: "",
    test: `${SRC}/joining.pg.test.ts`,
  },
  {
    // Who holds its lock is buried for the lack of it.
    rule: "P16",
    find: "pg_try_advisory_xact_lock_shared(partition.lock_key(suspect))",
    replace: "true",
    test: `${SRC}/connection.pg.test.ts`,
  },
  {
    // A lock of before a restart counts.
    rule: "P16",
    find: "where id = suspect and locked_under = pg_postmaster_start_time() for update;",
    replace: "where id = suspect and locked_under is not null for update;",
    test: `${SRC}/connection.pg.test.ts`,
  },
  {
    // Locks count in any group.
    rule: "P16",
    find: "if its_group.fenced is not true then",
    replace: "if its_group.fenced is null then",
    test: `${SRC}/burial.pg.test.ts`,
  },
  {
    // Who could not take its lock again is said to have it.
    rule: "P16",
    find: `case when pg_try_advisory_lock(partition.lock_key(id)) then pg_postmaster_start_time() end
  where`,
    replace: `case when pg_try_advisory_lock(partition.lock_key(id)) or true then pg_postmaster_start_time() end
  where`,
    test: `${SRC}/burial.pg.test.ts`,
  },
];

export const mutants: readonly Mutant[] = list.map(({ rule, find, replace, test }) => ({
  rule,
  file: SQL,
  find,
  replace,
  test,
}));
