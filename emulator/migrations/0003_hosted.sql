-- Logins that hosted pages remember (Seamless SSO). `id` is what the cookie holds; `session_id` is null in
-- unmanaged realms.
CREATE TABLE remembered_logins (
    id         TEXT PRIMARY KEY,
    realm_id   TEXT NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    session_id TEXT REFERENCES sessions (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;

-- A social signup has no password, so its `password_hash` is empty.
ALTER TABLE signup_tokens ADD COLUMN credential_type TEXT NOT NULL DEFAULT 'password';
