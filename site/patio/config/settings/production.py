"""Production. It refuses to start rather than run unsafely."""

from django.core.exceptions import ImproperlyConfigured

from patio.config.environment import email, read

from .base import *  # noqa: F403

SECRET_KEY = read("SECRET_KEY")
DEBUG = read("DEBUG")
ALLOWED_HOSTS = read("ALLOWED_HOSTS")


def _refuse(reason: str) -> None:
    raise ImproperlyConfigured(f"Refusing to start: {reason} See docs/operators.md.")


if not SECRET_KEY:
    _refuse("SECRET_KEY is not set.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure"):
    _refuse("SECRET_KEY is weak: give it 50 random characters or more.")
if DEBUG:
    _refuse("DEBUG is on.")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    _refuse("ALLOWED_HOSTS must name the hosts that this site answers to.")

globals().update(email())
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("DEFAULT_FROM_EMAIL")

CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
# The health checks are asked by the container engine itself, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = read("HSTS_SECONDS")
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
if read("TRUST_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Wagtail shows previews of the site's own pages in a frame; other sites' frames stay refused.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
