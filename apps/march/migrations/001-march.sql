-- All that is durably known of a march. Nothing of its people, places or name is ever here: the
-- name travels in the invite link, positions live in memory.
create schema if not exists march;

create table march.march (
  id text primary key check (id ~ '^[A-Za-z0-9_-]{16}$'),
  -- The march and everything in it ends here, at most 24 hours after it was made.
  ends_at timestamptz not null,
  -- How long a position lives, in milliseconds.
  lifetime_ms integer not null check (lifetime_ms between 60000 and 7200000),
  -- Ed25519 public keys of the people who may erase, 32 bytes each.
  steward_keys bytea[] not null,
  -- Signs session tokens and invites of this march.
  token_key bytea not null check (octet_length(token_key) = 32)
);

create index march_ends_at on march.march (ends_at);
