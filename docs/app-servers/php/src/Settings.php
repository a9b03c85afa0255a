<?php

declare(strict_types=1);

/** What the environment says; ../README.md lists the names. Stops when something is missing. */
final class Settings
{
    public readonly string $apiUrl;
    public readonly string $apiKey;
    public readonly string $realm;
    /** AuthRocket 2: its API's address says so. */
    public readonly bool $isV2;
    /** To check tokens here instead of asking. */
    public readonly bool $isLocal;
    /** Its characters are the key as they stand; nothing is decoded. AuthRocket 2 publishes its keys instead. */
    public readonly ?string $jwtSecret;
    public readonly string $instanceUrl;
    public readonly string $instanceOrigin;
    public readonly bool $isProduction;
    /** Where keys are kept between requests: writable, not served, and nobody else's. */
    public readonly string $cacheFolder;
    /** The library's script; copy it beside your other static files. */
    public readonly string $script;

    public function __construct()
    {
        $this->apiUrl = rtrim(self::required('AUTHROCKET_URL'), '/') . '/';
        $this->apiKey = self::required('AUTHROCKET_API_KEY');
        $this->realm = self::required('AUTHROCKET_REALM');
        $this->isV2 = str_ends_with($this->apiUrl, '/v2/');
        $this->isLocal = getenv('AUTHROCKET_VERIFY') === 'local';
        $this->jwtSecret = $this->isLocal && !$this->isV2 ? self::required('AUTHROCKET_JWT_SECRET') : null;
        $this->instanceUrl = rtrim(self::required('LOGINROCKET_URL'), '/') . '/';
        $this->instanceOrigin = preg_replace('~^(https?://[^/]+)/.*$~', '$1', $this->instanceUrl);
        $this->isProduction = getenv('APP_ENV') === 'production';
        $this->cacheFolder = getenv('CACHE_FOLDER') ?: dirname(__DIR__) . '/var';
        $this->script = getenv('AUTHROCKET_JS') ?: dirname(__DIR__, 4) . '/pkg/authrocket.js';
    }

    private static function required(string $name): string
    {
        return getenv($name) ?: throw new RuntimeException("set $name");
    }
}
