"""The merge driver, as git calls it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from patio.catalog import po
from patio.catalog.po import Entry

MANAGE = Path(__file__).resolve().parents[3] / "manage.py"
HEADER = {
    "Language": "es",
    "PO-Revision-Date": "2026-01-01 10:00+0000",
    "Content-Type": "text/plain; charset=UTF-8",
}
OLD, NEW = "We support members.", "We support everyone."


def _file(*entries: Entry, date: str = "2026-01-01 10:00+0000") -> bytes:
    return po.new(HEADER | {"PO-Revision-Date": date}, entries)


def _entry(msgid: str, msgstr: str) -> Entry:
    return Entry("value.solidarity/body", msgid, msgstr)


def _call(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(MANAGE), "catalogs", "merge-driver", *arguments],
        cwd=cwd,
        env=dict(os.environ) | environment,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def repository(tmp_path: Path):
    """A repository with the driver in it; ``%`` and spaces in its path mean nothing to git."""
    root = tmp_path / "a 100% repository"
    root.mkdir()

    def git(*arguments: str, code: int = 0) -> str:
        person = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        done = subprocess.run(
            ["git", *person, *arguments], cwd=root, capture_output=True, text=True
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    git("init", "--quiet", "-b", "main")
    (root / ".gitattributes").write_text("*.po merge=po-entries -text\n")
    path = root / "translations/es/LC_MESSAGES/statements.po"
    path.parent.mkdir(parents=True)

    def commit(data: bytes, branch: str = "main") -> None:
        git("checkout", "--quiet", "-B", branch)
        path.write_bytes(data)
        git("add", "--all")
        git("commit", "--quiet", "-m", branch)

    installed = _call("--install", cwd=root)
    assert installed.returncode == 0, installed.stderr
    assert "by entry now" in installed.stdout
    return git, commit, path


def test_git_merges_by_entry(repository) -> None:
    git, commit, path = repository
    commit(_file(_entry(OLD, "viejo")))
    commit(_file(_entry(OLD, "nuevo"), date="2026-02-01 10:00+0000"), "topic")
    git("checkout", "--quiet", "main")
    moved = Entry("value.solidarity/body", NEW, "viejo", flags=("fuzzy",), previous_msgid=OLD)
    commit(_file(moved, date="2026-03-01 10:00+0000"))

    git("merge", "--quiet", "topic", "-m", "Merge")

    (entry,) = po.parse(path.read_bytes(), name="x").entries
    assert (entry.msgid, entry.msgstr, entry.previous_msgid) == (NEW, "nuevo", OLD)
    assert entry.fuzzy


def test_a_conflict_is_gits_own_with_markers_around_one_entry(repository) -> None:
    git, commit, path = repository
    other = Entry("x/y", "Other", "otro")
    commit(_file(_entry(OLD, "a"), other))
    commit(_file(_entry(OLD, "b"), other), "topic")
    git("checkout", "--quiet", "main")
    commit(_file(_entry(OLD, "c"), other))

    said = git("merge", "topic", "-m", "Merge", code=1)

    assert "CONFLICT (content)" in said
    assert "both sides changed 'value.solidarity/body'" in said
    assert git("status", "--porcelain").startswith("UU ")
    text = path.read_text()
    assert [line[:7] for line in text.splitlines() if line[:3] in ("<<<", "===", ">>>")] == [
        "<<<<<<<", "=======", ">>>>>>>",
    ]  # fmt: skip
    assert text.index("x/y") > text.index(">>>>>>>")


def test_a_criss_cross_merge_has_an_ancestor_that_can_be_read(repository) -> None:
    git, commit, path = repository
    commit(_file(_entry(OLD, "a"), Entry("x/y", "Other", "")))
    commit(_file(_entry(OLD, "b"), Entry("x/y", "Other", "")), "topic")
    git("checkout", "--quiet", "main")
    commit(_file(_entry(OLD, "c"), Entry("x/y", "Other", "")))
    for branch, other in (("main", "topic~0"), ("topic", "main~1")):
        git("checkout", "--quiet", branch)
        git("merge", other, "-m", "Merge", code=1)
        path.write_bytes(_file(_entry(OLD, "d"), Entry("x/y", "Other", branch)))
        git("commit", "--quiet", "--all", "-m", "Settled")

    git("merge", "main", "-m", "Merge", code=1)

    assert path.read_text().count("<<<<<<<") == 1, "the second entry alone"
    assert "d" in path.read_text()


def test_a_file_that_cannot_be_read_is_merged_by_line_and_never_passes(tmp_path) -> None:
    good = _file(_entry(OLD, "a"))
    for name, data in (("base", good), ("ours", good + b'msgid "open\n'), ("theirs", good)):
        (tmp_path / name).write_bytes(data)

    done = _call("base", "ours", "theirs", "7", "es.po", cwd=tmp_path)

    assert done.returncode == 1
    assert "es.po (ours):10" in done.stderr
    assert b"open" in (tmp_path / "ours").read_bytes()


def test_an_ancestor_that_cannot_be_read_is_none(tmp_path) -> None:
    for name, data in (("base", b"<<<<<<<\n"), ("ours", _file(_entry(OLD, "a")))):
        (tmp_path / name).write_bytes(data)
    shutil.copy(tmp_path / "ours", tmp_path / "theirs")

    assert _call("base", "ours", "theirs", cwd=tmp_path).returncode == 0


def test_it_needs_no_settings_no_secret_and_no_django(tmp_path) -> None:
    for name, text in (("base", "a"), ("ours", "a"), ("theirs", "b")):
        (tmp_path / name).write_bytes(_file(_entry(OLD, text)))
    probe = (
        "import sys, runpy; sys.argv = sys.argv[1:]\n"
        "try:\n    runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "assert not any(n.partition('.')[0] in ('django', 'wagtail', 'babel') for n in sys.modules)"
    )
    arguments = [str(MANAGE), "catalogs", "merge-driver", "base", "ours", "theirs", "7", "x.po"]

    done = subprocess.run(
        [sys.executable, "-c", probe, *arguments],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "patio.config.settings.nowhere"},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert b'msgstr "b"' in (tmp_path / "ours").read_bytes()


@pytest.mark.parametrize("arguments", [(), ("base", "ours"), ("--exec", "ours", "theirs")])
def test_wrong_arguments_are_told(arguments, tmp_path) -> None:
    done = _call(*arguments, cwd=tmp_path)

    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_a_version_that_is_not_there_is_a_failure_and_no_conflict(tmp_path) -> None:
    (tmp_path / "ours").write_bytes(_file(_entry(OLD, "a")))

    done = _call("base", "ours", "theirs", cwd=tmp_path)

    assert done.returncode > 128, "gitattributes(5): what is below says that there is a conflict"
    assert done.stderr == "base can't be read: No such file or directory.\n"


def test_outside_of_a_clone_nothing_is_installed(tmp_path) -> None:
    done = _call("--install", cwd=tmp_path, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))

    assert done.returncode == 1
    assert "Nothing was installed" in done.stderr
