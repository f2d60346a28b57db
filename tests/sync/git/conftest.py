"""Real repositories: a bare remote, the site's clone, and other people's."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from patio.catalog import po
from patio.sync.git.syncing import sync_with_git
from tests.factories import load, translate

KEY = "value.solidarity/body"
TITLE = "value.solidarity/title"
CATALOG = "translations/es/LC_MESSAGES/statements.po"


@dataclass(frozen=True)
class Clone:
    """A work tree that somebody works in."""

    root: Path

    def git(self, *arguments: str, name: str = "Somebody", code: int = 0) -> str:
        person = ["-c", f"user.name={name}", "-c", f"user.email={name.split()[0]}@example.org"]
        done = subprocess.run(
            ["git", *person, *arguments], cwd=self.root, capture_output=True, text=True
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    @property
    def catalog(self) -> Path:
        return self.root / CATALOG

    def entry(self, key: str = KEY, path: str = CATALOG) -> po.Entry:
        return po.parse((self.root / path).read_bytes(), name=path).by_context[key]

    def edit(self, old: str, new: str, path: str = CATALOG) -> None:
        file = self.root / path
        text = file.read_bytes().decode()
        assert old in text, text
        file.write_bytes(text.replace(old, new, 1).encode())

    def commit(self, message: str = "Translate", *, name: str = "Inés", push: bool = True) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", message, name=name)
        if push:
            self.git("push", "--quiet")
        return self.git("rev-parse", "HEAD").strip()

    def log(self, form: str, *more: str) -> list[str]:
        return self.git("log", f"--format={form}", *more).splitlines()


@pytest.fixture(autouse=True)
def _plain_git(monkeypatch, tmp_path: Path) -> None:
    """No configuration but a clone's own."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def remote(tmp_path: Path) -> Clone:
    """A bare repository with one commit."""
    return make_remote(tmp_path)


def make_remote(tmp_path: Path) -> Clone:
    """A bare repository with one commit, in a folder."""
    path = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", str(path)], check=True)
    first = Clone(tmp_path / "first")
    first.root.mkdir()
    first.git("clone", "--quiet", str(path), ".")
    (first.root / "README.md").write_text("catalogs\n")
    (first.root / ".gitignore").write_text("translations/.lock\n")
    first.git("checkout", "--quiet", "-B", "main")
    first.git("add", "--all")
    first.git("commit", "--quiet", "-m", "Begin")
    first.git("push", "--quiet", "-u", "origin", "main")
    return Clone(path)


@pytest.fixture
def clone(tmp_path: Path, remote: Clone) -> Callable[[str], Clone]:
    """Somebody's new clone of the remote."""

    return lambda name: make_clone(tmp_path / name, remote)


def make_clone(root: Path, remote: Clone) -> Clone:
    """A clone of a remote, in a new folder."""
    made = Clone(root)
    made.root.mkdir()
    made.git("clone", "--quiet", str(remote.root), ".")
    return made


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Do something, and then what it left for the background."""

    def _run(function, *arguments, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return function(*arguments, **options)

    return _run


@pytest.fixture
def sync(run):
    """``catalogs sync --git``, without waiting between tries."""

    def _sync(**options):
        return run(sync_with_git, pause=lambda seconds: None, **options)

    return _sync


@pytest.fixture
def site(db, clone, settings, run, sync) -> Clone:
    """The site's clone; Ana translated two texts in the CMS, and all is pushed."""
    made = clone("site")
    settings.TRANSLATIONS_DIR = made.root / "translations"
    settings.WAGTAILADMIN_BASE_URL = "https://statements.example.org"
    settings.SITE_NAME = "Patio"
    run(load)
    run(translate, "es", {KEY: "Apoyamos a *nuestra gente*.", TITLE: "Solidaridad"})
    sync()
    return made
