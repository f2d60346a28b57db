"""Production refuses to start rather than run unsafely. Each case is a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from patio.config.environment import REPOSITORY, VARIABLES

SAFE = {
    "DJANGO_SETTINGS_MODULE": "patio.config.settings.production",
    "SECRET_KEY": "k3Vd-0fQm9_zLrT7uYpXw2Hc8sNbGj5eAa4oRi1tZyUqKxMvBnWlDf6P",
    "ALLOWED_HOSTS": "statements.example.org",
}


def run(*command: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """A command in a safe production environment, changed by ``environment``; None unsets."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {variable.name for variable in VARIABLES}
    }
    changed = inherited | SAFE | environment
    return subprocess.run(
        [sys.executable, *command],
        cwd=REPOSITORY,
        env={name: value for name, value in changed.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=120,
    )


def load(**environment: str | None) -> subprocess.CompletedProcess[str]:
    """Load the production settings, and nothing more."""
    code = "import sys; sys.path.insert(0, 'site'); import patio.config.settings.production"
    return run("-c", code, **environment)


def test_it_starts_in_a_safe_environment():
    assert load().stderr == ""


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        pytest.param({"SECRET_KEY": None}, "SECRET_KEY is not set", id="no secret"),
        pytest.param({"SECRET_KEY": ""}, "SECRET_KEY is not set", id="empty secret"),
        pytest.param({"SECRET_KEY": "short"}, "SECRET_KEY is weak", id="short secret"),
        pytest.param({"SECRET_KEY": "abcd" * 20}, "SECRET_KEY is weak", id="monotonous secret"),
        pytest.param(
            {"SECRET_KEY": "django-insecure-" + SAFE["SECRET_KEY"]},
            "SECRET_KEY is weak",
            id="generated for development",
        ),
        pytest.param(
            {"SECRET_KEY": "development only: production refuses this key"},
            "SECRET_KEY is weak",
            id="the development settings' own",
        ),
        pytest.param({"DEBUG": "true"}, "DEBUG is on", id="debug"),
        pytest.param({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must name", id="no hosts"),
        pytest.param({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name", id="empty hosts"),
        pytest.param({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name", id="any host"),
        pytest.param({"TASKS": "sometimes"}, "sometimes", id="unknown way of doing tasks"),
    ],
)
def test_it_refuses(environment, reason):
    result = load(**environment)
    assert result.returncode != 0
    assert reason in result.stderr


def test_a_refusal_says_where_to_read_on():
    assert "docs/operators.md" in load(SECRET_KEY=None).stderr


def test_a_refusal_does_not_show_the_secret():
    assert "hunter2" not in load(SECRET_KEY="hunter2").stderr


def test_djangos_deployment_check_has_no_warning(tmp_path):
    result = run(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level=WARNING",
        STATIC_ROOT=str(tmp_path / "static"),
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout
