/**
 * The steps that made the file what it is. A step that was published is never changed; a new one is added below it.
 *
 * `events` is only ever appended to. Bodies have a table of their own: they go earlier than identities, and rebuilding the
 * index then reads a tenth of the file.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE names (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE events (
    row INTEGER PRIMARY KEY,
    hash_high INTEGER NOT NULL,
    hash_low INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    connection_no INTEGER NOT NULL,
    hook_no INTEGER NOT NULL,
    type_no INTEGER NOT NULL,
    key TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_by_hook ON events (hook_no);
  CREATE TABLE bodies (row INTEGER PRIMARY KEY, body TEXT NOT NULL, reply TEXT) STRICT;

  CREATE TABLE subscriptions (
    no INTEGER PRIMARY KEY,
    hook_no INTEGER NOT NULL,
    consumer TEXT NOT NULL,
    ordered INTEGER NOT NULL,
    started_after INTEGER NOT NULL,
    cursor INTEGER NOT NULL,
    token INTEGER NOT NULL DEFAULT 0,
    holder TEXT,
    leased_at INTEGER NOT NULL DEFAULT 0,
    lease_ends_at INTEGER NOT NULL DEFAULT 0,
    UNIQUE (hook_no, consumer)
  ) STRICT;
  CREATE TABLE marks (
    subscription_no INTEGER NOT NULL,
    row INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'waiting', 'dead')),
    attempts INTEGER NOT NULL,
    since INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    replayed INTEGER NOT NULL,
    reason TEXT,
    PRIMARY KEY (subscription_no, row)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hooks (
    id TEXT PRIMARY KEY,
    connection TEXT NOT NULL,
    module TEXT NOT NULL,
    name TEXT NOT NULL,
    details TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE states (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE tokens (last INTEGER NOT NULL) STRICT;
  INSERT INTO tokens VALUES (0);
  `,
]
