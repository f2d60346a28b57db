"""Everything a deployer sets, in one registry.

Each setting comes from an environment variable declared here, and nowhere else. The table in
``docs/operators.md`` is written from ``VARIABLES``, and a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import dj_email_url
from environs import Env

REPOSITORY = Path(__file__).resolve().parents[3]

Kind = Literal["str", "bool", "int", "list", "path"]


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, how it is read, its default, and what it is for.

    ``default`` is ``None`` where production must be given a value.
    """

    name: str
    kind: Kind
    default: Any
    help: str

    @property
    def default_text(self) -> str:
        """The default as the operators' table shows it, free of any machine's paths."""
        match self.default:
            case None:
                return "(must be set in production)"
            case "" | []:
                return "(empty)"
            case bool():
                return str(self.default).lower()
            case _:
                return str(self.default)


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "SECRET_KEY",
        "str",
        None,
        "Signs sessions and tokens. At least 50 characters, of which 5 or more different, random.",
    ),
    Variable("DEBUG", "bool", False, "Detailed error pages. Production refuses to start with it."),
    Variable("ALLOWED_HOSTS", "list", None, "Host names that the site answers to, with commas."),
    Variable("BASE_URL", "str", "http://127.0.0.1:8000", "The site's public address."),
    Variable("SITE_NAME", "str", "Patio", "The organisation's name, as readers see it."),
    Variable("DATABASE_URL", "str", "sqlite:///var/db.sqlite3", "Database, as a dj-database-url."),
    Variable("CACHE_URL", "str", "", "redis://… of a Redis or Valkey; empty: memory of a process."),
    Variable(
        "TASKS",
        "str",
        "immediate",
        "`immediate` publishes within the request; `database` leaves it to `manage.py db_worker`.",
    ),
    Variable("TRANSLATIONS_DIR", "path", "translations", "Folder of the statements' catalogs."),
    Variable("MEDIA_ROOT", "path", "media", "Folder of uploaded files."),
    Variable("STATIC_ROOT", "path", "static-root", "Folder that `collectstatic` fills."),
    Variable("TRUST_PROXY", "bool", False, "Believe `X-Forwarded-Proto` of the proxy in front."),
    Variable("HSTS_SECONDS", "int", 31536000, "`Strict-Transport-Security`; 0 turns it off."),
    Variable(
        "EMAIL_URL", "str", "console:", "Mail server: `submission://user:password@host` (with TLS)."
    ),
    Variable("DEFAULT_FROM_EMAIL", "str", "patio@localhost", "Sender of the site's mail."),
    Variable("LOG_LEVEL", "str", "INFO", "Least level that is logged, to standard error."),
)

_BY_NAME = {variable.name: variable for variable in VARIABLES}
_env = Env(expand_vars=False)


def read(name: str, *, default: Any = ...) -> Any:
    """The value of a declared variable, of the Python type that its ``kind`` names.

    ``default`` replaces the declared one (development needs no secret). Relative paths are taken
    from the repository's root. Raises ``KeyError`` for a name that is not declared and
    ``environs.EnvError`` for a value that can't be read.
    """
    variable = _BY_NAME[name]
    fallback = variable.default if default is ... else default
    if variable.kind == "path":
        return REPOSITORY / _env.str(name, fallback)
    if fallback is None:
        fallback = [] if variable.kind == "list" else ""
    return getattr(_env, variable.kind)(name, fallback)


def email() -> dict[str, Any]:
    """Django's ``EMAIL_*`` settings, read from ``EMAIL_URL`` by ``dj-email-url``."""
    settings = dj_email_url.parse(read("EMAIL_URL"))
    return {name: value for name, value in settings.items() if name.startswith("EMAIL_")}
