-- What stewards have decided. Still nothing that could be read: people are 16 bytes of an HMAC by
-- the march's key, links are random.
alter table march.march
  -- Who was removed, and may not come back.
  add column barred bytea[] not null default '{}',
  -- Links that nobody joins by any more, 6 bytes each.
  add column revoked bytea[] not null default '{}',
  -- Whose word on an alert counts for itself.
  add column vouched bytea[] not null default '{}',
  -- When the last decision was signed, in milliseconds since the epoch: none counts twice.
  add column decided_at_ms bigint not null default 0;
