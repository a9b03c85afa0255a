"""Response headers of every page."""

from django.conf import settings


def headers(get_response):
    policy = (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
        f"connect-src 'self' {settings.LOGINROCKET_ORIGIN}; form-action 'self' {settings.LOGINROCKET_ORIGIN}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )

    def middleware(request):
        response = get_response(request)
        response["Content-Security-Policy"] = policy
        response["Cache-Control"] = "no-store"
        return response

    return middleware
