-- The token that the mail of an event carries, and when it ends.
ALTER TABLE events ADD COLUMN token TEXT;
ALTER TABLE events ADD COLUMN expires_at INTEGER;

-- Settings of version 2 that are stored and do nothing: named permissions and the like. `settings` is an object.
CREATE TABLE records (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    realm_id TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    kind     TEXT NOT NULL,
    settings TEXT NOT NULL
) STRICT;

CREATE INDEX records_by_realm ON records (realm_id, kind);
