"""Tests: SQLite unless ``DATABASE_URL`` names another database; never a person's files."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403

SECRET_KEY = "tests only, never anywhere else"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

_SCRATCH = Path(tempfile.gettempdir()) / "patio-tests"
MEDIA_ROOT = _SCRATCH / "media"
STATIC_ROOT = _SCRATCH / "static"
TRANSLATIONS_DIR = _SCRATCH / "translations"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
