-- The schema that the numbered migrations make. Written by a test, read by people.

-- columns
gone.member uuid not null
gone.group_name text not null
member.id uuid not null
member.group_name text not null
member.index integer not null
member.counter bigint not null default 1
member.load double precision not null default 0
member.label text not null
member.draining boolean not null default false
member.seen_at timestamp with time zone not null default clock_timestamp()
member.locked_under timestamp with time zone
member_group.name text not null
member_group.partitions integer not null
member_group.fenced boolean not null
member_group.protocol integer not null
member_group.epoch bigint not null default 0
member_group.size integer not null default 0
member_group.timeline integer not null
member_group.timelines_before integer not null default 0
member_group.steady boolean not null
operation.group_name text not null
operation.id text not null
operation.at timestamp with time zone not null default clock_timestamp()
ownership.group_name text not null
ownership.key text not null
ownership.number integer
ownership.owner uuid
ownership.timeline integer not null default 0
ownership.counter bigint not null default 0
ownership.nonce bigint not null default 0
ownership.claimed_at timestamp with time zone
permit.member uuid not null
permit.group_name text not null
permit.epoch bigint not null
step.number integer not null
step.applied_at timestamp with time zone not null default clock_timestamp()

-- constraints
partition.gone: PRIMARY KEY (member)
partition.member: CHECK ((index >= 0))
partition.member: FOREIGN KEY (group_name) REFERENCES partition.member_group(name)
partition.member: PRIMARY KEY (id)
partition.member: UNIQUE (group_name, index)
partition.member_group: CHECK ((partitions >= 0))
partition.member_group: CHECK ((size >= 0))
partition.member_group: PRIMARY KEY (name)
partition.operation: PRIMARY KEY (group_name, id)
partition.ownership: PRIMARY KEY (group_name, key)
partition.permit: FOREIGN KEY (member) REFERENCES partition.member(id) ON DELETE CASCADE
partition.permit: PRIMARY KEY (member)
partition.step: PRIMARY KEY (number)

-- indexes
CREATE INDEX gone_group ON partition.gone USING btree (group_name)
CREATE INDEX operation_at ON partition.operation USING btree (at)
CREATE INDEX ownership_name ON partition.ownership USING btree (owner) WHERE (number IS NULL)
CREATE INDEX ownership_owner ON partition.ownership USING btree (group_name, owner)
CREATE INDEX permit_lowest ON partition.permit USING btree (group_name, epoch)
CREATE UNIQUE INDEX gone_pkey ON partition.gone USING btree (member)
CREATE UNIQUE INDEX member_group_name_index_key ON partition.member USING btree (group_name, index)
CREATE UNIQUE INDEX member_group_pkey ON partition.member_group USING btree (name)
CREATE UNIQUE INDEX member_pkey ON partition.member USING btree (id)
CREATE UNIQUE INDEX operation_pkey ON partition.operation USING btree (group_name, id)
CREATE UNIQUE INDEX ownership_pkey ON partition.ownership USING btree (group_name, key)
CREATE UNIQUE INDEX permit_pkey ON partition.permit USING btree (member)
CREATE UNIQUE INDEX step_pkey ON partition.step USING btree (number)

-- storage
gone: autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000
member: fillfactor=40, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000
member_group: fillfactor=50
ownership: fillfactor=70
permit: fillfactor=50, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000

-- functions
CREATE OR REPLACE FUNCTION partition.acknowledge(id uuid, acknowledged bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 SET lock_timeout TO '250ms'
AS $function$
begin
  perform partition.keep();
  update partition.permit set epoch = greatest(epoch, acknowledged) where member = id;
  return found;
end $function$
CREATE OR REPLACE FUNCTION partition.acknowledged(id uuid)
 RETURNS json
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  reading json := partition.reading_of(id);
begin
  if (reading ->> 'everyone') = (reading ->> 'epoch') then
    perform partition.tell(m.group_name) from partition.member m where m.id = $1;
  end if;
  return reading;
end $function$
CREATE OR REPLACE FUNCTION partition.agree(wanted_name text, wanted_partitions integer, wanted_fenced boolean, wanted_protocol integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$
CREATE OR REPLACE FUNCTION partition.beat(ids uuid[], widths integer[], loads double precision[])
 RETURNS TABLE(member uuid, reading json)
 LANGUAGE plpgsql
 SET lock_timeout TO '250ms'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
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
end $function$
CREATE OR REPLACE FUNCTION partition.bury(suspect uuid, stood_at bigint, watched_on integer, watched_since text)
 RETURNS boolean
 LANGUAGE plpgsql
 SET lock_timeout TO '250ms'
AS $function$
begin
  perform partition.keep();
  if (watched_on, watched_since) <> (partition.timeline(), partition.started()) then
    return false;
  end if;
  perform partition.lock_group_of(suspect);
  perform from partition.member where id = suspect and counter = stood_at for update;
  return found and partition.remove(suspect);
end $function$
CREATE OR REPLACE FUNCTION partition.bury_dropped(suspect uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET lock_timeout TO '250ms'
AS $function$
declare
  its_group partition.member_group := partition.lock_group_of(suspect);
begin
  perform partition.keep();
  if its_group.fenced is not true then return false; end if;
  perform from partition.member
  where id = suspect and locked_under = pg_postmaster_start_time() for update;
  return found and pg_try_advisory_xact_lock_shared(partition.lock_key(suspect))
    and partition.remove(suspect);
end $function$
CREATE OR REPLACE FUNCTION partition.claim(taker uuid, quota integer)
 RETURNS json
 LANGUAGE plpgsql
 SET lock_timeout TO '250ms'
AS $function$
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
end $function$
CREATE OR REPLACE FUNCTION partition.claim_names(taker uuid, wanted text[])
 RETURNS json
 LANGUAGE plpgsql
 SET lock_timeout TO '250ms'
AS $function$
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
end $function$
CREATE OR REPLACE FUNCTION partition.described(partitions integer, fenced boolean)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
RETURN (CASE WHEN (partitions = 0) THEN 'numbers its members'::text ELSE format('has %s partitions'::text, partitions) END || CASE WHEN fenced THEN ', fenced'::text ELSE ', not fenced'::text END)
CREATE OR REPLACE FUNCTION partition.has_names(id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM partition.ownership
           WHERE ((ownership.owner = has_names.id) AND (ownership.number IS NULL)))) AS "exists";
END
CREATE OR REPLACE FUNCTION partition.join_group(wanted_name text, wanted_partitions integer, wanted_fenced boolean, wanted_protocol integer, label text, locks boolean)
 RETURNS json
 LANGUAGE plpgsql
 SET lock_timeout TO '250ms'
AS $function$
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
end $function$
CREATE OR REPLACE FUNCTION partition.keep()
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 SELECT set_config('synchronous_commit'::text, 'on'::text, true) AS set_config
   WHERE (current_setting('synchronous_commit'::text) = 'off'::text);
END
CREATE OR REPLACE FUNCTION partition.leave(id uuid, locks boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET lock_timeout TO '250ms'
AS $function$
begin
  perform partition.keep();
  perform partition.lock_group_of(id);
  perform partition.remove(id);
  if locks then perform pg_advisory_unlock(partition.lock_key(id)); end if;
end $function$
CREATE OR REPLACE FUNCTION partition.lock_again(ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SET lock_timeout TO '250ms'
AS $function$
begin
  update partition.member set locked_under =
    case when pg_try_advisory_lock(partition.lock_key(id)) then pg_postmaster_start_time() end
  where id = any (ids);
end $function$
CREATE OR REPLACE FUNCTION partition.lock_group_of(id uuid)
 RETURNS partition.member_group
 LANGUAGE sql
BEGIN ATOMIC
 SELECT g.name,
     g.partitions,
     g.fenced,
     g.protocol,
     g.epoch,
     g.size,
     g.timeline,
     g.timelines_before,
     g.steady
    FROM partition.member_group g
   WHERE (g.name = ( SELECT m.group_name
            FROM partition.member m
           WHERE (m.id = lock_group_of.id)))
  FOR NO KEY UPDATE OF g;
END
CREATE OR REPLACE FUNCTION partition.lock_key(member uuid)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
RETURN ((('x'::text || "left"(replace((member)::text, '-'::text, ''::text), 16)))::bit(64))::bigint
CREATE OR REPLACE FUNCTION partition.nonce()
 RETURNS bigint
 LANGUAGE sql
RETURN ((('x'::text || "right"((gen_random_uuid())::text, 12)))::bit(48))::bigint
CREATE OR REPLACE FUNCTION partition.owned_by(member uuid, its_group text)
 RETURNS json
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT COALESCE(json_agg(json_build_object('key', o.key, 'fence', json_build_object('timeline', o.timeline, 'counter', o.counter, 'nonce', o.nonce)) ORDER BY o.number), '[]'::json) AS "coalesce"
    FROM partition.ownership o
   WHERE ((o.group_name = owned_by.its_group) AND (o.owner = owned_by.member) AND (o.number IS NOT NULL));
END
CREATE OR REPLACE FUNCTION partition.reading_of(id uuid)
 RETURNS json
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT r.reading
    FROM partition.readings(ARRAY[reading_of.id], ARRAY[0]) r(member, reading);
END
CREATE OR REPLACE FUNCTION partition.readings(ids uuid[], widths integer[])
 RETURNS TABLE(member uuid, reading json)
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 WITH asked AS MATERIALIZED (
          SELECT m.id,
             m.index,
             m.draining,
             m.group_name,
             a.width
            FROM (UNNEST(readings.ids, readings.widths) a(id, width)
              JOIN partition.member m ON ((m.id = a.id)))
         ), standing AS MATERIALIZED (
          SELECT g.name,
             g.size,
             g.epoch,
             (g.steady AND (g.timeline = partition.timeline())) AS steady,
             ( SELECT p.epoch
                    FROM partition.permit p
                   WHERE (p.group_name = g.name)
                   ORDER BY p.epoch
                  LIMIT 1) AS everyone
            FROM partition.member_group g
           WHERE (g.name IN ( SELECT asked_1.group_name
                    FROM asked asked_1))
         )
  SELECT asked.id,
     json_build_object('index', asked.index, 'size', s.size, 'epoch', s.epoch, 'everyone', s.everyone, 'steady', s.steady, 'draining', asked.draining, 'watched', ( SELECT COALESCE(json_agg(near.seen ORDER BY near.k) FILTER (WHERE (near.seen IS NOT NULL)), '[]'::json) AS "coalesce"
            FROM ( SELECT k.k,
                     ( SELECT json_build_object('id', w.id, 'counter', w.counter, 'load', w.load) AS json_build_object
                            FROM partition.member w
                           WHERE ((w.group_name = asked.group_name) AND (w.index = ((asked.index + k.k) % s.size)))) AS seen
                    FROM generate_series(1, LEAST(asked.width, (s.size - 1))) k(k)
                  OFFSET 0) near)) AS json_build_object
    FROM (asked
      JOIN standing s ON ((s.name = asked.group_name)));
END
CREATE OR REPLACE FUNCTION partition.reap(its_group text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$
CREATE OR REPLACE FUNCTION partition.release(giver uuid, keys text[], nonces bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SET lock_timeout TO '250ms'
AS $function$
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
end $function$
CREATE OR REPLACE FUNCTION partition.remove(gone uuid)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
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
end $function$
CREATE OR REPLACE FUNCTION partition.started()
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN (EXTRACT(epoch FROM pg_postmaster_start_time()))::text
CREATE OR REPLACE FUNCTION partition.steady(id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET lock_timeout TO '250ms'
AS $function$
declare
  its_group partition.member_group := partition.lock_group_of(id);
begin
  perform partition.keep();
  update partition.member_group set steady = true
  where name = its_group.name and timeline = partition.timeline();
end $function$
CREATE OR REPLACE FUNCTION partition.take(taker uuid, its_group text, keys text[])
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 UPDATE partition.ownership o SET owner = take.taker, timeline = (partition.timeline() + ( SELECT g.timelines_before
            FROM partition.member_group g
           WHERE (g.name = take.its_group))), counter = nextval('partition.fence'::regclass), nonce = partition.nonce(), claimed_at = clock_timestamp()
   WHERE ((o.group_name = take.its_group) AND (o.key = ANY (take.keys)) AND ((o.owner IS NULL) OR (NOT (EXISTS ( SELECT
            FROM partition.member m
           WHERE (m.id = o.owner))))));
END
CREATE OR REPLACE FUNCTION partition.tell(group_name text)
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 SELECT pg_notify('partition'::text, group_name) AS pg_notify;
END
CREATE OR REPLACE FUNCTION partition.timeline()
 RETURNS integer
 LANGUAGE sql
 STABLE
RETURN ((('x'::text || "left"(pg_walfile_name(pg_current_wal_lsn()), 8)))::bit(32))::integer
