"""What a deployer can set is written down as the code has it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from patio.config import environment

REPOSITORY = environment.REPOSITORY
NAMES = {variable.name for variable in environment.VARIABLES}


def test_the_operators_table_is_what_the_registry_says():
    script = REPOSITORY / "docs/settings_table.py"
    result = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_names_are_unique():
    assert len(NAMES) == len(environment.VARIABLES)


@pytest.mark.parametrize("variable", environment.VARIABLES, ids=lambda variable: variable.name)
def test_each_variable_is_read_by_the_settings(variable):
    settings = REPOSITORY / "site/patio/config"
    readers = [*settings.glob("settings/*.py"), settings / "environment.py"]
    assert any(f'read("{variable.name}"' in path.read_text() for path in readers)


def test_nothing_else_asks_the_environment():
    """``manage.py`` and the servers' entry points aside, the registry is the one door.

    What a person's editor is called, and what git is handed on, are no settings of the site.
    """
    asks = re.compile(r"os\.(environ|getenv)|Env\(")
    doors = {"environment.py", "wsgi.py", "asgi.py", "editing.py", "program.py"}
    modules = [path for path in (REPOSITORY / "site").rglob("*.py") if path.name not in doors]
    assert [path for path in modules if asks.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        pytest.param("DEBUG", "yes", True, id="bool"),
        pytest.param("ALLOWED_HOSTS", "a.example,b.example", ["a.example", "b.example"], id="list"),
        pytest.param("HSTS_SECONDS", "60", 60, id="int"),
        pytest.param("MEDIA_ROOT", "/srv/media", Path("/srv/media"), id="absolute path"),
        pytest.param("MEDIA_ROOT", "uploads", REPOSITORY / "uploads", id="relative path"),
        pytest.param("SITE_NAME", "A $NAME", "A $NAME", id="a dollar stays a dollar"),
    ],
)
def test_values_are_of_the_kind_declared(monkeypatch, name, given, read):
    monkeypatch.setenv(name, given)
    assert environment.read(name) == read


def test_an_undeclared_variable_cannot_be_read():
    with pytest.raises(KeyError):
        environment.read("PATH")


def test_mail_settings_come_from_the_address(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "submission://me:p%40ss@mail.example")
    settings = environment.email()
    assert settings["EMAIL_HOST"] == "mail.example"
    assert settings["EMAIL_HOST_PASSWORD"] == "p@ss"
    assert (settings["EMAIL_PORT"], settings["EMAIL_USE_TLS"]) == (587, True)
