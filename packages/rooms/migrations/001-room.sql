-- A room's fence counter and erase watermark: all that live rooms keep durably, nothing readable.
create schema if not exists rooms;

create table rooms.room (
  kind text not null,
  id text not null,
  -- Raised by every opening of the room; whoever writes with a lower one no longer owns it.
  counter bigint not null check (counter > 0),
  -- The erase watermark, a hybrid stamp: milliseconds since the epoch, then a count.
  erased_wall_ms bigint not null default 0,
  erased_count bigint not null default 0,
  opened_at timestamptz not null default clock_timestamp(),
  primary key (kind, id)
);
