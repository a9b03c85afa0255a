"""Is this token a login? And the calls that turn a signup token into a user who is logged in."""

import re
import time
from dataclasses import dataclass
from urllib.parse import urljoin

import jwt
import requests
from django.conf import settings

LEEWAY_SECONDS = 10
# A token comes straight from the login; one that was lying about for longer is somebody's find.
FRESH_SECONDS = 120
UNENDING_TOKEN_SECONDS = 6 * 3600

IS_V2 = settings.AUTHROCKET_API == "v2"
ISSUER = "https://authrocket.com"
V2_LEEWAY_SECONDS = 5
# The realm's public keys: kept for an hour, and loaded again for one that is not among them, but not for every made-up one.
KEY_SET = jwt.PyJWKClient(
    urljoin(settings.LOGINROCKET_URL, "/connect/jwks"), lifespan=3600, cooldown_duration=10, timeout=10
)

# A session id (kss_…) would do for the API as well, but is no secret: only a JWT is a proof. No "/" gets through either.
JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
SIGNUP_TOKEN = re.compile(r"utk_[A-Za-z0-9]{1,60}")


class Refused(Exception):
    """The token is no proof of anything."""


class Invalid(Exception):
    """AuthRocket's well-formed no to a write, in sentences for the user."""


class Unavailable(Exception):
    """AuthRocket gave no usable answer; this says nothing about the token."""


@dataclass(frozen=True)
class Login:
    user_id: str
    name: str
    session_id: str | None
    ends_at: int


def is_signup_token(token):
    """AuthRocket 2 has none: there a signup is a login."""
    return not IS_V2 and bool(SIGNUP_TOKEN.fullmatch(token or ""))


def verify_login(token):
    if not token or len(token) > 8192 or not JWT.fullmatch(token):
        raise Refused
    if not settings.AUTHROCKET_IS_LOCAL:
        return _verify_by_api(token)
    return _verify_by_key_set(token) if IS_V2 else _verify_by_secret(token)


def _verify_by_api(token):
    status, body = _call("GET", f"sessions/{token}")
    if status != 200:
        raise Refused
    try:
        user, login = body["user"], Login(body["user"]["id"], body["user"]["name"], body["id"], int(body["expires_at"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Unavailable("a body of the wrong shape") from error
    if user.get("realm_id") != settings.AUTHROCKET_REALM:
        raise Refused
    return login


def _verify_by_secret(token):
    # `aud` may be missing in v1, so it is looked at below.
    options = {"require": ["iat"], "verify_aud": False}
    try:
        claims = jwt.decode(
            token, settings.AUTHROCKET_JWT_SECRET, algorithms=["HS256"], leeway=LEEWAY_SECONDS, options=options
        )
    except jwt.PyJWTError as error:
        raise Refused from error
    is_stale = claims["iat"] < time.time() - FRESH_SECONDS - LEEWAY_SECONDS
    if is_stale or not claims.get("uid") or claims.get("aud", settings.AUTHROCKET_REALM) != settings.AUTHROCKET_REALM:
        raise Refused
    # `tk` holds something else when the realm's sessions are unmanaged.
    session_id = claims["tk"] if str(claims.get("tk", "")).startswith("kss_") else None
    ends_at = claims.get("exp", claims["iat"] + UNENDING_TOKEN_SECONDS)
    return Login(claims["uid"], claims.get("n") or claims["uid"], session_id, int(ends_at))


def _verify_by_key_set(token):
    # AuthRocket 2 hands out a token again while its session is remembered, so its age says nothing.
    options = {"require": ["exp", "iss", "sub"], "verify_aud": False}
    try:
        key = KEY_SET.get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token, key, algorithms=["RS256"], issuer=ISSUER, leeway=V2_LEEWAY_SECONDS, options=options
        )
    except (jwt.PyJWKClientConnectionError, jwt.PyJWKSetError) as error:
        raise Unavailable("no keys") from error
    except jwt.PyJWTError as error:
        raise Refused from error
    if claims.get("rid") != settings.AUTHROCKET_REALM:
        raise Refused
    name = claims.get("name") or claims.get("email") or claims["sub"]
    return Login(claims["sub"], name, claims.get("sid"), int(claims["exp"]))


def create_user(signup_token, browser):
    """Makes a user of a signup token. It works once: call this when the app has decided that it wants the user."""
    return _write("users", {"user": {"token": signup_token}, "request": browser}, "id")


def log_in_user(user_id, browser):
    """The login token of a user who gave no password, because it just signed up."""
    return _write("sessions", {"session": {"user_id": user_id}, "request": browser}, "token")


def end_session(session_id):
    """Ends a session; one that is over already counts as ended."""
    _call("DELETE", f"sessions/{session_id}")


def _write(path, body, member):
    status, reply = _call("POST", path, body)
    if status >= 300:
        sentences = [sentence for each in reply.get("errors", {}).values() for sentence in each]
        raise Invalid("; ".join(sentences) or "AuthRocket refused this signup.")
    if not isinstance(reply.get(member), str):
        raise Unavailable("a body of the wrong shape")
    return reply[member]


def _call(method, path, body=None):
    x = "" if IS_V2 else "X-"
    headers = {
        "Accept": "application/json",
        f"{x}Authrocket-Api-Key": settings.AUTHROCKET_API_KEY,
        f"{x}Authrocket-Realm": settings.AUTHROCKET_REALM,
    }
    try:
        reply = requests.request(
            method, settings.AUTHROCKET_URL + path, json=body, headers=headers, timeout=10, allow_redirects=False
        )
        data = reply.json() if reply.content else {}
    except requests.RequestException as error:
        # Its text holds the address, and so may hold the token.
        raise Unavailable(type(error).__name__) from None
    # A wrong API key (403), too many calls (429), an outage: the user is not told that the login was wrong.
    if reply.status_code >= 500 or reply.status_code in (401, 402, 403, 429):
        raise Unavailable(f"status {reply.status_code}")
    if not isinstance(data, dict):
        raise Unavailable("a body of the wrong shape")
    return reply.status_code, data
