-- The key itself, where the realm's policy lets it be read again.
ALTER TABLE credentials ADD COLUMN api_key TEXT;
