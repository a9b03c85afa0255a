-- Social logins that an app's server asked for. `code`, `email` and `name` once the provider has answered.
CREATE TABLE social_requests (
    state        TEXT PRIMARY KEY,
    realm_id     TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    provider_id  TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    nonce        TEXT,
    code         TEXT,
    email        TEXT NOT NULL DEFAULT '',
    name         TEXT NOT NULL DEFAULT '',
    expires_at   INTEGER NOT NULL
) STRICT;
