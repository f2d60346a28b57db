"""The real site with the real statements, served as in ``make run``, and a real browser."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import find_chromium

REPOSITORY = Path(__file__).resolve().parents[2]
START_UP_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here, and skip it in one line where there is no browser."""
    missing = find_chromium() is None
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            if missing:
                item.add_marker(pytest.mark.skip(reason="no Chromium here: set CHROMIUM"))


@dataclass(frozen=True)
class Site:
    """A running site of its own: database, translations and media in a scratch folder."""

    url: str
    folder: Path
    environment: dict[str, str]
    password: str

    @property
    def translations(self) -> Path:
        """The folder of its catalogs."""
        return self.folder / "translations"

    def catalog(self, language: str) -> Path:
        """A language's catalog, in gettext's form of its name."""
        return self.translations / language / "LC_MESSAGES" / "statements.po"

    def manage(self, *arguments: str, code: int = 0) -> str:
        """Run a management command on this site and return what it printed."""
        return _manage(self.environment, *arguments, code=code)


def _manage(environment: dict[str, str], *arguments: str, code: int = 0) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A fresh site for each module of tests."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(REPOSITORY / "translations", folder / "translations")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "patio.config.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "CACHE_URL": "",
        "TRANSLATIONS_DIR": str(folder / "translations"),
        "MEDIA_ROOT": str(folder / "media"),
    }
    output = _manage(environment, "bootstrap")
    password = re.search(r"password “([^”]+)”", output)
    assert password, output
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=REPOSITORY,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/readyz")
        yield Site(url, folder, environment, password[1])
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str) -> None:
    end = time.monotonic() + START_UP_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise TimeoutError(f"{url} did not answer within {START_UP_SECONDS} s")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, site: Site) -> Iterator[Any]:
    """``open_page(path, **context options)``: a page in a window of its own.

    A test fails where the page logs an error or asks another host for anything.
    """
    contexts, faults = [], []

    def _open(path: str, **options: Any) -> Any:
        context = chromium.new_context(
            base_url=site.url,
            **({"locale": "en", "viewport": {"width": 1280, "height": 900}} | options),
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith((site.url, "data:", "blob:")) else faults.append(r.url)
            ),
        )
        page.goto(path)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 404" not in fault] == []
