"""Damaged files: none that ``msgfmt`` rejects is taken; only ``PoFileError`` is raised."""

from __future__ import annotations

import codecs
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patio.catalog.errors import PoFileError
from patio.catalog.po import careful, parse
from patio.catalog.po.report import Report
from tests.catalog.conftest import SUMMARY

SEED = 20261123
MUTANTS = 600
GOLDEN = Path(__file__).parents[1] / "golden" / "po"
SOURCES = [path.read_bytes() for path in sorted(GOLDEN.rglob("*.po"))]
TOKENS = [
    b'"', b"\\", b"\n", b"#", b"#~ ", b"#| ", b"#, fuzzy\n", b"msgid ", b"msgstr ", b"msgctxt ",
    b"msgid_plural ", b"msgstr[0] ", b"msgstr[1] ", b"[", b"]", b"\r", b"\x00", b"\xff", b"\xc3",
    b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> x\n", b'msgid "Care"\n', b'msgstr "x"\n', b'"x"\n',
    b"\\q", b"\\x", b"\\xff", b"\\303", b"domain ", b"x", b" ", b"\t", b"\xef\xbb\xbf",
    b"nplurals=3",
]  # fmt: skip


def mutate(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at = chance.randrange(len(data))
        lines = data.split(b"\n")
        line = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                data = data[:at] + chance.choice(TOKENS) + data[at:]
            case 1:
                data = data[:at] + data[at + chance.randint(1, 12) :]
            case 2:
                data = b"\n".join(lines[:line] + lines[line + 1 :])
            case 3:
                lines.insert(line, chance.choice(lines))
                data = b"\n".join(lines)
            case 4:
                other = chance.randrange(len(lines))
                lines[line], lines[other] = lines[other], lines[line]
                data = b"\n".join(lines)
            case _:
                lines[line] = chance.choice(TOKENS) + lines[line]
                data = b"\n".join(lines)
    return data


ABOUT_TEXTS = re.compile(
    r"""
    warning
  | entries\ do\ not\ both\ (?:begin|end)\ with  # line feeds at the ends
  | format\ specification|format\ string             # what a placeholder stands for
  | found\ \d+\ fatal                              # the sum of it
  | ^\s                                             # more of the line before
    """,
    re.VERBOSE,
)
"""What ``msgfmt --check`` says of the texts, which are not a reader's matter: the checks look at
them. All else it says is about syntax, header, charset, duplicates or plural forms.
"""
needs_msgfmt = pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")


def syntax_errors(data: bytes, path: Path) -> list[str]:
    """Why ``msgfmt --check`` rejects a file, but for what it says of the texts.

    It knows no BOM, which Windows' editors write and this reader takes.
    """
    path.write_bytes(data.removeprefix(codecs.BOM_UTF8))
    command = ["msgfmt", "--check", "-o", "/dev/null", str(path)]
    result = subprocess.run(command, capture_output=True, check=False)
    if not result.returncode:
        return []
    lines = result.stderr.decode(errors="replace").splitlines()
    return [line for line in lines if not ABOUT_TEXTS.search(line)]


@needs_msgfmt
def test_what_msgfmt_rejects_is_not_taken(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311
    taken_wrongly: list[tuple[bytes, list[str]]] = []
    errors: list[PoFileError] = []
    rejected = 0
    for _ in range(MUTANTS):
        data = mutate(chance.choice(SOURCES), chance)
        why = syntax_errors(data, tmp_path / "x.po")
        rejected += bool(why)
        try:
            _ = parse(data, name="x.po").entries
        except PoFileError as refusal:
            errors.append(refusal)
        else:
            if why:
                taken_wrongly.append((data, why))
    assert not taken_wrongly
    assert rejected > MUTANTS // 4
    problems = [problem for error in errors for problem in error.problems]
    assert all(p.line > 0 and p.column > 0 and p.what and p.remedy for p in problems)
    record_property(
        SUMMARY,
        f"{MUTANTS} damaged files: msgfmt rejects {rejected} for syntax, {len(errors)} are "
        "refused here, none that msgfmt rejects is taken",
    )


HEADER = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
PIECE = st.sampled_from(
    [
        "msgctxt ", "msgid ", "msgid_plural ", "msgstr ", "msgstr[0] ", "msgstr[1] ",
        '"a"', '"b\\n"', '""', '"', "\\", "\\q", "\\x41", "\\4", "\n", "\n", "\r\n", " ", "\t",
        "#~ ", "#| ", "#~| ", "# c\n", "#, fuzzy\n", "#: r:1\n", "#. x\n", "[2]", "!", "é", "\f",
        'msgid "x"\nmsgstr "y"\n', '\n"z"\n', "#~\n", "=======\n", "domain ",
    ]
)  # fmt: skip


@needs_msgfmt
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PIECE, min_size=1, max_size=14).map("".join))
def test_nothing_that_msgfmt_rejects_is_taken(tmp_path: Path, body: str) -> None:
    data = HEADER + body.encode()
    why = syntax_errors(data, tmp_path / "x.po")
    try:
        catalog = parse(data, name="x.po")
    except PoFileError:
        return
    assert not why
    assert "".join((*catalog.blocks, catalog.tail)).encode() == data
    report = Report("x.po", data)
    slow = careful.read(report)
    assert (slow.entries(), slow.line) == (catalog.columns.entries(), catalog.columns.line)
