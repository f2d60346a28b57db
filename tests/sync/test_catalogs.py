"""Catalogs and database: nobody's work is lost, and only what somebody changed is written."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from patio.catalog.errors import PoFileError
from patio.catalog.languages import Language
from patio.catalog.units import Origin, State
from patio.sync.catalogs import export_language, export_template, sync_language
from patio.sync.folder import CatalogFolder
from patio.sync.language_sync import LanguageSync
from patio.sync.languages import ensure_language
from patio.sync.operations import sync_all
from patio.sync.report import Outcome
from patio.translation.models import Suggestion, Team, Translation, TranslationVersion
from tests.factories import DOCUMENT, EVERYONE, language, load, page, revise, source_page, translate

pytestmark = pytest.mark.django_db

KEY = "value.solidarity/body"


@pytest.fixture(autouse=True)
def _site() -> None:
    load()


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Do something, and then what it left for the background."""

    def _run(function, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return function(*args, **kwargs)

    return _run


@pytest.fixture
def spanish(translations_dir: Path, run) -> Path:
    """The Spanish catalog, with two texts, in step with the database."""
    texts = {KEY: "Apoyamos a *nuestra gente*.", "value.solidarity/title": "Solidaridad"}
    run(translate, "es", texts)
    path = translations_dir / "es/LC_MESSAGES/statements.po"
    assert path.exists()
    return path


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def _sync(tag: str = "es", **options):
    return sync_language(Locale.objects.get(language_code=tag), **options)


def _text(key: str = KEY, tag: str = "es") -> str:
    statement, field = key.split("/")
    return Translation.objects.get(
        unit__statement_key=statement, unit__field=field, locale__language_code=tag
    ).text


def _entry(path: Path, key: str = KEY) -> polib.POEntry:
    return next(entry for entry in polib.pofile(str(path)) if entry.msgctxt == key)


class TestFiles:
    def test_say_what_each_entry_is(self, spanish) -> None:
        entry = _entry(spanish)

        assert entry.comment.startswith(
            "Section: Values. Statement: Solidarity. Field: text.\nWritten in Markdown"
        )
        assert entry.occurrences == [("statements/value.solidarity#body", "")]
        assert entry.msgid == "We support *our members*."

    @pytest.mark.parametrize("tag", ["pt-br", "zh-hans", "ar", "pl"])
    def test_are_read_by_polib_babel_and_msgfmt(self, tag, translations_dir, run) -> None:
        run(translate, tag, {KEY: "x"})
        (path,) = translations_dir.glob("*/LC_MESSAGES/statements.po")

        assert path.parent.parent.name == {"pt-br": "pt_BR", "zh-hans": "zh_Hans"}.get(tag, tag)
        assert polib.pofile(str(path)).metadata["Language"] == path.parent.parent.name
        with path.open("rb") as file:
            assert read_po(file).get("We support *our members*.", context=KEY).string == "x"
        if shutil.which("msgfmt"):
            check = ["msgfmt", "--check", "-o", "/dev/null", str(path)]
            subprocess.run(check, check=True, capture_output=True)

    def test_template_holds_every_unit_in_the_documents_order(self, translations_dir) -> None:
        export_template()

        contexts = [
            entry.msgctxt for entry in polib.pofile(str(translations_dir / "statements.pot"))
        ]
        assert contexts == [
            "home/title",
            "home/slogan",
            "value/title",
            "value/introduction",
            "value.solidarity/title",
            "value.solidarity/body",
            "value.autonomy/title",
            "value.autonomy/body",
        ]
        assert not export_template(), "an unchanged template is not written again"

    def test_addresses_of_people_stay_out(self, translations_dir, spanish) -> None:
        assert "@" not in spanish.read_text(encoding="utf-8")


class TestNothingChanged:
    def test_nothing_is_written(self, spanish) -> None:
        before = (spanish.read_bytes(), spanish.stat().st_mtime_ns)

        report = _sync()

        assert report.entries == []
        assert (spanish.read_bytes(), spanish.stat().st_mtime_ns) == before


class TestFileChanged:
    def test_the_page_shows_it_and_the_diff_is_that_entry(self, spanish, run) -> None:
        before = spanish.read_text(encoding="utf-8").splitlines()
        _edit(spanish, "Apoyamos a", "Cuidamos de")

        report = run(_sync)

        assert [(e.unit, e.outcome) for e in report.entries] == [(KEY, Outcome.TAKEN)]
        assert "Cuidamos de <i>nuestra gente</i>." in page("value.solidarity", "es").body
        after = spanish.read_text(encoding="utf-8").splitlines()
        changed = [new for old, new in zip(before, after, strict=True) if old != new]
        assert changed == ['msgstr "Cuidamos de *nuestra gente*."']

    def test_the_last_translator_is_credited_by_name_alone(self, spanish, run) -> None:
        _edit(spanish, '"Last-Translator: Ana\\n"', '"Last-Translator: Inés <ines@example.org>\\n"')
        _edit(spanish, "Apoyamos", "Cuidamos")

        run(_sync)

        version = TranslationVersion.objects.latest("pk")
        assert (version.author_name, version.origin) == ("Inés", Origin.PO)

    def test_a_machines_draft_is_the_persons_once_edited(self, translations_dir, run) -> None:
        run(translate, "es", {KEY: "borrador"}, origin=Origin.MACHINE)
        path = translations_dir / "es/LC_MESSAGES/statements.po"
        assert "Machine draft" in _entry(path).comment
        assert "X-Origin: machine drafts" in path.read_text(encoding="utf-8")

        _edit(path, '"borrador"', '"hecho a mano"')
        run(_sync)

        assert Translation.objects.get(text="hecho a mano").origin == Origin.PO
        assert "Machine draft" not in _entry(path).comment

    def test_the_drafts_phrase_is_nobodys_name(self, translations_dir, run) -> None:
        run(translate, "es", {KEY: "Borrador."}, origin=Origin.MACHINE)
        path = translations_dir / "es/LC_MESSAGES/statements.po"
        assert "Last-Translator: Machine draft, awaiting review" in path.read_text()

        _edit(path, "Borrador.", "Apoyamos.")
        run(_sync)

        translation = Translation.objects.get(unit__field="body", text="Apoyamos.")
        assert (translation.origin, translation.author_name) == (Origin.PO, "")

    @pytest.mark.parametrize("name", ["Ana\nLanguage: fr", "A\x1b\x85\u202eB", "<a>\r\n<"])
    def test_no_authors_name_keeps_a_catalog_from_being_written(self, name, spanish, run) -> None:
        run(translate, "es", {KEY: "Nuevo."}, actor=replace(EVERYONE, name=name))

        assert _entry(spanish).msgstr == "Nuevo."
        assert polib.pofile(str(spanish)).metadata["Language"] == "es"
        assert not run(_sync).entries

    def test_a_machines_draft_in_a_fresh_database_is_still_one(self, spanish, run) -> None:
        run(translate, "fr", {KEY: "brouillon"}, origin=Origin.MACHINE)
        data = spanish.parent.parent.parent.joinpath("fr/LC_MESSAGES/statements.po").read_bytes()
        target = spanish.parent.parent.parent / "ca/LC_MESSAGES/statements.po"
        target.parent.mkdir(parents=True)
        target.write_bytes(data.replace(b"Language: fr", b"Language: ca"))

        run(sync_all, ["ca"])

        assert Translation.objects.get(locale__language_code="ca").origin == Origin.MACHINE

    def test_fuzzy_never_goes_live(self, spanish, run) -> None:
        _edit(spanish, f'msgctxt "{KEY}"', f'#, fuzzy\nmsgctxt "{KEY}"')
        _edit(spanish, "Apoyamos a", "Quizás")

        run(_sync)

        assert "Apoyamos" in page("value.solidarity", "es").body
        assert Translation.objects.get(text__startswith="Quizás").state == State.FUZZY

    def test_obsolete_never_goes_live(self, spanish, run) -> None:
        text = spanish.read_text(encoding="utf-8")
        spanish.write_text(
            text + '\n#~ msgctxt "value.autonomy/body"\n'
            '#~ msgid "Each cooperative decides for itself."\n#~ msgstr "¡Obsoleto!"\n',
            encoding="utf-8",
        )

        run(_sync)

        assert not Translation.objects.filter(text="¡Obsoleto!").exists()
        assert "¡Obsoleto!" in spanish.read_text(encoding="utf-8")

    def test_an_empty_msgstr_clears_and_history_keeps(self, spanish, run) -> None:
        _edit(spanish, 'msgstr "Solidaridad"', 'msgstr ""')

        run(_sync)

        assert _text("value.solidarity/title") == ""
        assert TranslationVersion.objects.filter(text="Solidaridad").exists()

    def test_a_missing_entry_says_nothing_and_comes_back(self, spanish, run) -> None:
        text = spanish.read_text(encoding="utf-8")
        entries = [entry for entry in text.split("\n\n") if f'"{KEY}"' not in entry]
        spanish.write_text("\n\n".join(entries), encoding="utf-8")

        run(_sync)

        assert _text() == "Apoyamos a *nuestra gente*."
        assert _entry(spanish).msgstr == "Apoyamos a *nuestra gente*."

    def test_an_unknown_unit_is_left_alone_and_reported(self, spanish) -> None:
        text = spanish.read_text(encoding="utf-8")
        stranger = '\nmsgctxt "value.unknown/body"\nmsgid "What?"\nmsgstr "¿Qué?"\n'
        spanish.write_text(text + stranger, encoding="utf-8")

        report = _sync()

        assert [(e.unit, e.outcome) for e in report.entries] == [
            ("value.unknown/body", Outcome.SKIPPED)
        ]
        assert "¿Qué?" in spanish.read_text(encoding="utf-8")

    def test_a_refused_text_stays_in_the_file_and_is_kept(self, spanish) -> None:
        _edit(spanish, "Apoyamos a", "Apoyamos\u202e a")

        report = _sync()

        assert [entry.outcome for entry in report.entries] == [Outcome.REFUSED]
        assert "RIGHT-TO-LEFT OVERRIDE" in report.entries[0].detail
        assert "\u202e" in spanish.read_text(encoding="utf-8")
        assert Suggestion.objects.get().reason == Suggestion.Reason.REFUSED
        assert _text() == "Apoyamos a *nuestra gente*."


class TestDatabaseChanged:
    def test_the_file_is_patched(self, spanish, run) -> None:
        before = spanish.read_text(encoding="utf-8").splitlines()

        run(translate, "es", {"value.solidarity/title": "Apoyo mutuo"})

        after = spanish.read_text(encoding="utf-8").splitlines()
        changed = [new for old, new in zip(before, after, strict=True) if old != new]
        assert [line for line in changed if "PO-Revision-Date" not in line] == [
            'msgstr "Apoyo mutuo"'
        ]

    def test_comments_flags_and_line_ends_survive(self, spanish, run) -> None:
        _edit(spanish, f'msgctxt "{KEY}"', f'# ¿tú o usted?\n#, x-own\nmsgctxt "{KEY}"')
        spanish.write_bytes(spanish.read_bytes().replace(b"\n", b"\r\n"))

        run(translate, "es", {"value.solidarity/title": "Apoyo"})

        data = spanish.read_bytes()
        assert b"\n" not in data.replace(b"\r\n", b"")
        assert "# ¿tú o usted?" in data.decode()
        assert "#, x-own" in data.decode()

    def test_another_tools_wrapping_of_comments_is_left_alone(self, spanish, run) -> None:
        _edit(
            spanish,
            "#. Written in Markdown: *emphasis*, ",
            "#. Written in Markdown:\n#. *emphasis*, ",
        )
        before = spanish.read_bytes()

        assert run(_sync).entries == []
        assert spanish.read_bytes() == before

    def test_export_never_overwrites_what_was_not_read(self, spanish, run) -> None:
        _edit(spanish, "Apoyamos a", "Cuidamos de")
        run(translate, "es", {KEY: "Del CMS"})

        report = export_language(language("es"))

        assert [(e.unit, e.outcome) for e in report.entries] == [(KEY, Outcome.WAITING)]
        assert "Cuidamos de" in _entry(spanish).msgstr


class TestBothChanged:
    def test_both_texts_are_kept(self, spanish, run) -> None:
        _edit(spanish, "Apoyamos a", "Cuidamos de")
        run(translate, "es", {KEY: "Del CMS"})

        report = run(_sync)

        assert (KEY, Outcome.CONFLICT) in [(e.unit, e.outcome) for e in report.entries]
        assert _text() == "Del CMS"
        assert _entry(spanish).msgstr == "Del CMS"
        suggestion = Suggestion.objects.get()
        assert suggestion.text == "Cuidamos de *nuestra gente*."
        assert suggestion.reason == Suggestion.Reason.CONFLICT
        assert run(_sync).entries == [], "and the next sync has nothing to do"

    def test_an_import_alone_does_not_forget_the_conflict(self, spanish, run) -> None:
        _edit(spanish, "Apoyamos a", "Cuidamos de")
        run(translate, "es", {KEY: "Del CMS"})
        run(_sync, write=False)
        _edit(spanish, "Cuidamos de", "Amamos a")

        run(_sync)

        assert _text() == "Del CMS"
        assert {s.text for s in Suggestion.objects.all()} == {
            "Cuidamos de *nuestra gente*.",
            "Amamos a *nuestra gente*.",
        }


class TestSourceRevised:
    def test_each_language_keeps_its_text_marked_and_the_file_says_fuzzy(
        self, spanish, run
    ) -> None:
        before = spanish.read_text(encoding="utf-8")

        run(revise, "value.solidarity", body="<p>We support <i>everyone</i>.</p>")

        translated = page("value.solidarity", "es")
        assert "Apoyamos" in translated.body
        assert "everyone" not in translated.body
        assert translated.translation_status["body"]["status"] == "outdated"
        assert translated.translation_status["title"]["status"] == "current"
        entry = _entry(spanish)
        assert entry.fuzzy
        assert entry.previous_msgid == "We support *our members*."
        assert entry.msgid == "We support *everyone*."
        after = spanish.read_text(encoding="utf-8")
        removed = set(before.splitlines()) - set(after.splitlines())
        assert removed == {'msgid "We support *our members*."'}, "nothing else changed"

    def test_taking_the_flag_away_confirms_the_old_text(self, spanish, run) -> None:
        run(revise, "value.solidarity", body="<p>We support <i>everyone</i>.</p>")
        _edit(spanish, '#, fuzzy\n#| msgid "We support *our members*."\n', "")

        run(_sync)

        assert page("value.solidarity", "es").translation_status["body"]["status"] == "current"

    def test_a_git_merge_that_pairs_them_confirms_nothing(self, spanish, run) -> None:
        """A line-wise merge moves the new ``msgid`` under the old ``msgstr``, with no conflict."""
        revise("value.solidarity", body="<p>We support <i>everyone</i>.</p>")
        _edit(spanish, 'msgid "We support *our members*."', 'msgid "We support *everyone*."')

        run(_sync)

        assert _entry(spanish).fuzzy
        assert _entry(spanish).previous_msgid == "We support *our members*."

    def test_two_entries_of_one_unit_are_for_a_person_to_decide(self, spanish, run) -> None:
        """A git merge can keep both sides' entries, as they differ in their ``msgid``."""
        run(revise, "value.solidarity", body="<p>We support <i>everyone</i>.</p>")
        stale = f'\nmsgctxt "{KEY}"\nmsgid "We support *our members*."\nmsgstr "Otra."\n'
        spanish.write_text(spanish.read_text(encoding="utf-8") + stale, encoding="utf-8")

        report = run(_sync)

        (entry,) = report.entries
        assert (entry.unit, entry.outcome) == (KEY, Outcome.REFUSED)
        assert "a second entry" in entry.detail
        assert "Otra." in spanish.read_text(encoding="utf-8")
        assert _text() == "Apoyamos a *nuestra gente*."

    def test_a_text_for_the_older_source_is_kept_as_fuzzy(self, spanish, run) -> None:
        old_file = spanish.read_text(encoding="utf-8")
        run(revise, "value.solidarity", body="<p>We support <i>everyone</i>.</p>")
        spanish.write_text(old_file.replace("Apoyamos a", "Cuidamos de"), encoding="utf-8")

        run(_sync)

        translation = Translation.objects.get(text__startswith="Cuidamos de")
        assert translation.state == State.FUZZY
        assert translation.source.number == 1
        assert _entry(spanish).previous_msgid == "We support *our members*."

    def test_a_retired_statement_becomes_obsolete_in_the_file(self, spanish, run) -> None:
        run(source_page("value.solidarity").unpublish)

        entries = {e.msgctxt: e for e in polib.pofile(str(spanish))}
        assert entries[KEY].obsolete
        assert entries[KEY].msgstr == "Apoyamos a *nuestra gente*."
        assert not page("value.solidarity", "es").live

        run(source_page("value.solidarity").save_revision().publish)

        assert page("value.solidarity", "es").live
        assert _text() == "Apoyamos a *nuestra gente*."

    def test_an_obsolete_text_that_nobody_knows_becomes_a_suggestion(self, spanish, run) -> None:
        run(source_page("value.solidarity").unpublish)
        _edit(spanish, '#~ msgstr "Apoyamos a *nuestra gente*."', '#~ msgstr "De otra mano."')

        run(source_page("value.solidarity").save_revision().publish)

        assert Suggestion.objects.get().text == "De otra mano."
        assert _entry(spanish).msgstr == "Apoyamos a *nuestra gente*."


class TestBadFiles:
    @pytest.mark.parametrize(
        ("damage", "reason"),
        [
            pytest.param(b'\nmsgid "open\nmsgstr ""\n', "quote", id="open quote"),
            pytest.param(b"\n<<<<<<< HEAD\n", "merge", id="merge marker"),
            pytest.param(b'\nmsgid "\xff"\nmsgstr ""\n', "UTF-8", id="not UTF-8"),
        ],
    )
    def test_are_set_aside_and_the_others_go_on(self, damage, reason, spanish, run) -> None:
        run(translate, "fr", {KEY: "Nous soutenons."})
        french = spanish.parent.parent.parent / "fr/LC_MESSAGES/statements.po"
        broken = spanish.read_bytes() + damage
        spanish.write_bytes(broken)
        _edit(french, "Nous soutenons", "Nous épaulons")

        spanish_report, french_report = run(sync_all)

        assert spanish_report.problems
        assert re.match(
            r"translations/es/LC_MESSAGES/statements\.po:\d+:\d+: ", spanish_report.problems[0]
        )
        assert reason.lower() in spanish_report.problems[0].lower()
        assert spanish.read_bytes() == broken
        assert [e.outcome for e in french_report.entries] == [Outcome.TAKEN]

    def test_of_a_wrong_language_are_set_aside(self, spanish, run) -> None:
        _edit(spanish, "Language: es", "Language: fr")
        _edit(spanish, "Apoyamos", "Nous")

        report = run(_sync)

        assert "Language" in report.problems[0]
        assert _text() == "Apoyamos a *nuestra gente*."

    @pytest.mark.parametrize("kind", ["directory", "pipe", "link", "link to a folder"])
    def test_of_an_odd_kind_are_set_aside(self, kind, spanish, run, tmp_path) -> None:
        root = spanish.parent.parent.parent
        odd = root / "aa/LC_MESSAGES/statements.po"
        odd.parent.parent.mkdir()
        if kind == "link to a folder":
            odd.parent.symlink_to(spanish.parent)
        else:
            odd.parent.mkdir()
            {
                "directory": odd.mkdir,
                "pipe": lambda: os.mkfifo(odd),
                "link": lambda: odd.symlink_to("/etc/passwd"),
            }[kind]()
        _edit(spanish, "Apoyamos a", "Cuidamos de")

        afar, spanish_report = run(sync_all)

        assert afar.problems
        assert "root:" not in "".join(afar.problems)
        assert [entry.outcome for entry in spanish_report.entries] == [Outcome.TAKEN]
        assert not Locale.objects.filter(language_code="aa").exists()

    @pytest.mark.parametrize("depth", ["es", "es/LC_MESSAGES"])
    def test_in_linked_folders_are_not_written(self, depth, spanish, run, tmp_path) -> None:
        root, outside = spanish.parent.parent.parent, tmp_path / "outside"
        outside.mkdir()
        shutil.rmtree(root / depth)
        (root / depth).symlink_to(outside)
        run(translate, "es", {KEY: "Nuevo."})
        run(translate, "fr", {KEY: "Nouveau."})

        french, spanish_report = run(sync_all, ["es", "fr"])[::-1]

        assert "is a link" in spanish_report.problems[0]
        assert not spanish_report.is_written
        assert list(outside.rglob("*")) == []
        assert _entry(root / "fr/LC_MESSAGES/statements.po").msgstr == "Nouveau."
        assert not french.problems
        with pytest.raises(PoFileError, match="is a link"):
            CatalogFolder(root).write(spanish, b"x")

    def test_that_cannot_be_read_add_no_language(self, spanish, run) -> None:
        path = spanish.parent.parent.parent / "eu/LC_MESSAGES/statements.po"
        path.parent.mkdir(parents=True)
        path.write_bytes(os.urandom(5000))

        _spanish, report = run(sync_all)

        assert (report.language, bool(report.problems)) == ("eu", True)
        assert not report.is_new
        assert not Locale.objects.filter(language_code="eu").exists()


class TestReports:
    def test_show_hostile_names_and_do_not_obey_them(self, spanish, run) -> None:
        hostile = "x\x1b[2J\u202eb\\nstatements.po: 9 taken"
        with spanish.open("a", encoding="utf-8") as file:
            file.write(f'\nmsgctxt "{hostile}"\nmsgid "a"\nmsgstr "b"\n')
        out = io.StringIO()

        call_command("catalogs", "sync", "--language", "es", stdout=out)

        (line,) = [line for line in out.getvalue().splitlines() if "no such unit" in line]
        assert "x\\u001b[2J\\u202eb\\u000astatements.po: 9 taken: skipped" in line
        assert not set(out.getvalue()) & set("\x1b\u202e")


class TestKilled:
    @pytest.mark.parametrize(
        ("place", "step"),
        [
            pytest.param(CatalogFolder, "write_over", id="before the file is replaced"),
            pytest.param(LanguageSync, "_remember", id="before the base is remembered"),
        ],
    )
    def test_at_any_point_the_next_run_finishes(
        self, place, step, spanish, run, monkeypatch
    ) -> None:
        def die(*args: object) -> None:
            raise KeyboardInterrupt

        translate("es", {"value.solidarity/title": "Apoyo"})
        revise("value.solidarity", body="<p>We support <i>everyone</i>.</p>")
        _edit(spanish, "Apoyamos a", "Cuidamos de")
        with monkeypatch.context() as patch:
            patch.setattr(place, step, die)
            with pytest.raises(KeyboardInterrupt):
                _sync()

        run(_sync)

        assert _text() == "Cuidamos de *nuestra gente*."
        assert _entry(spanish).msgstr == "Cuidamos de *nuestra gente*."
        assert _entry(spanish).fuzzy
        assert _entry(spanish, "value.solidarity/title").msgstr == "Apoyo"
        assert run(_sync).entries == []


class TestLanguages:
    def test_a_new_folder_adds_one(self, spanish, run) -> None:
        data = spanish.read_bytes().replace(b"Language: es\\n", b"Language: eu\\n")
        path = spanish.parent.parent.parent / "eu/LC_MESSAGES/statements.po"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)

        run(sync_all)

        assert Team.objects.filter(locale__language_code="eu").exists()
        assert page("value.solidarity", "eu").live
        assert page("value.solidarity", "eu").translation_status["body"]["reviewed"] is False

    def test_a_folder_of_no_language_is_reported(self, spanish) -> None:
        shutil.copytree(spanish.parent.parent, spanish.parent.parent.parent / "klingon")
        out = io.StringIO()

        with pytest.raises(SystemExit):
            call_command("catalogs", "sync", stdout=out)

        assert "'klingon' names no language" in out.getvalue()


class TestCost:
    def test_does_not_grow_with_the_units(self, spanish, django_assert_num_queries, run) -> None:
        _edit(spanish, "Apoyamos a", "Cuidamos de")
        with CaptureQueriesContext(connection) as few:
            _sync()
        many = "".join(f"\n### S{n} {{#value.s{n}}}\n\nText {n}.\n" for n in range(20))
        load(DOCUMENT + many)
        run(translate, "es", {f"value.s{n}/body": f"Texto {n}" for n in range(20)})
        text = spanish.read_text(encoding="utf-8")
        spanish.write_text(text.replace('"Texto ', '"Nuevo texto '), encoding="utf-8")

        with django_assert_num_queries(len(few)):
            report = _sync()

        assert report.counts == {"taken": 20}

    def test_is_next_to_nothing_where_nothing_changed(
        self, spanish, django_assert_num_queries
    ) -> None:
        an_hour_ago = time.time() - 3600
        os.utime(spanish, (an_hour_ago, an_hour_ago))
        _sync()

        with django_assert_num_queries(3):  # both languages, and how they stood
            assert _sync().counts == {}


class TestCommand:
    def _call(self, *args: str) -> tuple[str, int]:
        out = io.StringIO()
        try:
            call_command("catalogs", *args, stdout=out)
        except SystemExit as exit_:
            return out.getvalue(), int(exit_.code or 0)
        return out.getvalue(), 0

    def test_dry_run_writes_nothing(self, spanish) -> None:
        _edit(spanish, "Apoyamos a", "Cuidamos de")
        before = spanish.read_bytes()

        out, code = self._call("sync", "--dry-run")

        assert f"{KEY}: taken (translated)" in out
        assert code == 0
        assert spanish.read_bytes() == before
        assert _text() == "Apoyamos a *nuestra gente*."

    def test_json_names_every_entry(self, spanish) -> None:
        _edit(spanish, "Apoyamos a", "Cuidamos de")

        out, _code = self._call("import", "--json", "--language", "es")

        (report,) = json.loads(out)["languages"]
        assert report["entries"][0] | {"line": 0} == {
            "unit": KEY, "outcome": "taken", "detail": "translated", "line": 0,
        }  # fmt: skip

    def test_a_conflict_is_exit_code_1(self, spanish, run) -> None:
        _edit(spanish, "Apoyamos a", "Cuidamos de")
        run(translate, "es", {KEY: "Del CMS"})

        out, code = self._call("sync")

        assert code == 1
        assert "conflict" in out

    def test_stats_counts(self, spanish) -> None:
        (row,) = json.loads(self._call("stats", "--json")[0])

        assert (row["language"], row["translated"], row["untranslated"]) == ("es", 2, 6)

    def test_stats_of_no_language_of_the_site_are_refused(self, spanish) -> None:
        with pytest.raises(CommandError, match="“sw” is no language of this site"):
            self._call("stats", "--language", "sw")

    def test_the_source_language_is_named_as_such(self, spanish) -> None:
        out, code = self._call("sync", "--language", "en")

        assert code == 1
        assert "“en” is the language that the statements are written in" in out

    def test_every_fault_of_a_file_is_told_with_its_line(self, spanish) -> None:
        faults = "".join(f'\nmsgctxt "fault.{number}/title"\nmsgid "x\n' for number in range(30))
        lines = len(spanish.read_text(encoding="utf-8").splitlines())
        spanish.write_text(spanish.read_text(encoding="utf-8") + faults, encoding="utf-8")

        out, code = self._call("sync")

        assert code == 1
        for number in range(30):
            assert f"statements.po:{lines + 3 * (number + 1)}:7: a quote that is not closed" in out

    def test_unknown_languages_are_refused(self, spanish) -> None:
        out, code = self._call("sync", "--language", "sw")

        assert code == 1
        assert "“sw” is no language of this site" in out

    def test_markup_does_not_reach_the_page(self, spanish, run) -> None:
        hostile = (
            "<script>alert(1)</script> [x](javascript:alert(1)) <!--><script>alert(1)</script>-->"
        )
        _edit(spanish, "Apoyamos a *nuestra gente*.", hostile)

        out, code = run(self._call, "sync")

        assert code == 1
        assert "HTML can't be used here" in out
        body = page("value.solidarity", "es").body
        assert "script" not in body
        assert "<i>nuestra gente</i>" in body
        assert Suggestion.objects.get().text == hostile


def test_languages_are_added_once() -> None:
    assert ensure_language(Language("es")) == ensure_language(Language("es"))
    assert Team.objects.filter(locale__language_code="es").count() == 1
