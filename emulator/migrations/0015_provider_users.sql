-- Who a user is at a social provider; for credentials that the Core API made.
ALTER TABLE credentials ADD COLUMN provider_user_id TEXT;
