ALTER TABLE orgs ADD COLUMN reference TEXT;

-- A membership may be without an org; one for each pair, one without an org for each user.
CREATE TABLE new_memberships (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    org_id      TEXT REFERENCES orgs (id) ON DELETE CASCADE,
    user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    permissions TEXT NOT NULL,
    custom      TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER
) STRICT;

INSERT INTO new_memberships (seq, id, org_id, user_id, permissions, custom, created_at)
SELECT seq, id, org_id, user_id, permissions, custom, created_at FROM memberships;

DROP TABLE memberships;
ALTER TABLE new_memberships RENAME TO memberships;

CREATE UNIQUE INDEX memberships_by_pair ON memberships (user_id, ifnull(org_id, ''));
CREATE INDEX memberships_by_org ON memberships (org_id);
CREATE INDEX memberships_that_end ON memberships (expires_at) WHERE expires_at IS NOT NULL;

-- Only API users have a name of their own; people's are made of first and last name.
ALTER TABLE users ADD COLUMN api_name TEXT;

-- `secret` of type api_key: a SHA-256 of the key in hexadecimal, which finds the key's user.
CREATE UNIQUE INDEX credentials_by_api_key ON credentials (secret) WHERE credential_type = 'api_key';
