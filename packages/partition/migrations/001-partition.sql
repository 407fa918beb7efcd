-- Groups, their members and who owns what; each request of the protocol is one function.
-- Rules P1 to P16: docs/spec/partition.md.
--
-- Functions are volatile on purpose: each of their statements then has a snapshot of its own, so
-- that what is read after a lock is what the lock guards. Locks are taken in the order group,
-- member, permit, ownership (P14), and waited for less long than a heartbeat may be late.
create schema if not exists partition;

create table partition.step (
  number integer primary key,
  applied_at timestamptz not null default clock_timestamp()
);

create table partition.member_group (
  name text primary key,
  partitions integer not null check (partitions >= 0),
  fenced boolean not null,
  -- Of the rules that its members follow.
  protocol integer not null,
  epoch bigint not null default 0,
  size integer not null default 0 check (size >= 0),
  -- The database that its members joined on.
  timeline integer not null,
  -- Of databases before whose timeline was higher, such as those that this one was restored from:
  -- what a fence adds, so that it does not go back (P15).
  timelines_before integer not null default 0,
  -- False after a failover, until those who know nothing of it must have stopped (P15).
  steady boolean not null
) with (fillfactor = 50);

-- Nothing that a heartbeat changes is in an index, and pages have room for the next version: a
-- heartbeat leaves nothing for vacuum that the page cannot clean itself.
create table partition.member (
  id uuid primary key,
  group_name text not null references partition.member_group (name),
  index integer not null check (index >= 0),
  counter bigint not null default 1,
  load double precision not null default 0,
  label text not null,
  draining boolean not null default false,
  -- For people only: no decision asks a clock of the database.
  seen_at timestamptz not null default clock_timestamp(),
  -- Under which start of the database it took its session lock; null where it has none (P16).
  locked_under timestamptz,
  unique (group_name, index)
) with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- What a member has acknowledged: it may act under that epoch. Apart from its heartbeats, so that
-- a transaction may hold it and renewals go on.
create table partition.permit (
  member uuid primary key references partition.member (id) on delete cascade,
  group_name text not null,
  epoch bigint not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index permit_lowest on partition.permit (group_name, epoch);

create table partition.ownership (
  group_name text not null,
  key text not null,
  -- Of a numbered partition; null for a name.
  number integer,
  -- Free where it is null or no living member.
  owner uuid,
  timeline integer not null default 0,
  counter bigint not null default 0,
  nonce bigint not null default 0,
  -- For people only; null where nobody has.
  claimed_at timestamptz,
  primary key (group_name, key)
) with (fillfactor = 70);
create index ownership_owner on partition.ownership (group_name, owner);
create index ownership_name on partition.ownership (owner) where number is null;

-- Effects that have happened, for those who repeat because the answer was lost (P15).
create table partition.operation (
  group_name text not null,
  id text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (group_name, id)
);
create index operation_at on partition.operation (at);

-- Members that are out and may have left names: their rows go with later claims.
create table partition.gone (
  member uuid primary key,
  group_name text not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index gone_group on partition.gone (group_name);

create sequence partition.fence;

-- Raised by a failover at once, unlike what the last checkpoint noted.
create function partition.timeline() returns integer stable language sql
return ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer;

-- Another one after a restart.
create function partition.started() returns text stable language sql
return extract(epoch from pg_postmaster_start_time())::text;

create function partition.lock_key(member uuid) returns bigint immutable language sql
return ('x' || left(replace(member::text, '-', ''), 16))::bit(64)::bigint;

create function partition.nonce() returns bigint volatile language sql
return ('x' || right(gen_random_uuid()::text, 12))::bit(48)::bigint;

-- What a crash takes back after others were told of it may be done twice: whoever says "off" for
-- their own commits does not say it for these (P8, P13). Waiting is the transaction's matter.
create function partition.keep() returns void volatile language sql
begin atomic
  select set_config('synchronous_commit', 'on', true)
  where current_setting('synchronous_commit') = 'off';
end;

create function partition.tell(group_name text) returns void volatile language sql
begin atomic
  select pg_notify('partition', $1);
end;

-- How members stand, in the snapshot of the caller's statement: an index of one epoch never comes
-- with the size of another. The next members by index, around the end, one look-up each; a row that
-- somebody removed by hand is not there.
create function partition.readings(ids uuid[], widths integer[])
returns table (member uuid, reading json) stable language sql
begin atomic
  with asked as materialized (
    select m.id, m.index, m.draining, m.group_name, a.width
    from unnest(ids, widths) as a (id, width) join partition.member m on m.id = a.id
  ), standing as materialized (
    select g.name, g.size, g.epoch, g.steady and g.timeline = partition.timeline() as steady,
      (select p.epoch from partition.permit p
       where p.group_name = g.name order by p.epoch limit 1) as everyone
    from partition.member_group g where g.name in (select group_name from asked)
  )
  select asked.id, json_build_object(
    'index', asked.index, 'size', s.size, 'epoch', s.epoch, 'everyone', s.everyone,
    'steady', s.steady, 'draining', asked.draining, 'watched', (
      select coalesce(json_agg(near.seen order by near.k) filter (where near.seen is not null), '[]')
      from (
        select k, (
          select json_build_object('id', w.id, 'counter', w.counter, 'load', w.load)
          from partition.member w
          where w.group_name = asked.group_name and w.index = (asked.index + k) % s.size) as seen
        from generate_series(1, least(asked.width, s.size - 1)) k offset 0) near))
  from asked join standing s on s.name = asked.group_name;
end;

create function partition.reading_of(id uuid) returns json stable language sql
begin atomic
  select r.reading from partition.readings(array[$1], array[0]) r;
end;

create function partition.has_names(id uuid) returns boolean stable language sql
begin atomic
  select exists (select from partition.ownership where owner = $1 and number is null);
end;

-- Names of one who is out, as many as a request may claim; so that no job has to clean up, and a
-- burial stays short. It waits for nobody, and nothing may be waited for after it (P14).
create function partition.reap(its_group text) returns void language plpgsql as $$
declare
  dead uuid;
begin
  select g.member into dead from partition.gone g
  where g.group_name = its_group limit 1 for update skip locked;
  if not found then return; end if;
  delete from partition.ownership where (group_name, key) in (
    select o.group_name, o.key from partition.ownership o
    where o.owner = dead and o.number is null limit 1000 for update skip locked);
  delete from partition.gone where member = dead and not partition.has_names(dead);
end $$;

create function partition.described(partitions integer, fenced boolean) returns text
immutable language sql
return case when partitions = 0 then 'numbers its members' else format('has %s partitions', partitions)
  end || case when fenced then ', fenced' else ', not fenced' end;

-- Makes the group where it is new, locks it, and refuses who wants it otherwise (P1). Without
-- members it becomes what is wanted, and gets back partitions that somebody removed.
create function partition.agree(
  wanted_name text, wanted_partitions integer, wanted_fenced boolean, wanted_protocol integer
) returns void language plpgsql as $$
declare
  has partition.member_group;
begin
  perform partition.keep();
  insert into partition.member_group (name, partitions, fenced, protocol, timeline, steady)
  values (wanted_name, 0, wanted_fenced, wanted_protocol, partition.timeline(),
    partition.timeline() = 1)
  on conflict do nothing;
  select * into has from partition.member_group where name = wanted_name for no key update;
  if (has.partitions, has.fenced, has.protocol)
    = (wanted_partitions, wanted_fenced, wanted_protocol) and (has.size > 0 or has.partitions = (
      select count(*) from partition.ownership
      where group_name = wanted_name and number is not null)) then return; end if;
  if has.size > 0 and has.protocol <> wanted_protocol then
    raise exception using errcode = 'MU001', message = format(
      'members of group %s use another version of Muster, of protocol %s; this one is of protocol %s',
      wanted_name, has.protocol, wanted_protocol);
  end if;
  if has.size > 0 then
    raise exception using errcode = 'MU001', message = format(
      'group %s of size %s %s; this member wants one that %s',
      wanted_name, has.size, partition.described(has.partitions, has.fenced),
      partition.described(wanted_partitions, wanted_fenced));
  end if;
  update partition.member_group
  set partitions = wanted_partitions, fenced = wanted_fenced, protocol = wanted_protocol
  where name = wanted_name;
  delete from partition.ownership
  where group_name = wanted_name and number >= wanted_partitions;
  insert into partition.ownership (group_name, key, number)
  select wanted_name, number::text, number from generate_series(0, wanted_partitions - 1) number
  on conflict do nothing;
end $$;

create function partition.join_group(
  wanted_name text, wanted_partitions integer, wanted_fenced boolean, wanted_protocol integer,
  label text, locks boolean
) returns json language plpgsql set lock_timeout = '250ms' as $$
declare
  here integer := partition.timeline();
  new_id uuid := gen_random_uuid();
  seat record;
begin
  perform partition.agree(wanted_name, wanted_partitions, wanted_fenced, wanted_protocol);
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
  insert into partition.member (id, group_name, index, label, locked_under)
  values (new_id, wanted_name, seat.index, label,
    case when locks and wanted_fenced then pg_postmaster_start_time() end);
  insert into partition.permit (member, group_name, epoch) values (new_id, wanted_name, seat.epoch);
  if locks and wanted_fenced then perform pg_advisory_lock(partition.lock_key(new_id)); end if;
  perform partition.tell(wanted_name);
  return json_build_object('id', new_id, 'reading', partition.reading_of(new_id));
end $$;

-- A row being buried or renumbered is passed by when several are renewed at once: whoever holds it
-- may be waiting for another of them. It is answered without a reading, to be asked for alone;
-- who is not there at all is not answered.
--
-- Rows are looked up one by one however few there seem to be: statistics lag behind a group that
-- grows, and a scan of it for each of its members is what a heartbeat must never cost. One plan
-- serves all: to plan anew took three quarters of a heartbeat's time.
create function partition.beat(ids uuid[], widths integer[], loads double precision[])
returns table (member uuid, reading json) language plpgsql
set lock_timeout = '250ms' set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  renewed uuid[];
begin
  -- A renewal that a crash takes back is no harm: the restart begins every watch anew (P5).
  perform set_config('synchronous_commit', 'off', true);
  if cardinality(ids) = 1 then
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
    from unnest(ids) as a (id)
    join partition.member m on m.id = a.id
    left join (
      select each.member, each.reading from partition.readings(ids, widths) each
      join unnest(renewed) as b (id) on b.id = each.member) r on r.member = m.id;
end $$;

-- Whether the member was there. What all have acknowledged is read in the next transaction: of two
-- last ones at least one then sees both.
create function partition.acknowledge(id uuid, acknowledged bigint) returns boolean
language plpgsql set lock_timeout = '250ms' as $$
begin
  perform partition.keep();
  update partition.permit set epoch = greatest(epoch, acknowledged) where member = id;
  return found;
end $$;

create function partition.acknowledged(id uuid) returns json language plpgsql
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  reading json := partition.reading_of(id);
begin
  if (reading ->> 'everyone') = (reading ->> 'epoch') then
    perform partition.tell(m.group_name) from partition.member m where m.id = $1;
  end if;
  return reading;
end $$;

-- The last index fills the hole (P2). The caller has locked the group.
create function partition.remove(gone uuid) returns boolean language plpgsql as $$
declare
  hole partition.member;
  last integer;
begin
  delete from partition.member where id = gone returning * into hole;
  if not found then return false; end if;
  update partition.member_group set size = size - 1, epoch = epoch + 1
  where name = hole.group_name returning size into last;
  update partition.member set index = hole.index
  where group_name = hole.group_name and index = last;
  insert into partition.gone select gone, hole.group_name where partition.has_names(gone);
  perform partition.tell(hole.group_name);
  return true;
end $$;

create function partition.lock_group_of(id uuid) returns partition.member_group
language sql volatile
begin atomic
  select g.* from partition.member_group g
  where g.name = (select m.group_name from partition.member m where m.id = $1) for no key update;
end;

create function partition.leave(id uuid, locks boolean) returns void
language plpgsql set lock_timeout = '250ms' as $$
begin
  perform partition.keep();
  perform partition.lock_group_of(id);
  perform partition.remove(id);
  if locks then perform pg_advisory_unlock(partition.lock_key(id)); end if;
end $$;

-- A compare-and-set on the counter (P5).
create function partition.bury(
  suspect uuid, stood_at bigint, watched_on integer, watched_since text
) returns boolean
language plpgsql set lock_timeout = '250ms' as $$
begin
  perform partition.keep();
  if (watched_on, watched_since) <> (partition.timeline(), partition.started()) then
    return false;
  end if;
  perform partition.lock_group_of(suspect);
  perform from partition.member where id = suspect and counter = stood_at for update;
  return found and partition.remove(suspect);
end $$;

-- The lock was seen held and then dropped; it must be free still, and taken under this start (P16).
create function partition.bury_dropped(suspect uuid) returns boolean
language plpgsql set lock_timeout = '250ms' as $$
declare
  its_group partition.member_group := partition.lock_group_of(suspect);
begin
  perform partition.keep();
  if its_group.fenced is not true then return false; end if;
  perform from partition.member
  where id = suspect and locked_under = pg_postmaster_start_time() for update;
  return found and pg_try_advisory_xact_lock_shared(partition.lock_key(suspect))
    and partition.remove(suspect);
end $$;

-- After a reconnect: whose lock cannot be had is not buried for the lack of it.
create function partition.lock_again(ids uuid[]) returns void language plpgsql
set lock_timeout = '250ms' as $$
begin
  update partition.member set locked_under =
    case when pg_try_advisory_lock(partition.lock_key(id)) then pg_postmaster_start_time() end
  where id = any (ids);
end $$;

create function partition.owned_by(member uuid, its_group text) returns json stable language sql
begin atomic
  select coalesce(json_agg(json_build_object('key', o.key, 'fence', json_build_object(
    'timeline', o.timeline, 'counter', o.counter, 'nonce', o.nonce)) order by o.number), '[]')
  from partition.ownership o
  where o.group_name = its_group and o.owner = owned_by.member and o.number is not null;
end;

-- Rows are locked first, and whether their owners live is looked up in the next statement: the
-- snapshot of the first may be older than a newcomer who has just taken one of them (P8).
create function partition.take(taker uuid, its_group text, keys text[]) returns void
language sql volatile
begin atomic
  update partition.ownership o
  set owner = taker, timeline = partition.timeline() + (
      select g.timelines_before from partition.member_group g where g.name = its_group),
    counter = nextval('partition.fence'), nonce = partition.nonce(), claimed_at = clock_timestamp()
  where o.group_name = its_group and o.key = any (keys) and (o.owner is null
    or not exists (select from partition.member m where m.id = o.owner));
end;

-- "offset 0" keeps the look-up of the owner a subquery. As a join it is not made again for a row
-- that another has just taken: such rows would count as found, and be left by partition.take.
create function partition.claim(taker uuid, quota integer) returns json
language plpgsql set lock_timeout = '250ms' as $$
declare
  its_group text;
  lacks integer;
  keys text[];
begin
  perform partition.keep();
  select group_name into its_group from partition.member where id = taker for key share;
  if not found then return null; end if;
  select quota - count(*) into lacks from partition.ownership
  where group_name = its_group and owner = taker and number is not null;
  if lacks > 0 then
    keys := array(
      select o.key from partition.ownership o
      where o.group_name = its_group and o.number is not null and o.owner is null
      limit lacks for update skip locked);
    keys := keys || array(
      select o.key from partition.ownership o
      where o.group_name = its_group and o.number is not null and o.owner is not null
        and not exists (select from partition.member m where m.id = o.owner offset 0)
      limit lacks - cardinality(keys) for update of o skip locked);
    perform partition.take(taker, its_group, keys);
  end if;
  perform partition.reap(its_group);
  return partition.owned_by(taker, its_group);
end $$;

-- Names that a living member has are answered without a lock: their owners' transactions may hold
-- them for long. "offset 0" has each name looked up by itself: statistics may say that to go through
-- all that a member owns is less.
create function partition.claim_names(taker uuid, wanted text[]) returns json
language plpgsql set lock_timeout = '250ms' as $$
declare
  its_group text;
  free text[];
begin
  perform partition.keep();
  select group_name into its_group from partition.member where id = taker for key share;
  if not found then return null; end if;
  free := array(
    select distinct name from unnest(wanted) name where not exists (
      select from partition.ownership o join partition.member m on m.id = o.owner
      where o.group_name = its_group and o.key = name offset 0) order by name);
  insert into partition.ownership (group_name, key) select its_group, unnest(free)
  on conflict do nothing;
  perform from partition.ownership where group_name = its_group and key = any (free)
  order by key for update;
  perform partition.take(taker, its_group, free);
  perform partition.reap(its_group);
  return (
    select coalesce(json_agg(case
      when o.owner = taker then json_build_object('key', o.key, 'fence', json_build_object(
        'timeline', o.timeline, 'counter', o.counter, 'nonce', o.nonce))
      else json_build_object('key', o.key, 'owner', o.owner, 'label', o.label) end), '[]')
    from unnest(wanted) name
    cross join lateral (
      select each.*, m.label from partition.ownership each
      join partition.member m on m.id = each.owner
      where each.group_name = its_group and each.key = name offset 0) o);
end $$;

-- Rows are looked up by their keys, however few its owner seems to have: statistics lag behind one
-- who has taken much, and "is not distinct" keeps the index of owners out.
create function partition.release(giver uuid, keys text[], nonces bigint[]) returns void
language plpgsql set lock_timeout = '250ms' as $$
declare
  given text[];
  its_group text;
begin
  perform partition.keep();
  select group_name into its_group from partition.member where id = giver;
  if not found then return; end if;
  given := array(
    select o.key from partition.ownership o
    where o.group_name = its_group and o.key = any (keys) and o.owner is not distinct from giver
      and o.nonce = nonces[array_position(keys, o.key)] order by o.key for update);
  update partition.ownership set owner = null
  where group_name = its_group and key = any (given) and number is not null;
  delete from partition.ownership
  where group_name = its_group and key = any (given) and number is null;
  -- Not for those who have what they want: no name has a space.
  perform partition.tell(its_group || ' freed');
end $$;

-- Only who joined after the failover knows how long ago it was (P15).
create function partition.steady(id uuid) returns void
language plpgsql set lock_timeout = '250ms' as $$
declare
  its_group partition.member_group := partition.lock_group_of(id);
begin
  perform partition.keep();
  update partition.member_group set steady = true
  where name = its_group.name and timeline = partition.timeline();
end $$;

insert into partition.step (number) values (1);
