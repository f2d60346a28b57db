"""The real site in processes of its own, for tests of what only a running site shows."""

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
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from patio.config.environment import REPOSITORY

START_UP_SECONDS = 60


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

    def get(self, path: str) -> str:
        """A page of the site, as text."""
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:  # noqa: S310
            return answer.read().decode()

    @property
    def output(self) -> str:
        """What the server has printed so far."""
        return (self.folder / "server.log").read_text(encoding="utf-8")


def _manage(environment: dict[str, str], *arguments: str, code: int = 0) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@contextmanager
def running_site(
    folder: Path, *, command: str = "runserver", languages: Iterable[str] = ()
) -> Iterator[Site]:
    """The site with its real statements, in some languages (gettext's names) or all, served."""
    shutil.copytree(REPOSITORY / "translations", folder / "translations")
    for path in (folder / "translations").iterdir():
        if languages and path.is_dir() and path.name not in languages:
            shutil.rmtree(path)
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
            [sys.executable, "manage.py", command, "--noreload", f"127.0.0.1:{port}"],
            cwd=REPOSITORY,
            env=environment,
            stdout=log,
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
