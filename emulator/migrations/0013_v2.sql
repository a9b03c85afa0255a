-- AuthRocket 2. A realm says in its settings which version it speaks; users, orgs, memberships, sessions, credentials,
-- keys, events and mails are those of version 1.
ALTER TABLE users ADD COLUMN email_pending TEXT;
ALTER TABLE users ADD COLUMN locale TEXT;

-- Connected Apps of version 2: they have no host of their own.
CREATE TABLE client_apps (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    realm_id   TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    is_default INTEGER NOT NULL,
    settings   TEXT NOT NULL
) STRICT;

-- Hosts of a realm of version 2, without a port.
CREATE TABLE domains (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    realm_id TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    fqdn     TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL
) STRICT;

CREATE INDEX domains_by_realm ON domains (realm_id);

-- `token` is what a mail carries. `invited_at` is null until that mail is sent.
CREATE TABLE invitations (
    seq              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT NOT NULL UNIQUE,
    realm_id         TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    token            TEXT NOT NULL UNIQUE,
    invitation_type  TEXT NOT NULL,
    email            TEXT NOT NULL,
    locale           TEXT,
    org_id           TEXT REFERENCES orgs (id) ON DELETE CASCADE,
    permissions      TEXT NOT NULL,
    inviting_user_id TEXT REFERENCES users (id) ON DELETE SET NULL,
    auth_provider_id TEXT,
    created_at       INTEGER NOT NULL,
    invited_at       INTEGER,
    expires_at       INTEGER NOT NULL
) STRICT;

CREATE INDEX invitations_by_email ON invitations (realm_id, email);
