"""What a browser asks for.

Run against the emulator by `SAMPLES=django cargo test -p authrocket-tests --test samples`: Python 3.11.7, Django 5.2.19,
PyJWT 2.15.1, requests 2.32.5; all cases pass.
"""

import logging
import time
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import authrocket

log = logging.getLogger(__name__)

FORM_CONTEXT = {"instance_url": settings.LOGINROCKET_URL, "api": settings.AUTHROCKET_API}


def tells_failures(view):
    """A refused token and an outage get their own answers; an outage never says that the login was wrong."""

    @wraps(view)
    def wrapped(request):
        try:
            return view(request)
        except (authrocket.Refused, authrocket.Invalid):
            return refuse(request, 401, "This login is not valid any more. Please log in again.")
        except authrocket.Unavailable as error:
            log.warning("AuthRocket: %s", error)
            return refuse(request, 503, "We cannot check your login right now. Please try again in a moment.")

    return wrapped


@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
@tells_failures
def login(request):
    """`navigate` leads here by GET with AuthRocket's `url`; `post` and `fetch` bring the token from our page."""
    fields = request.POST if request.method == "POST" else request.GET
    if request.method == "GET" and "token" not in fields:
        return render(request, "accounts/login.html", FORM_CONTEXT)
    return take_token(request, fields)


@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
@tells_failures
def signup(request):
    if request.method == "POST":
        # In a realm that signs up users rather than tokens, the token is that of a login.
        return take_token(request, request.POST)
    if "token" not in request.GET:
        return render(request, "accounts/signup.html", FORM_CONTEXT)
    return park_signup(request, request.GET["token"])


def take_token(request, fields):
    token = fields.get("token", "")
    # A Connected App without a signup handler sends signup tokens to the login handler.
    if authrocket.is_signup_token(token):
        return park_signup(request, token)
    start_session(request, authrocket.verify_login(token))
    return go_on(request, safe_path(fields.get("redir")))


def park_signup(request, token):
    """Only remembers the token: opening an address makes no user."""
    if not authrocket.is_signup_token(token):
        raise authrocket.Refused
    request.session["signup_token"] = token
    return go_on(request, "/signup/confirm")


@require_http_methods(["GET", "POST"])
@tells_failures
def confirm(request):
    signup_token = request.session.get("signup_token")
    if not signup_token:
        return redirect("/signup")
    if request.method == "GET":
        return render(request, "accounts/confirm.html")
    if request.POST.get("terms") != "yes":
        return render(request, "accounts/confirm.html", {"error": "Please agree to the terms."}, status=422)
    browser = {"ip": request.META["REMOTE_ADDR"], "client": request.headers.get("User-Agent", "")}
    try:
        user_id = authrocket.create_user(signup_token, browser)
    except authrocket.Invalid as error:
        return render(request, "accounts/confirm.html", {"error": str(error)}, status=422)
    del request.session["signup_token"]
    # Now: with an answer of 500 or more the session would not be saved, and the used token offered again.
    request.session.save()
    start_session(request, authrocket.verify_login(authrocket.log_in_user(user_id, browser)))
    return redirect("/account")


def start_session(request, authrocket_login):
    user = auth.authenticate(request, authrocket_login=authrocket_login)
    if user is None:
        raise authrocket.Refused
    # A new session without anything of the old one; `login` alone would keep what an anonymous visitor left in it.
    request.session.flush()
    auth.login(request, user)
    request.session["authrocket_session"] = authrocket_login.session_id
    request.session.set_expiry(max(1, authrocket_login.ends_at - int(time.time())))


@login_required(redirect_field_name=None)
@require_GET
def account(request):
    return render(request, "accounts/account.html")


@require_POST
def logout(request):
    session_id = request.session.get("authrocket_session")
    auth.logout(request)
    if session_id:
        try:
            authrocket.end_session(session_id)
        except authrocket.Unavailable as error:
            # Ours has ended in any case; the one at AuthRocket ends by itself if it cannot be told now.
            log.warning("logout at AuthRocket: %s", error)
    return redirect("/login")


@require_GET
def script(request):
    return FileResponse(open(settings.AUTHROCKET_JS, "rb"), content_type="text/javascript")


def out_of_date(request, reason=""):
    """A POST without the right CSRF value."""
    return refuse(request, 403, "This page is out of date. Load it again and repeat.")


def wants_json(request):
    return request.method == "POST" and request.headers.get("Accept", "").startswith("application/json")


def go_on(request, path):
    """To an address without the token; the `fetch` delivery is told it instead."""
    return JsonResponse({"redirect": path}) if wants_json(request) else redirect(path)


def refuse(request, status, text):
    if wants_json(request):
        return JsonResponse({"error": text}, status=status)
    return render(request, "accounts/message.html", {"text": text}, status=status)


def safe_path(redir):
    """`redir` comes from outside: only a path of our own is followed."""
    if not redir or not redir.startswith("/") or not url_has_allowed_host_and_scheme(redir, allowed_hosts=None):
        return settings.LOGIN_REDIRECT_URL
    parts = urlsplit(redir)
    return parts._replace(scheme="", netloc="", fragment="").geturl()
