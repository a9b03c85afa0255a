<?php

declare(strict_types=1);

/** The public keys of a realm of AuthRocket 2, kept in a file: PHP remembers nothing from one request to the next. */
final class KeySet
{
    private const FRESH_SECONDS = 3600;
    /** A made-up key id must not cause a call each. */
    private const PAUSE_SECONDS = 10;

    private readonly string $url;
    private readonly string $file;

    public function __construct(private readonly Settings $settings)
    {
        $this->url = "{$settings->instanceOrigin}/connect/jwks";
        $this->file = "{$settings->cacheFolder}/keys-" . hash('sha256', $this->url) . '.json';
    }

    /**
     * The key of this id in PEM; null if the realm has no such key.
     * @throws Unavailable
     */
    public function find(string $kid): ?string
    {
        [$loaded, $keys] = json_decode(@file_get_contents($this->file) ?: '[0, {}]', true);
        if (time() - $loaded >= (isset($keys[$kid]) ? self::FRESH_SECONDS : self::PAUSE_SECONDS)) {
            $keys = $this->load();
            $this->keep(json_encode([time(), $keys], JSON_THROW_ON_ERROR | JSON_FORCE_OBJECT));
        }
        return $keys[$kid] ?? null;
    }

    /** @return array<string, string> */
    private function load(): array
    {
        $curl = curl_init($this->url);
        curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 10]);
        $text = curl_exec($curl);
        $set = is_string($text) && curl_getinfo($curl, CURLINFO_RESPONSE_CODE) === 200 ? json_decode($text, true) : null;
        if (!is_array($set['keys'] ?? null)) {
            throw new Unavailable('no keys');
        }
        $keys = [];
        foreach ($set['keys'] as $key) {
            // AuthRocket puts the bare public key here, not a certificate.
            $bare = $key['x5c'][0] ?? null;
            if (is_string($key['kid'] ?? null) && is_string($bare)) {
                $keys[$key['kid']] = "-----BEGIN PUBLIC KEY-----\n" . chunk_split($bare, 64, "\n") . "-----END PUBLIC KEY-----\n";
            }
        }
        return $keys;
    }

    /** All or nothing, since other requests read the file meanwhile. */
    private function keep(string $text): void
    {
        if (!is_dir($this->settings->cacheFolder)) {
            @mkdir($this->settings->cacheFolder, 0700, true);
        }
        $new = tempnam($this->settings->cacheFolder, 'keys');
        if ($new !== false && file_put_contents($new, $text) !== false) {
            rename($new, $this->file);
        }
    }
}
