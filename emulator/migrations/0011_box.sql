-- Every call of the Core API asks for memberships that have ended.
CREATE INDEX memberships_by_end ON memberships (expires_at) WHERE expires_at IS NOT NULL;
