"""The site as ``make run`` serves it, and ``catalogs watch``: processes of their own."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

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

    assert site.output.count("value.autonomy/title: taken (translated)") == 3


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
    command = [sys.executable, "manage.py", "catalogs", "watch", "--json"]
    with subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            time.sleep(3)
            path = tmp_path / "translations/fr/LC_MESSAGES/statements.po"
            path.parent.mkdir(parents=True)
            path.write_text("msgid", encoding="utf-8")
            line = process.stdout.readline()
            process.send_signal(number)
            code = process.wait(timeout=30)
        finally:
            process.kill()
        errors = process.stderr.read()

    report = json.loads(line)
    assert report["language"] == "fr"
    assert report["problems"][0].startswith("translations/fr/LC_MESSAGES/statements.po:1:")
    assert (code, errors) == (0, "")


def test_ctrl_c_ends_the_server_and_the_watcher(site) -> None:
    command = [sys.executable, "manage.py", "serve", "--noreload", "127.0.0.1:0"]
    with subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=site.environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            _wait_until(lambda: "Quit the server" in process.stdout.readline())
            process.send_signal(signal.SIGINT)
            code = process.wait(timeout=30)
        finally:
            process.kill()

    assert code == 0


def _wait_until(is_true, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)
