"""Settings of the sample; ../README.md lists the environment's names."""

import os
from pathlib import Path
from urllib.parse import urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent
IS_PRODUCTION = os.environ.get("APP_ENV") == "production"

SECRET_KEY = os.environ["SESSION_SECRET"]
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "accounts",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "accounts.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    }
]
ROOT_URLCONF = "sample.urls"
WSGI_APPLICATION = "sample.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DATABASE_FILE", BASE_DIR / "db.sqlite3"),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

# No ModelBackend: nobody logs in here with a password.
AUTHENTICATION_BACKENDS = ["accounts.backend.AuthRocketBackend"]
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/account"
CSRF_FAILURE_VIEW = "accounts.views.out_of_date"
# Django's default for both cookies is Lax, and it must stay so: the way back from the hosted pages comes from another site.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"

AUTHROCKET_URL = os.environ["AUTHROCKET_URL"].rstrip("/") + "/"
AUTHROCKET_API_KEY = os.environ["AUTHROCKET_API_KEY"]
AUTHROCKET_REALM = os.environ["AUTHROCKET_REALM"]
AUTHROCKET_API = "v2" if AUTHROCKET_URL.endswith("/v2/") else "v1"
AUTHROCKET_IS_LOCAL = os.environ.get("AUTHROCKET_VERIFY") == "local"
# The secret's characters are the key as they stand; nothing is decoded. AuthRocket 2 publishes its keys instead.
AUTHROCKET_JWT_SECRET = (
    os.environ["AUTHROCKET_JWT_SECRET"] if AUTHROCKET_IS_LOCAL and AUTHROCKET_API == "v1" else None
)
LOGINROCKET_URL = os.environ["LOGINROCKET_URL"].rstrip("/") + "/"
LOGINROCKET_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(LOGINROCKET_URL))
# The library's script; copy it beside your other static files.
AUTHROCKET_JS = os.environ.get("AUTHROCKET_JS", BASE_DIR.parent.parent.parent / "pkg/authrocket.js")
