"""The site as ``make run`` serves it, and ``catalogs watch``: processes of their own."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Timer

import pytest

from patio.config.environment import REPOSITORY
from tests.servers import running_site

TITLE = re.compile(r'(msgctxt "value\.autonomy/title"\nmsgid ".*"\nmsgstr )".*"')


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    with running_site(folder, command="serve", languages=["fr"]) as running:
        yield running


def _save(path: Path, title: str) -> float:
    """Save a title as Poedit does, by a temporary file; when that was."""
    text = path.read_text(encoding="utf-8")
    changed, count = TITLE.subn(lambda found: f'{found[1]}"{title}"', text)
    assert count == 1
    temporary = path.with_name("statements.po.tmp")
    temporary.write_text(changed, encoding="utf-8")
    temporary.replace(path)
    return time.monotonic()


def test_a_saved_text_is_served_soon(site) -> None:
    latencies = []
    for number in range(3):
        saved = _save(site.catalog("fr"), f"Autonomie {number}")
        _wait_until(lambda: f"Autonomie {number}" in site.get("/fr/values/autonomy/"))  # noqa: B023
        latencies.append(time.monotonic() - saved)
    print("from the save to the page:", *(f"{seconds:.2f} s" for seconds in latencies))  # noqa: T201

    _wait_until(lambda: site.output.count("value.autonomy/title: taken (translated)") == 3)


def test_a_folder_that_is_deleted_and_restored_is_watched_again(site, tmp_path) -> None:
    shutil.copytree(site.translations, tmp_path / "kept")
    shutil.rmtree(site.translations)
    time.sleep(1.5)
    shutil.copytree(tmp_path / "kept", tmp_path / "copy")
    (tmp_path / "copy").rename(site.translations)

    _save(site.catalog("fr"), "Autonomie retrouvée")

    _wait_until(lambda: "Autonomie retrouvée" in site.get("/fr/values/autonomy/"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_begins_without_a_folder_and_ends_by_signal(site, tmp_path, number) -> None:
    environment = site.environment | {"TRANSLATIONS_DIR": str(tmp_path / "translations")}
    with _started(environment, "catalogs", "watch", "--json") as process:
        time.sleep(3)
        path = tmp_path / "translations/fr/LC_MESSAGES/statements.po"
        path.parent.mkdir(parents=True)
        path.write_text("msgid", encoding="utf-8")
        report = json.loads(process.stdout.readline())
        process.send_signal(number)
        _out, errors = process.communicate()

    assert report["language"] == "fr"
    assert report["problems"][0].startswith("translations/fr/LC_MESSAGES/statements.po:1:")
    assert (process.returncode, errors) == (0, "")


def test_ctrl_c_ends_the_server_and_the_watcher(site) -> None:
    with _started(site.environment, "serve", "--noreload", "127.0.0.1:0") as process:
        _wait_until(lambda: "Quit the server" in process.stdout.readline())
        process.send_signal(signal.SIGINT)
        process.communicate()

    assert process.returncode == 0


@contextmanager
def _started(environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A management command that runs beside the test; it is killed if that takes too long."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=REPOSITORY,
        env=environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Who starts the tests in the background lets them inherit that Ctrl-C is ignored.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    limit = Timer(90, process.kill)
    limit.start()
    try:
        with process:
            yield process
    finally:
        limit.cancel()
        process.kill()


def _wait_until(is_true, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)
