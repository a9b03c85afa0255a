-- Mails whose templates are still to be filled, which happens after the transaction that caused them. `discarded`:
-- filled for the time that takes, and thrown away.
CREATE TABLE pending_mails (
    seq             INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    realm_id        TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    event_id        TEXT NOT NULL,
    notification_id TEXT NOT NULL,
    discarded       INTEGER NOT NULL DEFAULT 0,
    draft           TEXT NOT NULL
) STRICT;
