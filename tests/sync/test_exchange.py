"""Texts out to other tools' files and back: a file never overwrites what it did not know of."""

from __future__ import annotations

import io
import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test.utils import CaptureQueriesContext

from patio.catalog.formats import Format
from patio.catalog.units import Origin, State
from patio.sync.exchange import export_texts, import_texts
from patio.sync.report import Outcome
from patio.translation.errors import PermissionDeniedError
from patio.translation.models import Membership, Role, Suggestion, Team, Translation
from patio.translation.permissions import Actor
from tests.factories import DOCUMENT, EVERYONE, language, load, revise, translate

pytestmark = pytest.mark.django_db

KEY, TITLE = "value.solidarity/body", "value.solidarity/title"
TEXTS = {KEY: "Apoyamos a *nuestra gente*.", TITLE: "Solidaridad"}


@pytest.fixture(autouse=True)
def _site() -> None:
    load()
    translate("es", TEXTS)


def _export(file_format: Format = Format.XLIFF, tag: str = "es") -> bytes:
    return export_texts(language(tag), file_format)


def _import(data: bytes, file_format: Format = Format.XLIFF, **options):
    actor = options.pop("actor", Actor.of_catalog("es"))
    options = {"name": "a.file", **options}
    return import_texts(language("es"), data, file_format, actor=actor, **options)


def _edit(data: bytes, old: str, new: str) -> bytes:
    assert old in data.decode()
    return data.replace(old.encode(), new.encode())


def _translation(key: str = KEY) -> Translation:
    statement, field = key.split("/")
    return Translation.objects.get(unit__statement_key=statement, unit__field=field)


def _outcomes(report) -> dict[str, Outcome]:
    return {entry.unit: entry.outcome for entry in report.entries}


@pytest.mark.parametrize("file_format", [Format.PO, Format.XLIFF, Format.TMX])
class TestEveryFormat:
    def test_an_export_that_comes_back_untouched_is_nothing(self, file_format) -> None:
        report = _import(_export(file_format), file_format)

        assert (report.entries, report.problems) == ([], [])
        assert _translation().version == 1

    def test_an_old_export_that_nobody_touched_is_nothing(self, file_format) -> None:
        data = _export(file_format)
        translate("es", {TITLE: "Apoyo mutuo"})

        report = _import(data, file_format)

        assert _translation(TITLE).text == "Apoyo mutuo"
        # A PO file has no base: that its text is an old one of the site is not known.
        conflicts = {TITLE: Outcome.CONFLICT} if file_format is Format.PO else {}
        assert _outcomes(report) == conflicts

    def test_a_text_changed_on_both_sides_becomes_a_suggestion(self, file_format) -> None:
        data = _edit(_export(file_format), "nuestra gente", "quien lo necesita")
        translate("es", {KEY: "Estamos con *nuestra gente*."})

        report = _import(data, file_format)

        assert _outcomes(report) == {KEY: Outcome.CONFLICT}
        assert report.has_refusals
        assert _translation().text == "Estamos con *nuestra gente*."
        suggestion = Suggestion.objects.get()
        assert suggestion.text == "Apoyamos a *quien lo necesita*."
        assert suggestion.reason == Suggestion.Reason.CONFLICT

    def test_the_same_text_on_both_sides_is_nothing(self, file_format) -> None:
        data = _edit(_export(file_format), "nuestra gente", "quien sea")
        translate("es", {KEY: "Apoyamos a *quien sea*."})

        assert _import(data, file_format).entries == []

    def test_who_may_not_translate_is_refused_before_anything(self, file_format) -> None:
        data = _edit(_export(file_format), "nuestra gente", "nadie")

        with pytest.raises(PermissionDeniedError):
            _import(data, file_format, actor=Actor.of_catalog("fr"))

        assert not Suggestion.objects.exists()

    def test_a_file_of_another_language_is_a_problem(self, file_format) -> None:
        translate("fr", {TITLE: "Solidarité"})

        report = _import(_export(file_format, "fr"), file_format)

        assert report.problems
        assert not report.entries

    def test_the_queries_do_not_grow_with_the_units(self, file_format, connection) -> None:
        more = "".join(f"\n### Value {n} {{#value.number-{n}}}\n\nText {n}.\n" for n in range(30))

        def cost() -> tuple[int, int]:
            with CaptureQueriesContext(connection) as export:
                data = _export(file_format)
            data = data.replace(b"Solidaridad", b"Apoyo").replace(b"[old]", b"[new]")
            with CaptureQueriesContext(connection) as back:
                _import(data, file_format)
            return len(export), len(back)

        few = cost()
        translate("es", {TITLE: "Solidaridad"})
        load(DOCUMENT + more)
        translate("es", {f"value.number-{n}/body": f"[old] {n}" for n in range(30)})

        assert cost() == few


@pytest.fixture
def connection():
    from django.db import connection

    return connection


@pytest.mark.parametrize("file_format", [Format.XLIFF, Format.TMX])
class TestFilesWithABase:
    def test_a_text_changed_in_the_file_alone_is_taken(self, file_format) -> None:
        report = _import(_edit(_export(file_format), "nuestra gente", "todo el mundo"), file_format)

        assert _outcomes(report) == {KEY: Outcome.TAKEN}
        translation = _translation()
        assert translation.text == "Apoyamos a *todo el mundo*."
        assert translation.state == State.TRANSLATED
        assert translation.origin == (Origin.MEMORY if file_format is Format.TMX else Origin.PO)

    def test_a_dry_run_says_so_and_writes_nothing(self, file_format) -> None:
        data = _edit(_export(file_format), "nuestra gente", "todo el mundo")

        report = _import(data, file_format, dry_run=True)

        assert _outcomes(report) == {KEY: Outcome.TAKEN}
        assert _translation().version == 1

    def test_a_base_of_another_site_overwrites_nothing(self, file_format) -> None:
        data = _edit(_export(file_format), "nuestra gente", "todo el mundo")
        Translation.objects.update(text="De otra instalación")

        assert _outcomes(_import(data, file_format)) == {KEY: Outcome.CONFLICT}

    def test_a_text_for_an_older_source_needs_work(self, file_format) -> None:
        data = _edit(_export(file_format), "nuestra gente", "todo el mundo")
        revise("value.solidarity", body="<p>We stand with <i>everyone</i>.</p>")

        _import(data, file_format)

        translation = _translation()
        assert translation.state == State.FUZZY
        assert translation.source.text == "We support *our members*."
        assert translation.live.text == TEXTS[KEY]

    def test_a_text_that_a_check_refuses_is_kept_as_a_suggestion(self, file_format) -> None:
        data = _edit(_export(file_format), "*nuestra gente*", "\u202eterceros")

        report = _import(data, file_format)

        assert _outcomes(report) == {KEY: Outcome.REFUSED}
        assert Suggestion.objects.get().reason == Suggestion.Reason.REFUSED
        assert _translation().text == TEXTS[KEY]


class TestXliff:
    def test_a_text_for_a_new_source_that_a_person_confirms_is_translated(self) -> None:
        revise("value.solidarity", body="<p>We stand with <i>everyone</i>.</p>")
        data = _export()
        assert b"We support *our members*." in data  # what the text was made for

        report = _import(_edit(data, "needs-adaptation", "translated"))

        assert _outcomes(report) == {KEY: Outcome.TAKEN}
        translation = _translation()
        assert translation.state == State.TRANSLATED
        assert translation.source.text == "We stand with *everyone*."

    def test_an_emptied_text_is_reported_and_stays(self) -> None:
        report = _import(_edit(_export(), ">Solidaridad<", "><"))

        assert _outcomes(report) == {TITLE: Outcome.SKIPPED}
        assert _translation(TITLE).text == "Solidaridad"

    def test_reviews_only_by_those_who_may(self) -> None:
        data = _export().replace(b'state="translated"', b'state="final"')
        data = data.replace(b'approved="no"', b'approved="yes"')

        refused = _import(data)
        taken = _import(data, actor=EVERYONE)

        assert set(_outcomes(refused).values()) == {Outcome.SKIPPED}
        assert set(_outcomes(taken).values()) == {Outcome.TAKEN}
        assert _translation().state == State.REVIEWED

    def test_a_tool_that_knows_no_review_takes_none_back(self) -> None:
        translate("es", TEXTS, state=State.REVIEWED)

        _import(_export().replace(b'state="final"', b"").replace(b'approved="yes"', b""))

        assert _translation().state == State.REVIEWED

    def test_an_unread_machine_draft_stays_one_until_somebody_edits_it(self) -> None:
        draft, edited = "value.autonomy/title", "value.autonomy/body"
        translate("es", {draft: "Autonomía", edited: "Cada una."}, origin=Origin.MACHINE)
        data = _edit(_export(), "Cada una.", "Cada cooperativa decide.")

        report = _import(data)

        assert _outcomes(report) == {edited: Outcome.TAKEN}
        assert _translation(edited).origin == Origin.PO

    def test_strangers_and_second_entries_are_reported(self) -> None:
        unit = '<trans-unit id="{}"><source>s</source><target>t</target></trans-unit></body>'
        data = _edit(_export(), "</body>", unit.format("value.nobody/body"))
        data = _edit(data, "</body>", unit.format(TITLE))

        assert _outcomes(_import(data)) == {
            "value.nobody/body": Outcome.SKIPPED,
            TITLE: Outcome.REFUSED,
        }
        assert _translation(TITLE).text == "Solidaridad"


class TestAnotherToolsMemory:
    MEMORY = """<tmx version="1.4"><header srclang="en"/><body>
    <tu><tuv xml:lang="en"><seg>{source}</seg></tuv>
    <tuv xml:lang="es" creationid="{author}"><seg>{text}</seg></tuv></tu></body></tmx>"""

    def _import(self, source: str, text: str, author: str = "Eva"):
        data = self.MEMORY.format(source=source, text=text, author=author).encode()
        return _import(data, Format.TMX)

    def test_fills_a_gap(self) -> None:
        report = self._import("Autonomy", "Autonomía")

        assert _outcomes(report) == {"value.autonomy/title": Outcome.TAKEN}
        translation = _translation("value.autonomy/title")
        assert (translation.text, translation.author_name) == ("Autonomía", "Eva")

    def test_only_suggests_beside_a_text(self) -> None:
        report = self._import("Solidarity", "Apoyo")

        assert _outcomes(report) == {TITLE: Outcome.CONFLICT}
        assert _translation(TITLE).text == "Solidaridad"

    def test_is_nothing_where_it_says_the_same(self) -> None:
        assert self._import("Solidarity", "Solidaridad").entries == []

    def test_a_pair_of_an_older_source_needs_work(self) -> None:
        revise("value.autonomy", title="Self-government")

        self._import("Autonomy", "Autonomía")

        translation = _translation("value.autonomy/title")
        assert (translation.state, translation.live) == (State.FUZZY, None)

    def test_an_unknown_source_is_reported(self) -> None:
        report = self._import("Something else", "Otra cosa")

        assert _outcomes(report) == {"“Something else”": Outcome.SKIPPED}


class TestPo:
    def test_a_file_by_mail_fills_gaps_and_keeps_its_flag(self) -> None:
        data = _export(Format.PO).decode()
        data = data.replace('msgid "Autonomy"\nmsgstr ""', 'msgid "Autonomy"\nmsgstr "Autonomía"')
        old = 'msgid "Each cooperative decides for itself."\nmsgstr ""'
        place = data.index('msgctxt "value.autonomy/body"')
        data = data[:place] + "#, fuzzy\n" + data[place:].replace(old, old[:-1] + 'Cada una."')

        report = _import(data.encode(), Format.PO)

        assert set(_outcomes(report).values()) == {Outcome.TAKEN}
        assert _translation("value.autonomy/title").state == State.TRANSLATED
        assert _translation("value.autonomy/body").state == State.FUZZY


class TestCommands:
    def _run(self, *args: str) -> tuple[str, int]:
        out = io.StringIO()
        try:
            call_command("catalogs", *args, stdout=out)
        except SystemExit as exit_:
            return out.getvalue(), int(exit_.code or 0)
        return out.getvalue(), 0

    @pytest.mark.parametrize(
        ("file_format", "name"),
        [
            ("po", "es/LC_MESSAGES/statements.po"),
            ("mo", "es/LC_MESSAGES/statements.mo"),
            ("xliff", "es/statements.xlf"),
            ("tmx", "es/statements.tmx"),
            ("csv", "es/statements.csv"),
            ("json", "es/statements.json"),
        ],
    )
    def test_export_writes_a_file_a_language_and_not_the_folder(
        self, file_format, name, tmp_path, translations_dir
    ) -> None:
        language("pt-br")
        output = tmp_path / "out"

        printed, code = self._run("export", "--format", file_format, "--output", str(output))

        assert code == 0
        assert b"Solidaridad" in (output / name).read_bytes()
        assert (output / name.replace("es/", "pt_BR/")).exists()
        assert str(output / name) in printed
        assert not translations_dir.exists()

    def test_export_to_one_file_or_to_standard_output(self, tmp_path) -> None:
        common = ("export", "--language", "es", "--format", "csv", "--output")

        self._run(*common, str(tmp_path / "es.csv"))
        printed, _code = self._run(*common, "-")

        assert printed.encode() == (tmp_path / "es.csv").read_bytes()

    @pytest.mark.parametrize(
        ("args", "message"),
        [
            (("export", "--format", "csv"), "Say where to write"),
            (("export", "--output", "x"), "--output needs a --format"),
            (("export", "--format", "csv", "--output", "translations"), "is the sync's"),
            (("export", "--format", "mo", "--language", "es", "--output", "-"), "name a file"),
            (("import", "a.xlf"), "--language TAG, once"),
            (("import", "a.xlf", "--language", "fr"), "no language of this site"),
            (("import", "a.xlf", "--language", "es"), "can't be read"),
            (("import", "a.csv", "--language", "es"), "only po, xliff, tmx can be imported"),
            (("import", "a.txt", "--language", "es"), "give --format po|xliff|tmx"),
            (("import", "a.xlf", "--language", "es", "--as", "nobody"), "no user “nobody”"),
            (("import", "--as", "nobody"), "need a FILE"),
        ],
    )
    def test_says_what_is_missing(self, args, message, tmp_path, monkeypatch) -> None:
        monkeypatch.chdir(tmp_path)

        with pytest.raises(CommandError, match=message):
            self._run(*args)

    def test_import_acts_with_the_rights_of_a_user(self, tmp_path) -> None:
        path = tmp_path / "es.xlf"
        path.write_bytes(_edit(_export(), "nuestra gente", "todo el mundo"))
        user = get_user_model().objects.create_user("eva", first_name="Eva")
        args = ("import", str(path), "--language", "es", "--as", "eva", "--json")

        with pytest.raises(CommandError, match="You may not translate"):
            self._run(*args)
        team = Team.objects.get(locale=language("es"))
        Membership.objects.create(team=team, user=user, role=Role.TRANSLATOR)
        dry, _code = self._run(*args, "--dry-run")
        assert _translation().version == 1
        printed, code = self._run(*args)

        assert code == 0
        assert json.loads(dry) == json.loads(printed)
        assert json.loads(printed)["languages"][0]["counts"] == {"taken": 1}
        assert _translation().author_name == "Eva"

    def test_import_of_a_broken_file_fails_with_its_line(self, tmp_path) -> None:
        path = tmp_path / "es.xlf"
        path.write_bytes(_export()[:-20])

        printed, code = self._run("import", str(path), "--language", "es")

        assert code == 1
        assert f"{path}:" in printed
        assert "not well-formed" in printed
