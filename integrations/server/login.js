/** What a verified token or session says, in one shape for both versions (protocol-v1.md §6, protocol-v2.md §4). */

const orgOf = ({ oid, mid, o, name, p, perm, selected }) => ({
  id: oid,
  membershipId: mid,
  name: name ?? o,
  permissions: perm ?? p ?? [],
  isSelected: selected === true,
});

/** By the claims of a token. */
export function loginOfClaims({ api, realm }, claims) {
  const isFirst = api === 'v1';
  const session = isFirst ? claims.tk : claims.sid;
  return {
    userId: isFirst ? claims.uid : claims.sub,
    sessionId: typeof session === 'string' && session.startsWith('kss_') ? session : undefined,
    realmId: realm,
    username: isFirst ? claims.un : claims.preferred_username,
    email: claims.email,
    emailVerified: claims.email_verified,
    name: isFirst ? claims.n : claims.name,
    firstName: isFirst ? claims.fn : claims.given_name,
    lastName: isFirst ? claims.ln : claims.family_name,
    orgs: ((isFirst ? claims.m : claims.orgs) ?? []).map(orgOf),
    custom: claims.cs ?? {},
    expiresAt: claims.exp ?? null,
    claims,
  };
}

/** By a session that the Core API returned. */
export function loginOfSession({ realm }, session, claims) {
  const user = session.user ?? {};
  return {
    userId: user.id ?? session.user_id,
    sessionId: session.id,
    realmId: realm,
    username: user.username ?? undefined,
    email: user.email ?? undefined,
    emailVerified: user.email_verification && user.email_verification === 'verified',
    name: user.name ?? undefined,
    firstName: user.first_name ?? undefined,
    lastName: user.last_name ?? undefined,
    orgs: (claims.m ?? claims.orgs ?? []).map(orgOf),
    custom: user.custom ?? {},
    expiresAt: session.expires_at ?? null,
    claims,
  };
}
