"""The folder of catalogs as the world sees it: bytes, and what is to be read in them."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from patio.catalog import po
from patio.catalog.errors import PoFileError
from patio.catalog.languages import Language

_MARKED_TEXT = re.compile(r"note [a-z-]+·\d+")
_DATES = re.compile(rb'"(PO-Revision-Date|POT-Creation-Date|Last-Translator): [^"]*"')


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, as far as the rules look at it."""

    context: str
    source: str
    text: str
    is_fuzzy: bool


def path_of(root: Path, tag: str) -> Path:
    """Where a language's catalog is."""
    return root / Language(tag).gettext / "LC_MESSAGES" / "statements.po"


def snapshot(root: Path) -> dict[Path, bytes]:
    """All plain files of the folder but its lock."""
    return {
        path: path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.name != ".lock"
    }


def restore(root: Path, files: dict[Path, bytes]) -> None:
    """Make the plain files of the folder what they were."""
    for path, data in snapshot(root).items():
        if path not in files:
            path.unlink()
        elif files[path] != data:
            path.write_bytes(files[path])
    for path, data in files.items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def without_dates(files: dict[Path, bytes]) -> dict[Path, bytes]:
    """The files without the fields of their headers that tell when and who."""
    return {
        path: _DATES.sub(rb'"\1"', data)
        for path, data in files.items()
        if not path.name.startswith(".")
    }


def difference(one: dict[Path, bytes], other: dict[Path, bytes]) -> str:
    """How two states of the folder differ, as a diff for people; nothing where they don't."""
    lines: list[str] = []
    for path in sorted(one.keys() | other.keys()):
        before, after = (files.get(path, b"").decode(errors="replace") for files in (one, other))
        if one.get(path) != other.get(path):
            lines += difflib.unified_diff(
                before.splitlines(), after.splitlines(), f"{path}", f"{path}", lineterm=""
            )
            lines.append(f"{path} differs")
    return "\n".join(lines)


@lru_cache(maxsize=64)
def entries(data: bytes) -> tuple[po.Entry, ...]:
    """All entries of a sound file, none of a bad one."""
    try:
        return po.parse(data, name="soak.po").entries
    except PoFileError:
        return ()


def texts(data: bytes) -> set[str]:
    """Every translation in a file, obsolete ones too."""
    return {entry.msgstr for entry in entries(data) if entry.msgstr}


def statements_of(data: bytes) -> set[Entry]:
    """What a file says for good: its entries that are neither obsolete nor empty."""
    return {
        Entry(entry.msgctxt, entry.msgid, entry.msgstr, entry.fuzzy)
        for entry in entries(data)
        if entry.msgctxt and entry.msgstr and not entry.obsolete
    }


def comments(data: bytes) -> set[str]:
    """The translators' comments of a file, those of obsolete entries too."""
    return {
        note
        for entry in entries(data)
        for line in entry.translator_comments
        for note in _MARKED_TEXT.findall(line)
    }


def blocks(data: bytes) -> dict[po.Entry, str]:
    """The lines of each entry of a sound file."""
    text = data.decode("utf-8-sig")
    places = {}
    line = 1
    for block in re.split(r"(\n\r?\n)", text):
        for number in range(line, line + block.count("\n") + 1):
            places.setdefault(number, block.strip())
        line += block.count("\n")
    return {entry: places[entry.line] for entry in entries(data)}


def msgfmt_refusal(path: Path) -> str:
    """What ``msgfmt --check`` has against a file; nothing where there is no msgfmt."""
    if shutil.which("msgfmt") is None or path.read_bytes().startswith(b"\xef\xbb\xbf"):
        return ""  # msgfmt knows no BOM.
    command = ["msgfmt", "--check", "--output-file", os.devnull, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""
