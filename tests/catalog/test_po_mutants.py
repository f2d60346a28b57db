"""Damaged files: none that ``msgfmt`` rejects is taken; only ``PoFileError`` is raised."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from patio.catalog.errors import PoFileError
from patio.catalog.po import parse

SEED = 20261123
MUTANTS = 400
SOURCE = (Path(__file__).parents[1] / "golden" / "po" / "es.po").read_bytes()
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


def syntax_errors(output: str) -> list[str]:
    """What msgfmt said, but for its warnings and its checks of the texts."""
    texts = re.compile(r"warning|do not both (begin|end) with|found \d+ fatal|^\s")
    return [line for line in output.splitlines() if not texts.search(line)]


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")
def test_what_msgfmt_rejects_is_not_taken(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    path = tmp_path / "es.po"
    taken_wrongly: list[tuple[int, list[str]]] = []
    errors: list[PoFileError] = []
    for number in range(MUTANTS):
        data = mutate(SOURCE, chance)
        path.write_bytes(data)
        command = ["msgfmt", "--check-header", "--check-domain", "-o", "/dev/null", str(path)]
        result = subprocess.run(command, capture_output=True, check=False)
        try:
            _ = parse(data, name="es.po").entries
        except PoFileError as refusal:
            errors.append(refusal)
        else:
            if result.returncode and (why := syntax_errors(result.stderr.decode(errors="replace"))):
                taken_wrongly.append((number, why))
    assert not taken_wrongly
    assert len(errors) > MUTANTS // 3
    problems = [problem for error in errors for problem in error.problems]
    assert all(p.line > 0 and p.column > 0 and p.what and p.remedy for p in problems)
    assert all(error.problems for error in errors)
