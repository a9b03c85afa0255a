-- Times are epoch milliseconds. Secrets: passwords only as argon2id hashes.
CREATE TABLE api_keys (
    key TEXT PRIMARY KEY
) STRICT;

CREATE TABLE realms (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL
) STRICT;

CREATE TABLE apps (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    realm_id   TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    subdomain  TEXT NOT NULL UNIQUE,
    is_default INTEGER NOT NULL,
    settings   TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    seq                INTEGER PRIMARY KEY AUTOINCREMENT,
    id                 TEXT NOT NULL UNIQUE,
    realm_id           TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    user_type          TEXT NOT NULL,
    state              TEXT NOT NULL,
    username           TEXT NOT NULL,
    email              TEXT NOT NULL,
    email_verification TEXT NOT NULL,
    first_name         TEXT,
    last_name          TEXT,
    reference          TEXT,
    custom             TEXT NOT NULL,
    created_at         INTEGER NOT NULL,
    last_login_at      INTEGER,
    UNIQUE (realm_id, username)
) STRICT;

CREATE INDEX users_by_email ON users (realm_id, email);

-- `secret`: an argon2id hash (type password) or a base-32 secret (type totp).
-- `last_step`: the newest TOTP time step already used.
CREATE TABLE credentials (
    seq             INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    user_id         TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential_type TEXT NOT NULL,
    name            TEXT,
    secret          TEXT NOT NULL,
    state           TEXT NOT NULL,
    last_step       INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL
) STRICT;

CREATE INDEX credentials_by_user ON credentials (user_id);

CREATE TABLE sessions (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    realm_id   TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    ip         TEXT,
    client     TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_user ON sessions (user_id);

-- First factor passed, code still due (`kli_`).
CREATE TABLE login_tokens (
    id         TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE signup_tokens (
    seq             INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    realm_id        TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    username        TEXT NOT NULL,
    email           TEXT NOT NULL,
    first_name      TEXT,
    last_name       TEXT,
    password_hash   TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE orgs (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    realm_id   TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    state      TEXT NOT NULL,
    custom     TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE memberships (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    org_id      TEXT NOT NULL REFERENCES orgs (id) ON DELETE CASCADE,
    user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    permissions TEXT NOT NULL,
    custom      TEXT NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX memberships_by_user ON memberships (user_id);
