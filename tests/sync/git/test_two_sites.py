"""Two sites, each with a database and a clone of its own, as processes, on one remote."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sync.git.conftest import CATALOG, KEY, TITLE, Clone, make_clone, make_remote

REPOSITORY = Path(__file__).resolve().parents[3]
AUTONOMY = "value.autonomy/body"

_PREPARE = """
import sys
sys.path[:0] = ["site", "."]
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.factories import load, translate
load()
translate("es", {"value.solidarity/body": "uno", "value.solidarity/title": "dos",
                 "value.autonomy/body": "tres"})
call_command("catalogs", "sync", "--git", "--json")
"""
_TRANSLATE = """
import sys
sys.path[:0] = ["site", "."]
import django
django.setup()
from dataclasses import replace
from tests.factories import EVERYONE, translate
name, key, text = sys.argv[1:]
translate("es", {key: text}, actor=replace(EVERYONE, name=name))
"""
_TOLD = """
import sys, json
sys.path[:0] = ["site", "."]
import django
django.setup()
from patio.translation.models import Translation
print(json.dumps({t.text: t.author_name for t in Translation.objects.all()}))
"""


@dataclass(frozen=True)
class Site:
    """A site of its own."""

    clone: Clone
    database: Path

    @property
    def environment(self) -> dict[str, str]:
        return dict(os.environ) | {
            "DJANGO_SETTINGS_MODULE": "patio.config.settings.dev",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "TRANSLATIONS_DIR": str(self.clone.root / "translations"),
            "BASE_URL": f"https://{self.database.stem}.example.org",
            "LOG_LEVEL": "ERROR",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=REPOSITORY,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def do(self, *command: str) -> str:
        process = self.start(*command)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, out + err
        return out

    def sync(self) -> subprocess.Popen[str]:
        return self.start("manage.py", "catalogs", "sync", "--git", "--json")


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> list[Site]:
    """Two sites that know the same texts, which the first has pushed; both tests go on from it."""
    folder = tmp_path_factory.mktemp("sites")
    remote = make_remote(folder)
    north = Site(make_clone(folder / "north", remote), folder / "north.sqlite3")
    north.do("-c", _PREPARE)
    south = Site(make_clone(folder / "south", remote), folder / "south.sqlite3")
    shutil.copy(north.database, south.database)
    return [north, south]


def _ended(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, out + err
    return out


def test_cms_and_poedit_at_once_every_text_is_in_both_with_its_author(sites) -> None:
    north, south = sites
    writers = [
        north.start("-c", _TRANSLATE, "Ana", KEY, "de Ana"),
        south.start("-c", _TRANSLATE, "Luz", TITLE, "de Luz"),
    ]
    for writer in writers:
        _ended(writer)
    south.clone.edit('msgstr "tres"', 'msgstr "de Inés"')
    south.clone.edit("Last-Translator: Luz", "Last-Translator: Inés <ines@example.org>")

    # Really at once: one of them loses the race for the remote, and tries again.
    for running in [site.sync() for site in sites]:
        report = json.loads(_ended(running))
        assert report["git"]["conflicts"] == []
    for site in (north, south):
        _ended(site.sync())

    files = [site.clone.catalog.read_bytes() for site in sites]
    assert files[0] == files[1]
    for site in sites:
        for key, text in ((KEY, "de Ana"), (TITLE, "de Luz"), (AUTONOMY, "de Inés")):
            assert site.clone.entry(key).msgstr == text
        told = json.loads(site.do("-c", _TOLD))
        assert {text: told[text] for text in ("de Ana", "de Luz", "de Inés")} == {
            "de Ana": "Ana", "de Luz": "Luz", "de Inés": "Inés",
        }  # fmt: skip
        assert site.clone.git("status", "--porcelain") == ""
    authors = north.clone.log("%an%n%(trailers:key=Co-authored-by,valueonly)", "-2", "--", CATALOG)
    assert {name.partition(" <")[0] for name in authors} - {""} == {"Ana", "Luz", "Inés"}
    stat = north.clone.git("log", "-2", "--numstat", "--format=", "--", CATALOG).split("\n")
    assert sum(int(line.split()[0]) for line in stat if line) <= 2 * (3 + 2), stat


def test_killed_for_good_the_next_run_ends_well(sites) -> None:
    north, south = sites
    writers = [
        north.start("-c", _TRANSLATE, "Ana", KEY, "otra vez Ana"),
        south.start("-c", _TRANSLATE, "Luz", TITLE, "otra vez Luz"),
    ]
    for writer in writers:
        _ended(writer)
    _ended(north.sync())
    hook = south.clone.root / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {south.database.parent}/pushing\nsleep 10\nexit 1\n")
    hook.chmod(0o755)
    running = south.sync()
    while not (south.database.parent / "pushing").exists():
        assert running.poll() is None, running.communicate()
        time.sleep(0.1)
    running.kill()
    running.communicate()
    hook.unlink()

    for site in (south, north):
        _ended(site.sync())

    for site in sites:
        assert site.clone.entry(KEY).msgstr == "otra vez Ana"
        assert site.clone.entry(TITLE).msgstr == "otra vez Luz"
        assert site.clone.git("status", "--porcelain") == ""
