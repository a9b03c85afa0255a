-- Keys that sign login tokens. `secret`: the HS256 secret, or the private RSA key in PEM (PKCS#8), whose
-- public one is in `public`. A key with an end has been replaced.
CREATE TABLE jwt_keys (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    realm_id   TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    algo       TEXT NOT NULL,
    secret     TEXT NOT NULL,
    public     TEXT,
    expires_at INTEGER
) STRICT;

CREATE INDEX jwt_keys_by_realm ON jwt_keys (realm_id);

INSERT INTO jwt_keys (id, realm_id, algo, secret)
    SELECT 'jky_' || hex(randomblob(11)), id, 'hs256', settings ->> 'jwt_key' FROM realms
    WHERE settings ->> 'jwt_key' <> '' ORDER BY seq;

UPDATE realms SET settings = json_remove(settings, '$.jwt_key');

-- What a key of the Core API may do, in which realm, and the account that a legacy key belongs to.
ALTER TABLE api_keys ADD COLUMN permission TEXT NOT NULL DEFAULT 'admin_realm';
ALTER TABLE api_keys ADD COLUMN realm_id TEXT;
ALTER TABLE api_keys ADD COLUMN account TEXT;
