"""The comments of an entry: what each kind of ``#`` line holds.

Source: GNU gettext manual, "The Format of PO Files". ``#!`` is an old form of ``#,`` that
``msgfmt`` still reads; ``#=`` is kept as it stands and means nothing to us.
"""

from __future__ import annotations

import re
from typing import Final

# A file name with spaces stands between two isolating characters.
_REFERENCE: Final = re.compile("(?:\u2068[^\u2068\u2069]*+\u2069|\\S)++")
_BLANKS: Final = " \t\r\f\v"

Comments = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""The comments of an entry: its flags, translator comments, extracted comments and references."""


def read_comments(lead: str) -> Comments:
    """The comments in the lines before an entry; blank lines and ``#=`` lines don't count."""
    flags: list[str] = []
    translator: list[str] = []
    extracted: list[str] = []
    references: list[str] = []
    for line in lead.split("\n"):
        kind = line[:2]
        if kind == "#:":
            references += read_references(line)
        elif kind == "#,":
            flags += read_flags(line[2:])
        elif kind == "# ":
            translator.append(line[2:].rstrip("\r"))
        elif kind == "#.":
            extracted.append((line[3:] if line[2:3] == " " else line[2:]).rstrip("\r"))
        elif line:
            stripped = line.lstrip(_BLANKS)
            if stripped[:2] == "#~":
                stripped = stripped[2:].lstrip(_BLANKS)
            if stripped != line and stripped[:1] == "#":
                more = read_comments(stripped)
                flags += more[0]
                translator += more[1]
                extracted += more[2]
                references += more[3]
            elif kind == "#!":
                flags += read_flags(line[2:])
            elif stripped and kind != "#=":
                translator.append(line[1:].rstrip("\r"))
    return tuple(flags), tuple(translator), tuple(extracted), tuple(references)


def read_translator(lines: str) -> tuple[str, ...]:
    """The comments of ``# `` lines alone, as gettext writes them."""
    return tuple(line[2:] for line in lines[:-1].split("\n"))


def read_extracted(lines: str) -> tuple[str, ...]:
    """The comments of ``#. `` lines alone."""
    return tuple(lines[3:-1].split("\n#. "))


def read_references(lines: str) -> tuple[str, ...]:
    """The places of ``#:`` lines alone."""
    if "\u2068" in lines:
        return tuple(place for line in lines.split("\n") for place in _REFERENCE.findall(line, 2))
    return tuple(lines.replace("\n#:", " ")[2:].split())


def read_flag_lines(lines: str) -> tuple[str, ...]:
    """The flags of ``#,`` lines alone."""
    return tuple(flag for line in lines.split("\n") for flag in read_flags(line[2:]))


def is_fuzzy(lines: str) -> bool:
    """Whether ``fuzzy`` is among the flags of ``#,`` lines."""
    return "fuzzy" in lines and "fuzzy" in read_flag_lines(lines)


def read_flags(text: str) -> list[str]:
    """The flags of a line, after its mark.

    >>> read_flags(" fuzzy, python-format")
    ['fuzzy', 'python-format']
    """
    return [flag for part in text.split(",") if (flag := part.strip())]


def is_reference(text: str) -> bool:
    """Whether a text, written in a ``#:`` line, is read back as one reference."""
    return _REFERENCE.fullmatch(text) is not None and "\n" not in text
