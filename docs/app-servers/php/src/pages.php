<?php

declare(strict_types=1);

/** The pages. Everything that is put in goes through e(). */

function e(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5, 'UTF-8');
}

function page(string $title, string $body, ?Settings $settings = null): void
{
    $title = e($title);
    $script = $settings === null ? '' :
        '<script src="/authrocket.js" data-url="' . e($settings->instanceUrl) . '" data-api="' .
        ($settings->isV2 ? 'v2' : 'v1') . "\"></script>\n";
    echo <<<HTML
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>$title</title>
    $script<h1>$title</h1>
    $body
    </html>

    HTML;
}

function hidden(string $csrf): string
{
    return '<input type="hidden" name="csrf" value="' . e($csrf) . '">';
}

function loginPage(Settings $settings, string $csrf): void
{
    [$url, $hidden] = [e($settings->instanceUrl), hidden($csrf)];
    page('Log in', <<<HTML
    <form data-authrocket="login" data-authrocket-deliver="fetch" data-authrocket-to="/login"
          method="post" action="{$url}login">
      $hidden
      <p><label>User name <input name="username" autocomplete="username" required></label></p>
      <p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
      <p data-authrocket-error role="alert"></p>
      <button>Log in</button>
    </form>
    <p><a href="/signup">Sign up</a></p>
    HTML, $settings);
}

function signupPage(Settings $settings, string $csrf): void
{
    [$url, $hidden] = [e($settings->instanceUrl), hidden($csrf)];
    page('Sign up', <<<HTML
    <form data-authrocket="signup" data-authrocket-deliver="fetch" data-authrocket-to="/signup"
          method="post" action="{$url}signup">
      $hidden
      <p><label>User name <input name="username" autocomplete="username" required></label></p>
      <p><label>Email <input name="email" type="email" autocomplete="email" required></label></p>
      <p><label>Password <input name="password" type="password" autocomplete="new-password" minlength="8" required></label></p>
      <p data-authrocket-error role="alert"></p>
      <button>Sign up</button>
    </form>
    HTML, $settings);
}

function confirmPage(string $csrf, string $error = ''): void
{
    [$hidden, $error] = [hidden($csrf), e($error)];
    page('One more step', <<<HTML
    <form method="post" action="/signup/confirm">
      $hidden
      <p role="alert">$error</p>
      <p><label><input type="checkbox" name="terms" value="yes" required> I agree to the terms</label></p>
      <button>Create my account</button>
    </form>
    HTML);
}

function accountPage(string $csrf, string $name): void
{
    [$hidden, $name] = [hidden($csrf), e($name)];
    page('Your account', <<<HTML
    <p>Logged in as <strong>$name</strong></p>
    <form method="post" action="/logout">$hidden<button>Log out</button></form>
    HTML);
}
