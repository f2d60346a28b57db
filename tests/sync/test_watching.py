"""What is saved in the folder is taken in at once, and editors' ways of saving do no harm."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from django.db import OperationalError
from watchfiles import Change

from patio.sync import watching
from patio.sync.folder import CatalogFolder
from patio.sync.watching import (
    SETTLED,
    SETTLED_IF_BROKEN,
    SETTLED_IF_PARTIAL,
    CatalogWatcher,
    Lookout,
)
from patio.translation.models import Translation
from tests.factories import load, page, translate

KEY = "value.solidarity/body"
SOON = SETTLED + 0.01


@pytest.fixture
def catalog(translations_dir: Path) -> Path:
    """A file where the Spanish catalog belongs. What it says does not matter to who only looks."""
    path = translations_dir / "es/LC_MESSAGES/statements.po"
    path.parent.mkdir(parents=True)
    path.write_text("a" * 100, encoding="utf-8")
    return path


@pytest.fixture
def lookout(translations_dir: Path) -> Lookout:
    return Lookout(CatalogFolder(translations_dir))


def _take(lookout: Lookout, now: float) -> list[str]:
    due = lookout.look(now)
    for tag, sight in due.items():
        lookout.take(tag, sight)
    return list(due)


class TestLookout:
    @pytest.fixture(autouse=True)
    def _taken(self, catalog: Path, lookout: Lookout) -> None:
        assert _take(lookout, 0) == []
        assert _take(lookout, SOON) == ["es"], "what was there before the watcher is not missed"
        assert _take(lookout, 5) == []

    def test_a_renamed_file_is_taken_when_it_has_kept_still(self, catalog, lookout) -> None:
        temporary = catalog.with_name("statements.po.tmp")
        temporary.write_text("b" * 100, encoding="utf-8")
        temporary.replace(catalog)

        assert _take(lookout, 10) == []
        assert lookout.is_waiting
        assert _take(lookout, 10 + SOON) == ["es"]
        assert not lookout.is_waiting
        assert _take(lookout, 20) == []

    def test_a_file_that_is_being_written_is_left_alone(self, catalog, lookout) -> None:
        for step in range(20):
            catalog.write_text("b" * (100 + step), encoding="utf-8")
            assert _take(lookout, 10 + step * SETTLED / 2) == []

        assert _take(lookout, 30) == ["es"]

    @pytest.mark.parametrize("size", [0, 49])
    def test_a_truncated_file_gets_more_time(self, catalog, lookout, size) -> None:
        catalog.write_text("b" * size, encoding="utf-8")

        assert _take(lookout, 10) == []
        assert _take(lookout, 10 + SOON) == []
        catalog.write_text("b" * 101, encoding="utf-8")
        assert _take(lookout, 10.5) == []
        assert _take(lookout, 10.5 + SETTLED_IF_PARTIAL) == ["es"]

    def test_a_slow_copy_gets_more_time_at_each_pause(self, catalog, lookout) -> None:
        for step in range(5):
            with catalog.open("a", encoding="utf-8") as file:
                file.write("b" * 100)
            assert _take(lookout, 10 + step * SETTLED / 2) == []
        last = 10 + 4 * SETTLED / 2

        assert _take(lookout, last + 4 * SETTLED) == []
        assert _take(lookout, last + SETTLED_IF_PARTIAL) == ["es"]

    def test_one_rename_after_another_gets_no_more(self, catalog, lookout) -> None:
        for step in range(3):
            temporary = catalog.with_name("statements.po.tmp")
            temporary.write_text("b" * (100 + step), encoding="utf-8")
            temporary.replace(catalog)
            assert _take(lookout, 10 + step * SETTLED / 2) == []

        assert _take(lookout, 10 + SETTLED + SOON) == ["es"]

    def test_a_short_file_is_taken_at_last(self, catalog, lookout) -> None:
        catalog.write_text("b", encoding="utf-8")

        assert _take(lookout, 10) == []
        assert _take(lookout, 10 + SETTLED_IF_PARTIAL) == ["es"]

    def test_a_file_that_is_gone_is_not_taken_until_it_returns(self, catalog, lookout) -> None:
        aside = catalog.rename(catalog.with_name("statements.po~"))

        assert _take(lookout, 10) == []
        assert _take(lookout, 20) == []
        aside.rename(catalog)
        assert _take(lookout, 21) == []
        assert _take(lookout, 21 + SOON) == ["es"]

    def test_a_deleted_and_recreated_folder_is_looked_at(self, catalog, lookout) -> None:
        shutil.rmtree(lookout.folder.root)
        assert _take(lookout, 10) == []

        catalog.parent.mkdir(parents=True)
        catalog.write_text("a" * 100, encoding="utf-8")

        _take(lookout, 20)
        assert _take(lookout, 20 + SOON) == ["es"]

    def test_many_files_at_once_are_each_taken_once(self, catalog, lookout) -> None:
        for name in ("fr", "pt_BR", "zh_Hans"):
            path = lookout.folder.root / name / "LC_MESSAGES/statements.po"
            path.parent.mkdir(parents=True)
            path.write_text(name, encoding="utf-8")

        assert _take(lookout, 10) == []
        assert sorted(_take(lookout, 10 + SOON)) == ["fr", "pt-br", "zh-hans"]
        assert _take(lookout, 20) == []

    def test_a_touched_file_costs_one_look(self, catalog, lookout) -> None:
        os.utime(catalog, ns=(1, 1))

        assert _take(lookout, 10) == []
        assert _take(lookout, 10 + SOON) == ["es"]
        assert _take(lookout, 20) == []


def test_what_is_written_during_a_sync_is_taken_after_it(catalog, lookout) -> None:
    lookout.look(0)
    sight = lookout.look(SOON)["es"]
    catalog.write_text("meanwhile", encoding="utf-8")
    lookout.take("es", sight)

    assert _take(lookout, 1) == []
    assert _take(lookout, 1 + SETTLED_IF_PARTIAL) == ["es"]


@pytest.mark.parametrize(
    ("path", "wakes"),
    [
        pytest.param("", True, id="the folder"),
        pytest.param("es", True, id="a language, moved in whole"),
        pytest.param("es/LC_MESSAGES", True, id="its folder"),
        pytest.param("es/LC_MESSAGES/statements.po", True, id="a catalog"),
        pytest.param("es/LC_MESSAGES/statements.mo", False, id="compiled"),
        pytest.param("es/LC_MESSAGES/statements.po~", False, id="backup of vim, emacs and others"),
        pytest.param("es/LC_MESSAGES/.statements.po.swp", False, id="swap file of vim"),
        pytest.param("es/LC_MESSAGES/4913", False, id="vim's probe"),
        pytest.param("es/LC_MESSAGES/.#statements.po", False, id="emacs' lock"),
        pytest.param("es/LC_MESSAGES/#statements.po#", False, id="emacs' auto-save"),
        pytest.param("es/LC_MESSAGES/statements.po.tmp", False, id="temporary file"),
        pytest.param("es/LC_MESSAGES/.statements.po.x8k2", False, id="our own temporary file"),
        pytest.param("es/LC_MESSAGES/django.po", False, id="another domain"),
        pytest.param("statements.pot", False, id="template"),
        pytest.param(".lock", False, id="lock"),
        pytest.param(".git/index", False, id="git"),
        pytest.param("../elsewhere.po", False, id="elsewhere"),
    ],
)
def test_what_wakes_the_watcher(translations_dir, path, wakes) -> None:
    watcher = CatalogWatcher(on_report=print, on_error=print)

    shown = os.path.normpath(translations_dir / path)
    assert watcher.wakes(Change.modified, shown) is wakes


class Watched:
    """A watcher whose clock the test moves, and what it told."""

    def __init__(self, run) -> None:
        self.reports, self.errors = [], []
        self.watcher = CatalogWatcher(on_report=self.reports.append, on_error=self.errors.append)
        self._now, self._run = 0.0, run

    def let_pass(self, seconds: float) -> None:
        """Some time, with a look at its begin and end."""
        for step in (0.0, seconds):
            self._now += step
            self._run(self.watcher.step, self._now)

    @property
    def told(self) -> list[tuple[str, str]]:
        """What was told of entries since this was last asked."""
        told = [(entry.unit, entry.outcome.value) for r in self.reports for entry in r.entries]
        self.reports.clear()
        return told


@pytest.mark.django_db
class TestWatcher:
    @pytest.fixture
    def run(self, django_capture_on_commit_callbacks):
        """Do something, and then what it left for the background."""

        def _run(function, *args, **kwargs):
            with django_capture_on_commit_callbacks(execute=True):
                return function(*args, **kwargs)

        return _run

    @pytest.fixture
    def spanish(self, translations_dir, run) -> Path:
        load()
        run(translate, "es", {KEY: "Apoyamos.", "value.solidarity/title": "Solidaridad"})
        return translations_dir / "es/LC_MESSAGES/statements.po"

    @pytest.fixture
    def watched(self, spanish, run) -> Watched:
        watched = Watched(run)
        watched.let_pass(SOON)
        assert watched.told == [], "nothing had changed"
        return watched

    def _edit(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        temporary = path.with_suffix(".tmp")
        temporary.write_text(text.replace(old, new, 1), encoding="utf-8")
        temporary.replace(path)

    def test_a_saved_text_is_on_the_page(self, spanish, watched) -> None:
        self._edit(spanish, "Apoyamos", "Cuidamos")

        watched.let_pass(SOON)

        assert watched.told == [(KEY, "taken")]
        assert "Cuidamos" in page("value.solidarity", "es").body

    def test_what_it_writes_itself_does_not_make_it_loop(
        self, spanish, watched, run, monkeypatch
    ) -> None:
        run(translate, "es", {KEY: "Del sitio."})
        self._edit(spanish, "Solidaridad", "Solidarismo")
        for _look in range(5):
            watched.let_pass(SOON)
        assert watched.told == [("value.solidarity/title", "taken")]
        monkeypatch.setattr(watching, "sync_all", lambda tags: pytest.fail("it loops"))

        for _look in range(5):
            watched.let_pass(SOON)

    def test_a_broken_file_is_told_once_and_taken_when_mended(self, spanish, watched) -> None:
        good = spanish.read_text(encoding="utf-8")
        self._edit(spanish, 'msgstr "Apoyamos."', 'msgstr "Cuidamos.')
        watched.let_pass(SOON)
        assert watched.reports == [], "it may be being written still"
        watched.let_pass(SETTLED_IF_BROKEN)
        (report,) = watched.reports
        assert report.problems
        watched.reports.clear()

        spanish.touch()
        watched.let_pass(SETTLED_IF_BROKEN)
        watched.let_pass(SETTLED_IF_BROKEN)
        assert watched.reports == [], "that is known"

        spanish.write_text(good.replace("Apoyamos.", "Cuidamos."), encoding="utf-8")
        watched.let_pass(SOON)
        assert watched.told == [(KEY, "taken")]
        assert "Cuidamos" in page("value.solidarity", "es").body

    def test_a_file_mended_to_what_it_was_is_told_too(self, spanish, watched) -> None:
        good = spanish.read_text(encoding="utf-8")
        spanish.write_text(good + "<<<<<<< HEAD\n", encoding="utf-8")
        watched.let_pass(SETTLED_IF_BROKEN)
        watched.let_pass(SETTLED_IF_BROKEN)
        spanish.write_text(good, encoding="utf-8")

        watched.let_pass(SOON)

        broken, mended = watched.reports
        assert broken.problems
        assert mended.lines() == ["translations/es/LC_MESSAGES/statements.po: nothing changed"]

    def test_a_half_written_file_changes_nothing(self, spanish, watched) -> None:
        whole = spanish.read_text(encoding="utf-8")
        spanish.write_text(whole[: whole.index("#. Section", 1000)], encoding="utf-8")
        watched.let_pass(SETTLED / 2)
        spanish.write_text(whole.replace("Apoyamos", "Cuidamos"), encoding="utf-8")

        watched.let_pass(SETTLED_IF_PARTIAL)

        assert watched.told == [(KEY, "taken")]
        assert "Cuidamos" in spanish.read_text(encoding="utf-8")

    def test_a_refused_entry_is_told_once(self, spanish, watched) -> None:
        self._edit(spanish, "Solidaridad", "Una\\ndos")
        watched.let_pass(SOON)
        assert watched.told == [("value.solidarity/title", "refused")]

        self._edit(spanish, "Apoyamos", "Cuidamos")
        watched.let_pass(SOON)

        assert watched.told == [(KEY, "taken")]

    def test_a_new_folder_becomes_a_language(self, spanish, watched) -> None:
        french = spanish.parents[2] / "fr/LC_MESSAGES/statements.po"
        french.parent.mkdir(parents=True)
        text = spanish.read_text(encoding="utf-8").replace('"Language: es\\n"', '"Language: fr\\n"')
        french.write_text(text.replace("Apoyamos", "Nous aidons"), encoding="utf-8")

        watched.let_pass(SOON)

        assert (KEY, "taken") in watched.told
        assert "Nous aidons" in page("value.solidarity", "fr").body

    def test_a_misnamed_folder_is_told_once(self, spanish, watched) -> None:
        (spanish.parents[2] / "spanish/LC_MESSAGES").mkdir(parents=True)
        shutil.copy(spanish, spanish.parents[2] / "spanish/LC_MESSAGES")

        watched.let_pass(SOON)
        watched.let_pass(SOON)

        (error,) = watched.errors
        assert "'spanish' names no language" in error

    def test_a_failed_sync_is_told_once_and_tried_again(
        self, spanish, watched, monkeypatch, caplog
    ) -> None:
        def _locked(tags):
            raise OperationalError("database is locked")

        monkeypatch.setattr(watching, "sync_all", _locked)
        self._edit(spanish, "Apoyamos", "Cuidamos")
        for _attempt in range(4):
            watched.let_pass(1)
        (error,) = watched.errors
        assert "database is locked" in error
        monkeypatch.undo()

        watched.let_pass(30)

        assert watched.told == [(KEY, "taken")]

    def test_a_deleted_catalog_is_not_written_back_behind_the_editor(self, spanish, watched):
        spanish.unlink()

        watched.let_pass(SOON)
        watched.let_pass(SOON)

        assert not spanish.exists()
        assert Translation.objects.get(unit__field="body").text == "Apoyamos."

    def test_both_changed_is_told_as_a_conflict(self, spanish, watched, run) -> None:
        self._edit(spanish, "Apoyamos", "Cuidamos")
        run(translate, "es", {KEY: "Del sitio."})

        watched.let_pass(SOON)
        watched.let_pass(SOON)

        assert watched.told == [(KEY, "conflict"), (KEY, "written")]
