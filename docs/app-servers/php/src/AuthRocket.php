<?php

declare(strict_types=1);

/** The token is no proof of anything. */
final class Refused extends Exception {}
/** AuthRocket's well-formed no to a write, in sentences for the user. */
final class Invalid extends Exception {}
/** AuthRocket gave no usable answer; this says nothing about the token. */
final class Unavailable extends Exception {}

/** Who is logged in. */
final class Login
{
    public function __construct(
        public readonly string $userId,
        public readonly string $name,
        public readonly ?string $sessionId,
        public readonly int $endsAt,
    ) {}
}

/** Is this token a login? And the calls that turn a signup token into a user who is logged in. */
final class AuthRocket
{
    private const LEEWAY_SECONDS = 10;
    /** A token comes straight from the login; one that was lying about for longer is somebody's find. */
    private const FRESH_SECONDS = 120;
    private const UNENDING_TOKEN_SECONDS = 6 * 3600;

    private const ISSUER = 'https://authrocket.com';
    private const V2_LEEWAY_SECONDS = 5;

    public function __construct(private readonly Settings $settings) {}

    /** AuthRocket 2 has none: there a signup is a login. */
    public function isSignupToken(mixed $token): bool
    {
        return !$this->settings->isV2 && is_string($token) && preg_match('/^utk_[A-Za-z0-9]{1,60}$/D', $token) === 1;
    }

    /** @throws Refused|Unavailable */
    public function verifyLogin(mixed $token): Login
    {
        // A session id (kss_…) would do for the API as well, but is no secret: only a JWT is a proof. No "/" gets through either.
        if (!is_string($token) || strlen($token) > 8192 || preg_match('/^[\w-]+\.[\w-]+\.[\w-]+$/D', $token) !== 1) {
            throw new Refused();
        }
        if (!$this->settings->isLocal) {
            return $this->verifyByApi($token);
        }
        return $this->settings->isV2 ? $this->verifyByKeySet($token) : $this->verifyBySecret($token);
    }

    private function verifyByApi(string $token): Login
    {
        [$status, $body] = $this->call('GET', "sessions/$token");
        if ($status !== 200) {
            throw new Refused();
        }
        $user = $body['user'] ?? null;
        if (!is_string($user['id'] ?? null) || !is_string($body['id'] ?? null) || !is_int($body['expires_at'] ?? null)) {
            throw new Unavailable('a body of the wrong shape');
        }
        if (($user['realm_id'] ?? null) !== $this->settings->realm) {
            throw new Refused();
        }
        return new Login($user['id'], $user['name'] ?? $user['id'], $body['id'], $body['expires_at']);
    }

    private function verifyBySecret(string $token): Login
    {
        [$head, $body, $signature] = explode('.', $token);
        // The algorithm is ours to choose, not the token's.
        $expected = hash_hmac('sha256', "$head.$body", $this->settings->jwtSecret, true);
        $isSigned = hash_equals($expected, self::decode($signature));
        $header = json_decode(self::decode($head), true);
        $claims = json_decode(self::decode($body), true);
        if (!$isSigned || ($header['alg'] ?? null) !== 'HS256' || !is_string($claims['uid'] ?? null)) {
            throw new Refused();
        }
        $now = time();
        $issued = $claims['iat'] ?? 0;
        $ends = $claims['exp'] ?? $issued + self::UNENDING_TOKEN_SECONDS;
        $isStale = $issued < $now - self::FRESH_SECONDS - self::LEEWAY_SECONDS;
        $isFromTheFuture = $issued > $now + self::LEEWAY_SECONDS;
        $isOver = $ends <= $now - self::LEEWAY_SECONDS;
        // `aud` may be missing in v1; where it stands, it must be our realm.
        $isForeign = ($claims['aud'] ?? $this->settings->realm) !== $this->settings->realm;
        if ($isStale || $isFromTheFuture || $isOver || $isForeign) {
            throw new Refused();
        }
        // `tk` holds something else when the realm's sessions are unmanaged.
        $sessionId = str_starts_with($claims['tk'] ?? '', 'kss_') ? $claims['tk'] : null;
        return new Login($claims['uid'], $claims['n'] ?? $claims['uid'], $sessionId, $ends);
    }

    private function verifyByKeySet(string $token): Login
    {
        [$head, $body, $signature] = explode('.', $token);
        $header = json_decode(self::decode($head), true);
        $kid = $header['kid'] ?? null;
        // The algorithm is ours to choose, not the token's.
        if (($header['alg'] ?? null) !== 'RS256' || !is_string($kid)) {
            throw new Refused();
        }
        $key = (new KeySet($this->settings))->find($kid);
        if ($key === null || openssl_verify("$head.$body", self::decode($signature), $key, OPENSSL_ALGO_SHA256) !== 1) {
            throw new Refused();
        }
        $claims = json_decode(self::decode($body), true);
        // A token is handed out again while its session is remembered, so its age says nothing.
        $isOurs = ($claims['iss'] ?? null) === self::ISSUER && ($claims['rid'] ?? null) === $this->settings->realm;
        [$user, $ends] = [$claims['sub'] ?? null, $claims['exp'] ?? null];
        if (!$isOurs || !is_string($user) || !is_int($ends) || $ends <= time() - self::V2_LEEWAY_SECONDS) {
            throw new Refused();
        }
        return new Login($user, $claims['name'] ?? $claims['email'] ?? $user, $claims['sid'] ?? null, $ends);
    }

    private static function decode(string $base64url): string
    {
        return base64_decode(strtr($base64url, '-_', '+/'), true) ?: '';
    }

    /**
     * Makes a user of a signup token. It works once: call this when the app has decided that it wants the user.
     * @throws Invalid|Unavailable
     */
    public function createUser(string $signupToken, array $browser): string
    {
        return $this->write('users', ['user' => ['token' => $signupToken], 'request' => $browser], 'id');
    }

    /** Logs in a user who gave no password, because it just signed up. */
    public function logInUser(string $userId, array $browser): Login
    {
        $body = ['session' => ['user_id' => $userId], 'request' => $browser];
        return $this->verifyLogin($this->write('sessions', $body, 'token'));
    }

    /** Ends a session; one that is over already counts as ended. */
    public function endSession(string $sessionId): void
    {
        $this->call('DELETE', 'sessions/' . rawurlencode($sessionId));
    }

    private function write(string $path, array $body, string $member): string
    {
        [$status, $reply] = $this->call('POST', $path, $body);
        if ($status >= 300) {
            $sentences = array_merge(...array_values($reply['errors'] ?? []), ...[[]]);
            throw new Invalid(implode('; ', $sentences) ?: 'AuthRocket refused this signup.');
        }
        return is_string($reply[$member] ?? null) ? $reply[$member] : throw new Unavailable('a body of the wrong shape');
    }

    /** @return array{int, array} */
    private function call(string $method, string $path, ?array $body = null): array
    {
        $x = $this->settings->isV2 ? '' : 'X-';
        $headers = [
            'Accept: application/json',
            'Content-Type: application/json',
            "{$x}Authrocket-Api-Key: {$this->settings->apiKey}",
            "{$x}Authrocket-Realm: {$this->settings->realm}",
        ];
        $curl = curl_init($this->settings->apiUrl . $path);
        curl_setopt_array($curl, [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_HTTPHEADER => $headers,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 10,
        ]);
        if ($body !== null) {
            curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($body, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE));
        }
        $text = curl_exec($curl);
        $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
        // A wrong API key (403), too many calls (429), an outage: the user is not told that the login was wrong.
        if ($text === false || $status >= 500 || in_array($status, [401, 402, 403, 429], true)) {
            throw new Unavailable($text === false ? 'no answer' : "status $status");
        }
        $reply = $text === '' ? [] : json_decode($text, true);
        return [$status, is_array($reply) ? $reply : throw new Unavailable('not JSON')];
    }
}
