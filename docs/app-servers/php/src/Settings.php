<?php

declare(strict_types=1);

/** What the environment says; ../README.md lists the names. Stops when something is missing. */
final class Settings
{
    public readonly string $apiUrl;
    public readonly string $apiKey;
    public readonly string $realm;
    /** To check tokens here instead of asking. Its characters are the key as they stand; nothing is decoded. */
    public readonly ?string $jwtSecret;
    public readonly string $instanceUrl;
    public readonly string $instanceOrigin;
    public readonly bool $isProduction;
    /** The library's script; copy it beside your other static files. */
    public readonly string $script;

    public function __construct()
    {
        $this->apiUrl = rtrim(self::required('AUTHROCKET_URL'), '/') . '/';
        $this->apiKey = self::required('AUTHROCKET_API_KEY');
        $this->realm = self::required('AUTHROCKET_REALM');
        $this->jwtSecret = getenv('AUTHROCKET_VERIFY') === 'local' ? self::required('AUTHROCKET_JWT_SECRET') : null;
        $this->instanceUrl = rtrim(self::required('LOGINROCKET_URL'), '/') . '/';
        $this->instanceOrigin = preg_replace('~^(https?://[^/]+)/.*$~', '$1', $this->instanceUrl);
        $this->isProduction = getenv('APP_ENV') === 'production';
        $this->script = getenv('AUTHROCKET_JS') ?: dirname(__DIR__, 4) . '/pkg/authrocket.js';
    }

    private static function required(string $name): string
    {
        return getenv($name) ?: throw new RuntimeException("set $name");
    }
}
