-- What happened, and what was sent because of it. Realms are named without a reference, since the end of a
-- realm is an event too. `about` holds the ids of the records concerned, by name (`{"user_id": …}`).
CREATE TABLE events (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    realm_id   TEXT NOT NULL,
    event_type TEXT NOT NULL,
    about      TEXT NOT NULL,
    ip         TEXT,
    client     TEXT,
    event_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX events_by_realm ON events (realm_id);

-- Webhooks and emails. Without a realm they are for all realms.
CREATE TABLE app_hooks (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    realm_id TEXT REFERENCES realms (id) ON DELETE CASCADE,
    settings TEXT NOT NULL
) STRICT;

-- One delivery of one event by one hook; kept when the hook goes.
CREATE TABLE notifications (
    seq              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT NOT NULL UNIQUE,
    event_id         TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    app_hook_id      TEXT NOT NULL,
    hook_type        TEXT NOT NULL,
    state            TEXT NOT NULL,
    attempts         INTEGER NOT NULL,
    destination      TEXT NOT NULL,
    last_attempt_at  INTEGER,
    last_destination TEXT,
    last_result      TEXT,
    due_at           INTEGER
) STRICT;

CREATE INDEX notifications_by_event ON notifications (event_id);
CREATE INDEX notifications_due ON notifications (due_at) WHERE due_at IS NOT NULL;

-- A mail of a hook may carry no token (then it is empty). `html` is null where the mail is plain text.
ALTER TABLE mails ADD COLUMN event_id TEXT;
ALTER TABLE mails ADD COLUMN sender TEXT NOT NULL DEFAULT 'noreply@loginrocket.com';
ALTER TABLE mails ADD COLUMN html TEXT;
