"""``catalogs conflicts``: listed, shown and resolved, and the file follows."""

from __future__ import annotations

import io
import json
import shlex
import sys
from pathlib import Path

import polib
import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Locale

from patio.catalog.units import Origin
from patio.sync.catalogs import sync_language
from patio.sync.commands.terminal import Terminal, visible
from patio.translation.models import Membership, Role, Suggestion, Team, Translation
from patio.translation.services import add_suggestions
from tests.factories import language, load, page, translate, unit

pytestmark = pytest.mark.django_db

KEY = "value.solidarity/body"


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Do something, and then what it left for the background."""

    def _run(function, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return function(*args, **kwargs)

    return _run


@pytest.fixture
def spanish(translations_dir: Path, run) -> Path:
    """The Spanish catalog, after file and site both changed a text."""
    load()
    run(translate, "es", {KEY: "Apoyamos a todas."})
    path = translations_dir / "es/LC_MESSAGES/statements.po"
    text = path.read_text(encoding="utf-8").replace("Apoyamos a todas", "Apoyamos a nuestra gente")
    text = text.replace('"Last-Translator: Ana\\n"', '"Last-Translator: Inés\\n"')
    path.write_text(text, encoding="utf-8")
    run(translate, "es", {KEY: "Cuidamos a todas."})
    run(sync_language, Locale.objects.get(language_code="es"))
    return path


@pytest.fixture
def conflict(spanish) -> Suggestion:
    """The conflict that this left."""
    return Suggestion.objects.get()


@pytest.fixture
def conflicts(run):
    """``catalogs conflicts …``: its exit code and what it printed."""

    def _conflicts(*arguments: object) -> tuple[int, str]:
        out = io.StringIO()
        try:
            run(call_command, "catalogs", "conflicts", *map(str, arguments), stdout=out)
        except SystemExit as end:
            return int(end.code or 0), out.getvalue()
        return 0, out.getvalue()

    return _conflicts


def _in_file(path: Path) -> str:
    return next(entry for entry in polib.pofile(str(path)) if entry.msgctxt == KEY).msgstr


class TestList:
    def test_shows_who_when_and_what_differs(self, conflict, conflicts) -> None:
        code, out = conflicts()

        assert code == 0
        first, second, third, last = out.splitlines()
        assert first == f"{conflict.pk}  es  {KEY}"
        assert second.startswith(f"  both changed; by Inés, {conflict.created_at:%Y-%m-%d %H:%M}")
        assert second.endswith("from the site's version 2 to it:")
        assert third == "    [-Cuidamos-]{+Apoyamos+} a [-todas-]{+nuestra gente+}."
        assert last == "1 waits for a decision."

    def test_is_of_the_languages_asked_for(self, conflict, conflicts) -> None:
        language("fr")

        assert "Nothing waits" in conflicts("--language", "fr")[1]
        assert "1 wait" in conflicts("list", "--language", "es")[1]

    def test_holds_other_reasons_only_with_all(self, conflict, conflicts) -> None:
        Suggestion.objects.update(reason=Suggestion.Reason.REFUSED)

        assert "Nothing waits" in conflicts()[1]
        assert "refused by a check" in conflicts("--all")[1]

    def test_as_json_names_everything(self, conflict, conflicts) -> None:
        (item,) = json.loads(conflicts("--json")[1])

        assert item["number"] == conflict.pk
        assert (item["unit"], item["language"]) == (KEY, "es")
        assert item["text"] == "Apoyamos a nuestra gente."
        assert item["site"] == {"text": "Cuidamos a todas.", "version": 2}

    @pytest.mark.parametrize("count", [1, 12])
    def test_costs_the_same_for_any_number(
        self, spanish, conflicts, count, django_assert_num_queries
    ) -> None:
        add_suggestions(
            suggestions=[
                Suggestion(
                    unit=unit(KEY),
                    locale=language("es"),
                    text=f"texto {number}",
                    reason=Suggestion.Reason.CONFLICT,
                    origin=Origin.PO,
                )
                for number in range(count)
            ]
        )

        with django_assert_num_queries(2):
            _code, out = conflicts()

        assert f"{count + 1} wait" in out

    def test_a_hostile_text_does_not_steer_the_terminal(self, conflict, conflicts) -> None:
        hostile = "\x1b]0;owned\x07\x1b[2J[bold]x[/bold]\u202eolleh"
        Suggestion.objects.update(text=hostile, author_name="\x1b[31mInés")

        out = conflicts()[1]

        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "\\u001b]0" in out
        assert "[bold]" in out


class TestShow:
    def test_gives_both_texts_the_source_and_the_commands(self, conflict, conflicts) -> None:
        _code, out = conflicts("show", conflict.pk)

        for text in ("We support *our members*.", "Cuidamos a todas.", "Apoyamos a nuestra gente."):
            assert f"\n    {text}\n" in out
        assert f"conflicts resolve {conflict.pk} --at 2 --take file\n" in out

    def test_tells_of_a_decision(self, conflict, conflicts) -> None:
        conflicts("resolve", conflict.pk, "--take", "site", "--reason", "newer")

        out = conflicts("show", conflict.pk)[1]

        assert "dismissed by the operator" in out
        assert out.splitlines()[3].endswith(": newer")
        assert "to decide" not in out

    @pytest.mark.parametrize("number", [0, 999])
    def test_of_none_says_where_to_look(self, conflict, conflicts, number) -> None:
        with pytest.raises(CommandError, match="No such number"):
            conflicts("show", number)


class TestWhatIsAskedOddly:
    @pytest.mark.parametrize(
        ("arguments", "remedy"),
        [
            pytest.param(["show"], "Say which: .* conflicts show NUMBER", id="show-none"),
            pytest.param(["resolve"], "Say which: .* resolve NUMBER", id="resolve-none"),
            pytest.param(["list", 3], "conflicts show 3", id="list-of-one"),
            pytest.param(["--take", "site"], "--take decides: .* resolve", id="decide-on-all"),
            pytest.param(["show", 1, "--editor"], "--editor decides", id="decide-while-looking"),
            pytest.param(["--language", "sw"], "“sw” is no language of this", id="language"),
            pytest.param(["--language", "en"], "statements are written in", id="source-language"),
        ],
    )
    def test_says_what_to_do(self, conflict, conflicts, arguments, remedy) -> None:
        with pytest.raises(CommandError, match=remedy):
            conflicts(*arguments)

    def test_nothing_to_list(self, conflict, conflicts) -> None:
        conflicts("resolve", conflict.pk, "--take", "site")

        assert conflicts() == (0, "Nothing waits for a decision.\n")


class TestResolve:
    def test_with_the_files_text_and_page_and_file_follow(
        self, conflict, conflicts, spanish
    ) -> None:
        assert _in_file(spanish) == "Cuidamos a todas."

        code, out = conflicts("resolve", conflict.pk, "--at", 2, "--take", "file")

        assert (code, out) == (0, f"{KEY} in es: accepted; the site's text is version 3.\n")
        assert _in_file(spanish) == "Apoyamos a nuestra gente."
        assert "Apoyamos a nuestra gente" in page("value.solidarity", "es").body
        assert Translation.objects.get().author_name == "Inés"
        assert "Nothing waits" in conflicts()[1]

    def test_with_the_sites_text_changes_nothing_else(self, conflict, conflicts, spanish) -> None:
        before = spanish.read_bytes()

        code, out = conflicts("resolve", conflict.pk, "--take", "site", "--reason", "newer")

        assert code == 0
        assert "dismissed; the site's text is version 2." in out
        assert spanish.read_bytes() == before
        conflict.refresh_from_db()
        assert (conflict.text, conflict.resolution_reason) == (
            "Apoyamos a nuestra gente.",
            "newer",
        )

    def test_with_a_text_of_both(self, conflict, conflicts, spanish) -> None:
        conflicts("resolve", conflict.pk, "--at", 2, "--text", "Cuidamos a nuestra gente.")

        assert _in_file(spanish) == "Cuidamos a nuestra gente."
        conflict.refresh_from_db()
        assert conflict.decision == Suggestion.Decision.MERGED

    def test_in_an_editor(self, conflict, conflicts, spanish, tmp_path, monkeypatch) -> None:
        script = tmp_path / "an editor.py"
        script.write_text(
            "import pathlib, sys\n"
            "path = pathlib.Path(sys.argv[1]); text = path.read_text(encoding='utf-8')\n"
            "assert 'Apoyamos a nuestra gente.' in text and 'We support' in text\n"
            "path.write_text(text.replace('todas', 'nuestra gente', 1), encoding='utf-8')\n",
            encoding="utf-8",
        )
        monkeypatch.setenv("VISUAL", shlex.join([sys.executable, str(script)]))

        code, _out = conflicts("resolve", conflict.pk, "--editor")

        assert code == 0
        assert _in_file(spanish) == "Cuidamos a nuestra gente."

    @pytest.mark.parametrize(
        ("editor", "reason"),
        [
            ("", "No editor"),
            (f"{sys.executable} -c pass", "--take site"),
            (f"{sys.executable} -c exit(1)", "Nothing"),
            ("no-such-1", "Nothing"),
        ],
    )
    def test_in_an_editor_that_makes_nothing(
        self, conflict, conflicts, monkeypatch, editor, reason
    ) -> None:
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", editor)

        with pytest.raises(CommandError, match=reason):
            conflicts("resolve", conflict.pk, "--editor")

    def test_of_a_stale_version_shows_the_new_text(self, conflict, conflicts, run) -> None:
        run(translate, "es", {KEY: "Amamos a todas."})

        code, out = conflicts("resolve", conflict.pk, "--at", 2, "--take", "file")

        assert code == 1
        assert "refused: value.solidarity/body: somebody saved another text" in out
        assert "version 3 now:\n    Amamos a todas." in out
        assert "[-Amamos-]{+Apoyamos+} a [-todas-]{+nuestra gente+}." in out
        code, out = conflicts("resolve", conflict.pk, "--at", 2, "--take", "file", "--json")
        assert (code, json.loads(out)["site"]["version"]) == (1, 3)
        assert Translation.objects.get().text == "Amamos a todas."

    def test_twice_is_refused(self, conflict, conflicts) -> None:
        conflicts("resolve", conflict.pk, "--take", "site")

        code, out = conflicts("resolve", conflict.pk, "--at", 2, "--take", "file")

        assert code == 1
        assert "was dismissed already" in out

    @pytest.mark.parametrize("take", [["--take", "site"], ["--at", "2", "--take", "file"]])
    @pytest.mark.parametrize(("tag", "allowed"), [("es", True), ("fr", False)])
    def test_as_a_user_with_their_rights(self, conflict, conflicts, take, tag, allowed) -> None:
        user = get_user_model().objects.create_user("ulla", password="x")
        team = Team.objects.get(locale=language(tag))
        Membership.objects.create(team=team, user=user, role=Role.COORDINATOR)

        code, out = conflicts("resolve", conflict.pk, *take, "--as", "ulla")

        conflict.refresh_from_db()
        if allowed:
            assert (code, conflict.resolved_by) == (0, user)
        else:
            assert (code, conflict.resolved_at) == (1, None)
            assert "may not translate in the language “es”" in out

    def test_as_nobody(self, conflict, conflicts) -> None:
        with pytest.raises(CommandError, match="no user “nobody”"):
            conflicts("resolve", conflict.pk, "--take", "site", "--as", "nobody")

    @pytest.mark.parametrize("take", [["--take", "site"], ["--at", "2", "--take", "file"]])
    def test_dry(self, conflict, conflicts, spanish, take) -> None:
        code, out = conflicts("resolve", conflict.pk, *take, "--dry-run")

        assert code == 0
        assert "This was a dry run" in out
        conflict.refresh_from_db()
        assert (conflict.decision, conflict.resolved_at) == ("", None)
        assert Translation.objects.get().text == _in_file(spanish) == "Cuidamos a todas."

    @pytest.mark.parametrize(
        ("how", "reason"),
        [
            ([], "Say one of"),
            (["--take", "file", "--text", "x"], "Say one of"),
            (["--take", "file"], "Say --at 2"),
            (["--text", "x"], "Say --at 2"),
        ],
    )
    def test_asks_for_what_is_missing(self, conflict, conflicts, how, reason) -> None:
        with pytest.raises(CommandError, match=reason):
            conflicts("resolve", conflict.pk, *how)

    def test_a_bad_text_is_refused(self, conflict, conflicts) -> None:
        for text in ("", "clientsâ€™"):
            code, out = conflicts("resolve", conflict.pk, "--at", 2, "--text", text)
            assert code == 1
            assert out.startswith(f"refused: {KEY}: ")


class TestTheFileBringsItAgain:
    def _write(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def _sync(self, run, **options) -> None:
        run(sync_language, Locale.objects.get(language_code="es"), **options)

    def test_at_every_sync_and_stays_dismissed(self, spanish, conflicts, run) -> None:
        Suggestion.objects.update(reason=Suggestion.Reason.OBSOLETE)
        self._write(spanish, "Cuidamos a todas.", "Cuidamos a\x7f todas.")
        self._sync(run)
        (refused,) = Suggestion.objects.filter(reason=Suggestion.Reason.REFUSED)
        conflicts("resolve", refused.pk, "--take", "site")

        self._sync(run)
        self._sync(run)

        assert Suggestion.objects.filter(reason=Suggestion.Reason.REFUSED).count() == 1

    def test_by_import_alone_and_stays_dismissed(self, spanish, conflicts, run) -> None:
        Suggestion.objects.update(reason=Suggestion.Reason.OBSOLETE)
        self._write(spanish, "Cuidamos a todas.", "Otra vez.")
        run(translate, "es", {KEY: "Del sitio."})
        self._sync(run, write=False)
        (conflict,) = Suggestion.objects.filter(reason=Suggestion.Reason.CONFLICT)
        conflicts("resolve", conflict.pk, "--take", "site")

        self._sync(run, write=False)

        assert "Nothing waits" in conflicts()[1]

    def test_against_another_translation_and_is_asked_again(
        self, conflict, spanish, conflicts, run
    ) -> None:
        conflicts("resolve", conflict.pk, "--take", "site", "--reason", "older")
        self._write(spanish, "Cuidamos a todas.", conflict.text)
        run(translate, "es", {KEY: "Del sitio."})

        self._sync(run)

        again = Suggestion.objects.get(resolved_at=None)
        assert (again.text, again.reason) == (conflict.text, Suggestion.Reason.CONFLICT)
        assert Suggestion.objects.get(pk=conflict.pk).resolution_reason == "older"


def test_a_terminal_gets_colours_and_no_marks(monkeypatch) -> None:
    class Tty(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = Tty()

    Terminal(out).difference("a fair world", "a better world")

    assert "[-" not in out.getvalue()
    assert "\x1b[9;31mfair" in out.getvalue()
    assert "\x1b[4;32mbetter" in out.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("می‌خواهیم «صلح»", "می‌خواهیم «صلح»", id="Persian with its joiner"),
        pytest.param("Qui ? Nous !", "Qui ? Nous !", id="French spaces"),
        pytest.param("a\x1b[2J\r\x9bb", "a\\u001b[2J\\u000d\\u009bb", id="terminal's sequences"),
        pytest.param("a\u202eb\u2066c", "a\\u202eb\\u2066c", id="directions"),
    ],
)
def test_what_a_terminal_is_shown(text, shown) -> None:
    assert visible(text) == shown
