-- Which social provider a credential is of, since a realm may have several of a type, and who the user is there. The
-- second is for credentials that the Core API made. A social signup that waits knows its provider, too.
ALTER TABLE credentials ADD COLUMN auth_provider_id TEXT;
ALTER TABLE credentials ADD COLUMN provider_user_id TEXT;
ALTER TABLE signup_tokens ADD COLUMN auth_provider_id TEXT;
