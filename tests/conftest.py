"""What all tests share, and what this machine has for them to use."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The browser that ``CHROMIUM`` names, or one in the usual places."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def pytest_report_header() -> list[str]:
    """One line that says what the tests find here, so that a skip surprises nobody."""
    database = os.environ.get("DATABASE_URL", "").split(":")[0] or "sqlite"
    found = {
        "database": database,
        "Redis": "yes" if os.environ.get("CACHE_URL") else "no",
        "Chromium": "yes" if find_chromium() else "no: browser tests are skipped",
        "msgfmt": "yes" if shutil.which("msgfmt") else "no: comparisons with it are skipped",
    }
    return ["machine: " + ", ".join(f"{name}: {value}" for name, value in found.items())]


@pytest.fixture(autouse=True)
def translations_dir(tmp_path: Path, settings) -> Path:
    """Each test has a translations folder of its own; none ever writes to the repository's."""
    settings.TRANSLATIONS_DIR = tmp_path / "translations"
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.TRANSLATIONS_DIR
