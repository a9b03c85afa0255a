"""Python's libraries, as an app server uses them: one command a line comes in, one answer a line goes out."""

import json
import sys
import textwrap
import traceback
import urllib.parse

import httpx
import joserfc.errors
import joserfc.jwk
import joserfc.jwt
import jwt
import requests

# The library is of Python 2, where this module had another name; it is used as it is published.
sys.modules["urlparse"] = urllib.parse
import authrocket  # noqa: E402


class NoSuchKey(Exception):
    """No key has the name that the token's header says."""


def named(keys, kid):
    """Keys by `kid`; the secret of a realm that has no `kid` stands under the empty name."""
    if (kid or "") not in keys:
        raise NoSuchKey(kid)
    return keys[kid or ""]


def pem(key):
    """A public key in PEM; AuthRocket 2 also gives it bare, for its own libraries to put it between these lines."""
    if key.startswith("-----"):
        return key
    return "\n".join(["-----BEGIN PUBLIC KEY-----", *textwrap.wrap(key, 64), "-----END PUBLIC KEY-----", ""])


# What was made of the key set at an address; it is kept, and loads the set again for a key that it does not know.
KEY_SETS = {}


def verify_pyjwt(token, algorithm, keys=None, jwks=None, audience=None, issuer=None, leeway=0):
    rules = {"algorithms": [algorithm], "audience": audience, "issuer": issuer, "leeway": leeway}
    try:
        if jwks:
            if jwks not in KEY_SETS:
                KEY_SETS[jwks] = jwt.PyJWKClient(jwks, lifespan=3600, timeout=10, cooldown_duration=0)
            key = KEY_SETS[jwks].get_signing_key_from_jwt(token)
        else:
            key = named(keys, jwt.get_unverified_header(token).get("kid"))
            key = key if algorithm == "HS256" else pem(key)
        return {"claims": jwt.decode(token, key, **rules)}
    except (jwt.PyJWTError, NoSuchKey) as error:
        return {"refused": repr(error)}


def key_of_set(url, kid):
    for again in (False, True):
        if again or url not in KEY_SETS:
            KEY_SETS[url] = joserfc.jwk.KeySet.import_key_set(without_proxies().get(url, timeout=10).json())
        found = [key for key in KEY_SETS[url].keys if key.kid == kid]
        if found:
            return found[0]
    raise NoSuchKey(kid)


def verify_joserfc(token, algorithm, keys=None, jwks=None, audience=None, issuer=None, leeway=0):
    def key(guest):
        kid = guest.headers().get("kid")
        if jwks:
            return key_of_set(jwks, kid)
        text = named(keys, kid)
        return joserfc.jwk.OctKey.import_key(text) if algorithm == "HS256" else joserfc.jwk.RSAKey.import_key(pem(text))

    try:
        decoded = joserfc.jwt.decode(token, key, algorithms=[algorithm])
        expected = {"aud": audience, "iss": issuer}
        claims = {name: {"essential": True, "value": value} for name, value in expected.items() if value}
        joserfc.jwt.JWTClaimsRegistry(leeway=leeway, exp={"essential": True}, **claims).validate(decoded.claims)
        return {"claims": decoded.claims}
    except (joserfc.errors.JoseError, NoSuchKey) as error:
        return {"refused": repr(error)}


VERIFIERS = {"PyJWT": verify_pyjwt, "joserfc": verify_joserfc}


def read(response):
    return {"status": response.status_code, "body": json.loads(response.text) if response.text else None}


def without_proxies():
    session = requests.Session()
    session.trust_env = False
    return session


CALLERS = {
    "requests": lambda method, url, headers, body, form: read(
        without_proxies().request(method, url, headers=headers, json=body, data=form, timeout=10)
    ),
    "httpx": lambda method, url, headers, body, form: read(
        httpx.Client(trust_env=False).request(method, url, headers=headers, json=body, data=form, timeout=10)
    ),
}


def authrocket_api(command):
    api = authrocket.API(command["url"], command["key"], command.get("realm"))
    api.trust_env = False
    return api


def pages(command):
    api = authrocket_api(command)
    items = api.iter_from_pages("GET", command["path"], params=dict(command.get("params", {})), timeout=10)
    return {"items": list(items)}


def request(command):
    options = {"timeout": 10}
    for name in ("json", "variables"):
        if command.get(name) is not None:
            options[name] = command[name]
    return read(authrocket_api(command).request(command["method"], command["path"], **options))


def work(command):
    kind = command["do"]
    if kind == "verify":
        named_so = ("token", "algorithm", "keys", "jwks", "audience", "issuer", "leeway")
        return VERIFIERS[command["library"]](**{name: command[name] for name in named_so if name in command})
    if kind == "call":
        call = CALLERS[command["library"]]
        return call(command["method"], command["url"], command["headers"], command.get("json"), command.get("form"))
    if kind == "escape":
        return {"text": urllib.parse.quote(command["text"], safe="")}
    return {"authrocket.pages": pages, "authrocket.request": request}[kind](command)


for line in sys.stdin:
    try:
        answer = work(json.loads(line))
    except Exception:  # Told to the test, which fails by it.
        answer = {"failed": traceback.format_exc()}
    print(json.dumps(answer), flush=True)
