"""Python's libraries, as an app server uses them: one command a line comes in, one answer a line goes out."""

import json
import sys
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


def verify_pyjwt(token, keys, algorithm, audience):
    try:
        key = named(keys, jwt.get_unverified_header(token).get("kid"))
        return {"claims": jwt.decode(token, key, algorithms=[algorithm], audience=audience)}
    except (jwt.PyJWTError, NoSuchKey) as error:
        return {"refused": repr(error)}


def verify_joserfc(token, keys, algorithm, audience):
    kind = joserfc.jwk.OctKey if algorithm == "HS256" else joserfc.jwk.RSAKey

    def key(guest):
        return kind.import_key(named(keys, guest.headers().get("kid")))

    try:
        decoded = joserfc.jwt.decode(token, key, algorithms=[algorithm])
        rules = joserfc.jwt.JWTClaimsRegistry(aud={"essential": True, "value": audience}, exp={"essential": True})
        rules.validate(decoded.claims)
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
        verify = VERIFIERS[command["library"]]
        return verify(command["token"], command["keys"], command["algorithm"], command["audience"])
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
