"""``catalogs check``: catalogs as files, for people, GitHub, GitLab and pre-commit."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from patio.catalog.checks import registered_checks
from patio.config.environment import REPOSITORY
from patio.sync.annotations import as_github_command, as_gitlab_report, as_line
from patio.sync.checking import FILE_CHECKS, Remark, check_file
from patio.sync.places import Place

MARKDOWN = "#. Written in Markdown: *emphasis*, **strong**, [a link](https://example.org), lists with\n#. “- ”; an empty line begins a paragraph.\n"  # noqa: E501
HEADER = """\
msgid ""
msgstr ""
"Language: es\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=n != 1;\\n"
"""


def entry(source: str, text: str, unit: str = "value.care/title", flags: str = "") -> str:
    mark = f"#, {flags}\n" if flags else ""
    return f'\n{mark}msgctxt "{unit}"\nmsgid "{source}"\nmsgstr "{text}"\n'


@pytest.fixture
def write(translations_dir: Path):
    """Write a Spanish catalog and return its path."""

    def _write(*entries: str, header: str = HEADER, folder: str = "es") -> Path:
        path = translations_dir / folder / "LC_MESSAGES" / "statements.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(header + "".join(entries), encoding="utf-8")
        return path

    return _write


def check(*args: object) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("catalogs", "check", *args, stdout=out)
    except SystemExit as exit_:
        return out.getvalue(), int(exit_.code or 0)
    return out.getvalue(), 0


class TestReport:
    def test_of_a_sound_catalog_is_a_table(self, write) -> None:
        write(entry("Care", "Cuidado"))

        out, code = check()

        assert code == 0
        assert re.search(r"es +│ translations/es/LC_MESSAGES/statements.po │ 1 +│ 1 +│ 0", out)
        assert out.endswith("1 files read, 0 errors, 0 warnings.\n")

    def test_says_the_place_of_an_error(self, write) -> None:
        write(entry("Care", "Cuid\u200bado"))

        out, code = check()

        assert code == 1
        assert "translations/es/LC_MESSAGES/statements.po:11:13: value.care/title: Remove" in out
        assert "[damage]" in out

    def test_warnings_count_only_where_they_are_to(self, write) -> None:
        write(entry("We care.", "Cuidamos"))

        out, code = check()

        assert code == 0
        assert "statements.po:11:1: warning: value.care/title: The source ends with" in out
        assert "1 files read, 0 errors, 1 warnings." in out
        assert check("--strict")[1] == 1

    def test_tells_every_fault_of_a_file_and_goes_on(self, write) -> None:
        write('\nmsgctxt "a"\nmsgid "x\nmsgstr "y"\n')
        write(entry("Care", "Soin"), header=HEADER.replace("es", "fr"), folder="fr")

        out, code = check()

        assert code == 1
        assert "translations/es/LC_MESSAGES/statements.po:10:" in out
        assert "[po-file]" in out
        assert "2 files read" in out

    def test_a_name_that_is_no_units_is_an_error(self, write) -> None:
        write(entry("Care", "Cuidado", unit="Care!"))

        assert "'Care!' is no unit" in check()[0]

    def test_a_fuzzy_text_need_not_fit_its_source(self, write) -> None:
        write(entry("Since 2019", "Desde 2018", flags="fuzzy"))

        assert check()[1] == 0

    def test_markdown_is_told_by_its_comment(self, write) -> None:
        unit = entry("Care", "Cuidado\\n\\nmutuo")
        write(unit)
        assert "[one-line]" in check()[0]
        write("\n" + MARKDOWN + unit.lstrip())
        assert "[one-line]" not in check()[0]

    def test_names_that_must_stay_are_the_organisations(self, write, settings) -> None:
        settings.SITE_NAME = "Coopera"
        write(entry("Coopera cares", "La cooperativa cuida"))

        assert "The name Coopera is missing" in check()[0]

    def test_a_folder_of_another_name_and_a_missing_language_are_errors(self, write) -> None:
        write(entry("Care", "Cuidado"), folder="spanish")

        out, code = check()
        assert (code, "[folder]" in out) == (1, True)
        out, code = check("--language", "sw")
        assert (code, "sw has no catalog" in out) == (1, True)


class TestFiles:
    def test_are_checked_wherever_they_are(self, tmp_path: Path) -> None:
        path = tmp_path / "draft.po"
        path.write_text(HEADER + entry("Since 2019", "Desde 2018"), encoding="utf-8")

        out, code = check(path)

        assert code == 1
        assert "draft.po:11:15: value.care/title: The number 2019" in out

    @pytest.mark.parametrize(
        ("name", "text", "reason"),
        [
            pytest.param("a.txt", "", "is no PO file", id="another kind"),
            pytest.param("a.po", None, "is no file", id="missing"),
            pytest.param("a.po", HEADER.replace(": es", ": q9"), "known language", id="language"),
            pytest.param("a.po", "", "a.po:1:1", id="empty"),
        ],
    )
    def test_that_are_no_catalogs_are_errors(self, tmp_path: Path, name, text, reason) -> None:
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")

        out, code = check(tmp_path / name)

        assert (code, reason in out) == (1, True)

    def test_a_directory_and_a_pipe_are_errors(self, tmp_path: Path) -> None:
        (tmp_path / "a.po").mkdir()
        os.mkfifo(tmp_path / "b.po")

        assert check(tmp_path / "a.po", tmp_path / "b.po")[1] == 1

    def test_a_template_has_no_language(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pot"
        path.write_text(HEADER.replace(": es", ": ") + entry("Care", ""), encoding="utf-8")

        assert check(path)[1] == 0

    def test_and_languages_exclude_each_other(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="not both"):
            check(tmp_path / "a.po", "--language", "es")


@pytest.mark.parametrize(
    ("literal", "place"),
    [
        pytest.param('"Cuid\u200bado"', (11, 13, 11), id="one line"),
        pytest.param('""\n"Nuestro "\n"cui\u200bdado"', (13, 5, 13), id="wrapped"),
        pytest.param('"\\"Cui\u200bdado\\""', (11, 14, 11), id="after an escape"),
        pytest.param('"\\303\\251 \u200b"', (11, 18, 11), id="after bytes by number"),
    ],
)
def test_the_place_is_the_characters_own(write, literal: str, place: tuple[int, int, int]) -> None:
    path = write(f'\nmsgctxt "value.care/title"\nmsgid "Care"\nmsgstr {literal}\n')

    found = [remark.place for remark in check_file(path).remarks if remark.check == "damage"]

    assert found == [Place(*place)]


HOSTILE = "a%\r\n::error file=x::b, c: ##[error]\x1b[31m\u2028"


def remark(**values: object) -> Remark:
    given = {
        "file": "t/es.po", "place": Place(3, 4, 3), "check": "links", "severity": "error",
        "message": "lost", "unit": "value.care/body",
    }  # fmt: skip
    return Remark(**(given | values))  # type: ignore[arg-type]


class TestAnnotations:
    def test_for_github(self) -> None:
        assert as_github_command(remark(severity="warning")) == (
            "::warning file=t/es.po,line=3,endLine=3,col=4,title=links%3A value.care/body::lost"
        )

    @pytest.mark.parametrize("field", ["file", "message", "unit"])
    def test_for_github_are_one_command_whatever_they_say(self, field: str) -> None:
        command = as_github_command(remark(**{field: HOSTILE}))

        head, properties, message = re.fullmatch(
            r"::(error) ([^\r\n]*?)::([^\r\n]*)", command
        ).groups()
        assert command.isprintable()
        assert head == "error"
        names = [part.partition("=")[0] for part in properties.split(",")]
        assert names == ["file", "line", "endLine", "col", "title"]
        escaped = message if field == "message" else properties
        assert "%25%0D%0A" in escaped

    @pytest.mark.parametrize("field", ["file", "message", "unit"])
    def test_for_people_are_one_line_whatever_they_say(self, field: str) -> None:
        line = as_line(remark(**{field: HOSTILE}))

        assert line.isprintable()
        assert "##[" not in line

    def test_for_gitlab(self) -> None:
        (found,) = as_gitlab_report([remark()])

        assert found | {"fingerprint": ""} == {
            "description": "value.care/body: lost",
            "check_name": "links",
            "fingerprint": "",
            "severity": "major",
            "location": {"path": "t/es.po", "lines": {"begin": 3, "end": 3}},
        }

    def test_for_gitlab_stay_the_same_when_they_move_and_differ_when_there_are_two(self) -> None:
        (one,) = as_gitlab_report([remark()])
        moved, second = as_gitlab_report([remark(place=Place(9, 1, 9)), remark()])

        assert one["fingerprint"] == moved["fingerprint"] != second["fingerprint"]

    def test_of_the_command(self, write) -> None:
        write(entry("Since 2019", "Desde 2018"))

        command, code = check("--format", "github")
        report = json.loads(check("--format", "gitlab")[0])
        values = json.loads(check("--json")[0])

        assert code == 1
        assert command.startswith("::error file=translations/es/LC_MESSAGES/statements.po,line=11,")
        assert [found["check_name"] for found in report] == ["numbers"]
        assert values["files"][0]["errors"] == 1
        assert values["findings"][0]["check"] == "numbers"


class TestExplanations:
    def test_list_every_check(self) -> None:
        out, code = check("--explain")

        assert code == 0
        listed = re.findall(r"^([a-z-]+) \((?:error|warning)\): ", out, re.MULTILINE)
        assert listed == [*registered_checks(), *FILE_CHECKS]

    @pytest.mark.parametrize("check_id", [*registered_checks(), *FILE_CHECKS])
    def test_of_one_have_its_description(self, check_id: str) -> None:
        known = {name: check.description for name, check in registered_checks().items()}
        assert (known | FILE_CHECKS)[check_id] in check("--explain", check_id)[0]

    def test_of_no_check_say_which_there_are(self) -> None:
        with pytest.raises(CommandError, match=r"'spelling' is no check\. There are control, "):
            check("--explain", "spelling")


def test_the_projects_own_catalogs_have_no_error_and_hardly_a_warning() -> None:
    """By the command itself, where there is no database at all."""
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "patio.config.settings.dev",
    }
    command = [sys.executable, "-W", "error", "manage.py", "catalogs", "check", "--json"]

    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    units = sum(file["units"] for file in report["files"])
    assert units > 0
    assert len(report["findings"]) <= units // 100, report["findings"]
