"""Golden files, byte by byte: before, edit, after.

``before.po`` is as the tool that names the folder writes it; ``after.po`` is what GNU gettext makes
of the edited texts in the same style, so that nothing of this project decided what is right.
"""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path

import pytest

from patio.catalog.po import Catalog, Entry, parse, patch
from patio.catalog.po.writer import NO_WRAP

GOLDEN = Path(__file__).parents[1] / "golden" / "po"
CARE, AUTONOMY, COUNT, SLOGAN, OLD = range(5)
JOY = Entry(
    "value.joy/title",
    "Joy",
    "",
    extracted_comments=("Value: Joy. Field: title.",),
    references=("statements/value.joy#title",),
)
SOURCE = (
    "Every cooperative of the federation decides on its own work; what concerns all of them, all "
    "of them decide together, each with one voice, today and tomorrow."
)

STYLES = [
    pytest.param("gettext", 79, [], id="gettext"),
    pytest.param("crlf", 79, None, id="line ends of Windows"),
    pytest.param("bom-open-end", 79, None, id="BOM and no line end at the end"),
    pytest.param("no-wrap", NO_WRAP, ["--no-wrap"], id="long lines stay whole"),
    pytest.param("width-100", 100, ["--width=100"], id="wide lines"),
    pytest.param("width-60", 60, ["--width=60"], id="narrow lines"),
    pytest.param("arabic", 79, [], id="Arabic, six plural forms"),
    pytest.param("japanese", 79, [], id="Japanese, one plural form"),
    pytest.param("hindi", 79, [], id="Hindi"),
    pytest.param("poedit", 79, [], id="Poedit"),
    pytest.param("weblate", 77, ["--width=77"], id="Weblate"),
    pytest.param("pontoon", NO_WRAP, ["--no-wrap"], id="Pontoon"),
]


def read(name: str, moment: str) -> Catalog:
    path = GOLDEN / name / f"{moment}.po"
    return parse(path.read_bytes(), name=str(path))


@pytest.mark.parametrize(("name", "width", "options"), STYLES)
def test_an_edit_is_written_in_the_style_of_the_file(
    name: str, width: int, options: list[str] | None
) -> None:
    before, after = read(name, "before"), read(name, "after")
    care, autonomy, count, slogan, old = before.entries
    forms = after.entries[COUNT].msgstr_plural
    patched = patch(
        before,
        replace={
            CARE: dataclasses.replace(care, msgstr=after.entries[CARE].msgstr),
            AUTONOMY: dataclasses.replace(
                autonomy,
                msgid=SOURCE,
                previous_msgid=autonomy.msgid,
                flags=("fuzzy", *autonomy.flags),
            ),
            COUNT: dataclasses.replace(count, msgstr_plural=forms),
            SLOGAN: dataclasses.replace(slogan, obsolete=True),
            OLD: dataclasses.replace(old, msgstr=after.entries[-1].msgstr),
        },
        append=[JOY],
        header={
            "PO-Revision-Date": "2026-03-01 12:00+0000",
            "Last-Translator": "Núria <nuria@example.org>",
        },
    )
    assert patched.decode() == after.data.decode()
    assert patched == after.data


@pytest.mark.parametrize(("name", "width", "options"), STYLES)
def test_the_width_is_learned_from_the_lines(
    name: str, width: int, options: list[str] | None
) -> None:
    assert read(name, "before").style.width == width
    assert read(name, "after").style.width == width


@pytest.mark.skipif(not shutil.which("msgcat"), reason="GNU gettext is not installed")
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(("name", "width", "options"), STYLES)
def test_gettext_writes_the_golden_files_so(
    name: str, width: int, options: list[str] | None, moment: str
) -> None:
    if options is None:
        pytest.skip("msgcat has no option for this style")
    path = GOLDEN / name / f"{moment}.po"
    command = ["msgcat", *options, str(path)]
    assert subprocess.run(command, capture_output=True, check=True).stdout == path.read_bytes()


def test_a_file_by_hand_keeps_its_ways() -> None:
    before = read("by-hand", "before")
    care, tight, old = before.entries
    patched = patch(
        before,
        replace={
            0: dataclasses.replace(care, msgstr="Cuidados"),
            1: dataclasses.replace(tight, translator_comments=("why",)),
            2: dataclasses.replace(old, msgstr="Viejísimo"),
        },
        header={"PO-Revision-Date": "2026-03-01 12:00+0000"},
    )
    assert patched.decode() == read("by-hand", "after").data.decode()
