"""Django's settings for benchmarks: production's, with data to throw away.

``DATABASE_URL``, ``TRANSLATIONS_DIR`` and ``TASKS`` come from the environment (``databases.py``).
"""

from patio.config.settings.base import *  # noqa: F403

SECRET_KEY = "benchmarks only, never anywhere else"
ALLOWED_HOSTS = ["localhost"]
