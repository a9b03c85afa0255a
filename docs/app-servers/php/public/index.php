<?php

declare(strict_types=1);

/**
 * A PHP app, without a framework, that takes AuthRocket's tokens.
 *
 * Run against the emulator by `SAMPLES=php cargo test -p authrocket-tests --test samples`: PHP 8.2.36 with curl and openssl, its own
 * development server; all cases pass.
 */

require __DIR__ . '/../src/Settings.php';
require __DIR__ . '/../src/KeySet.php';
require __DIR__ . '/../src/AuthRocket.php';
require __DIR__ . '/../src/pages.php';

$settings = new Settings();
$authrocket = new AuthRocket($settings);

header(
    "Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; " .
    "connect-src 'self' {$settings->instanceOrigin}; form-action 'self' {$settings->instanceOrigin}; " .
    "base-uri 'none'; frame-ancestors 'none'",
);
// The login handler's address holds the token, so nothing that it leads to may learn the address.
header('Referrer-Policy: same-origin');
header('X-Content-Type-Options: nosniff');

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path === '/authrocket.js') {
    header('Content-Type: text/javascript');
    readfile($settings->script);
    exit;
}

session_start([
    'name' => 'sample_session',
    'use_strict_mode' => true,
    'cookie_httponly' => true,
    // Lax, not Strict: the way back from the hosted pages comes from another site.
    'cookie_samesite' => 'Lax',
    'cookie_secure' => $settings->isProduction,
    'cache_limiter' => '',
]);
header('Cache-Control: no-store');
$_SESSION['csrf'] ??= bin2hex(random_bytes(32));

try {
    route("{$_SERVER['REQUEST_METHOD']} $path", $settings, $authrocket);
} catch (Refused | Invalid) {
    refuse(401, 'This login is not valid any more. Please log in again.');
} catch (Unavailable $error) {
    error_log("AuthRocket: {$error->getMessage()}");
    refuse(503, 'We cannot check your login right now. Please try again in a moment.');
}

function route(string $asked, Settings $settings, AuthRocket $authrocket): void
{
    // Every POST must come from a page of ours in this browser.
    if (str_starts_with($asked, 'POST ') && !isOurs()) {
        refuse(403, 'This page is out of date. Load it again and repeat.');
        return;
    }
    $csrf = $_SESSION['csrf'];
    match ($asked) {
        'GET /' => redirectTo('/account'),
        // `navigate`: AuthRocket's `url` leads here. `post` and `fetch`: the page hands the token over.
        'GET /login' => isset($_GET['token']) ? logIn($authrocket, $_GET) : loginPage($settings, $csrf),
        'POST /login' => logIn($authrocket, $_POST),
        'GET /signup' => isset($_GET['token']) ? parkSignup($authrocket, $_GET['token']) : signupPage($settings, $csrf),
        // In a realm that signs up users rather than tokens, the token is that of a login.
        'POST /signup' => logIn($authrocket, $_POST),
        'GET /signup/confirm' => isset($_SESSION['signup_token']) ? confirmPage($csrf) : redirectTo('/signup'),
        'POST /signup/confirm' => confirm($authrocket),
        'GET /account' => account($csrf),
        'POST /logout' => logOut($authrocket),
        default => refuse(404, 'There is no such page.'),
    };
}

function isOurs(): bool
{
    $sent = $_SERVER['HTTP_X_CSRF_TOKEN'] ?? $_POST['csrf'] ?? '';
    return is_string($sent) && hash_equals($_SESSION['csrf'], $sent);
}

function logIn(AuthRocket $authrocket, array $fields): void
{
    $token = $fields['token'] ?? '';
    // A Connected App without a signup handler sends signup tokens to the login handler.
    if ($authrocket->isSignupToken($token)) {
        parkSignup($authrocket, $token);
        return;
    }
    startSession($authrocket->verifyLogin($token));
    goOn(safePath($fields['redir'] ?? null));
}

/** Only remembers the token: opening an address makes no user. */
function parkSignup(AuthRocket $authrocket, mixed $token): void
{
    if (!$authrocket->isSignupToken($token)) {
        throw new Refused();
    }
    $_SESSION['signup_token'] = $token;
    goOn('/signup/confirm');
}

function confirm(AuthRocket $authrocket): void
{
    $signupToken = $_SESSION['signup_token'] ?? null;
    if ($signupToken === null) {
        redirectTo('/signup');
        return;
    }
    if (($_POST['terms'] ?? '') !== 'yes') {
        http_response_code(422);
        confirmPage($_SESSION['csrf'], 'Please agree to the terms.');
        return;
    }
    $browser = ['ip' => $_SERVER['REMOTE_ADDR'], 'client' => $_SERVER['HTTP_USER_AGENT'] ?? ''];
    try {
        $userId = $authrocket->createUser($signupToken, $browser);
    } catch (Invalid $error) {
        http_response_code(422);
        confirmPage($_SESSION['csrf'], $error->getMessage());
        return;
    }
    unset($_SESSION['signup_token']);
    startSession($authrocket->logInUser($userId, $browser));
    redirectTo('/account');
}

/** A new session id and nothing kept, so that one known before the login is worth nothing after it. */
function startSession(Login $login): void
{
    session_regenerate_id(true);
    $_SESSION = ['csrf' => bin2hex(random_bytes(32)), 'login' => $login];
}

function account(string $csrf): void
{
    $login = $_SESSION['login'] ?? null;
    if (!$login instanceof Login || $login->endsAt <= time()) {
        redirectTo('/login');
        return;
    }
    accountPage($csrf, $login->name);
}

function logOut(AuthRocket $authrocket): void
{
    $login = $_SESSION['login'] ?? null;
    $_SESSION = [];
    session_destroy();
    if ($login instanceof Login && $login->sessionId !== null) {
        try {
            $authrocket->endSession($login->sessionId);
        } catch (Unavailable $error) {
            // Ours has ended in any case; the one at AuthRocket ends by itself if it cannot be told now.
            error_log("logout at AuthRocket: {$error->getMessage()}");
        }
    }
    redirectTo('/login');
}

function wantsJson(): bool
{
    return $_SERVER['REQUEST_METHOD'] === 'POST' && str_starts_with($_SERVER['HTTP_ACCEPT'] ?? '', 'application/json');
}

function redirectTo(string $path): void
{
    header("Location: $path", true, 303);
}

/** To an address without the token; the `fetch` delivery is told it instead. */
function goOn(string $path): void
{
    if (!wantsJson()) {
        redirectTo($path);
        return;
    }
    header('Content-Type: application/json');
    echo json_encode(['redirect' => $path], JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
}

function refuse(int $status, string $text): void
{
    http_response_code($status);
    if (wantsJson()) {
        header('Content-Type: application/json');
        echo json_encode(['error' => $text], JSON_THROW_ON_ERROR);
        return;
    }
    page('Sorry', '<p>' . e($text) . '</p><p><a href="/login">Log in</a></p>');
}

/** `redir` comes from outside: only a path of our own is followed. One slash first, and nothing a browser would read as another. */
function safePath(mixed $redir): string
{
    $isOwn = is_string($redir) && preg_match('~^/(?![/\\\\])[^\x00-\x20\x7f\\\\]*$~D', $redir) === 1;
    return $isOwn ? $redir : '/account';
}
