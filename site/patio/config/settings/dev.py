"""Development, and ``make run``: one machine, SQLite, no secrets to set."""

from patio.config.environment import email, read

from .base import *  # noqa: F403

DEBUG = read("DEBUG", default=True)
SECRET_KEY = read("SECRET_KEY", default="development only: production refuses this key")
ALLOWED_HOSTS = read("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
globals().update(email())

LOGGING["root"]["level"] = read("LOG_LEVEL", default="WARNING")  # noqa: F405

MIDDLEWARE = [*MIDDLEWARE, "patio.config.live_reload.LiveReloadMiddleware"]  # noqa: F405
