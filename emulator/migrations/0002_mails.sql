-- Tokens that a mail carries: one use each, good only for the address they were sent to.
CREATE TABLE mail_tokens (
    id         TEXT PRIMARY KEY,
    purpose    TEXT NOT NULL,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    email      TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX mail_tokens_by_user ON mail_tokens (user_id, purpose);

-- What would have been sent. `link` is null in a realm without a Connected App.
CREATE TABLE mails (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    realm_id   TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    app_id     TEXT,
    event      TEXT NOT NULL,
    recipient  TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    token      TEXT NOT NULL,
    link       TEXT,
    created_at INTEGER NOT NULL
) STRICT;
