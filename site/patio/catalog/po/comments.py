"""The comments of an entry: what each kind of ``#`` line holds.

Source: GNU gettext manual, "The Format of PO Files". ``#!`` is an old form of ``#,`` that
``msgfmt`` still reads; ``#=`` is kept as it stands and means nothing to us.
"""

from __future__ import annotations

import re
from typing import Final

# A file name with spaces stands between two isolating characters.
_REFERENCE: Final = re.compile("(?:\u2068[^\u2069]*+\u2069|\\S)++")
_BLANKS: Final = " \t\r\f\v"

Comments = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""The comments of an entry: its flags, translator comments, extracted comments and references."""

_NONE: Final[Comments] = ((), (), (), ())


def read_comments(lead: str) -> Comments:
    """The comments in the lines before an entry; blank lines and ``#=`` lines don't count."""
    if "#" not in lead:
        return _NONE
    if lead[:4] == "\n#: " and lead.count("#") == 1 and "\u2068" not in lead:
        return (), (), (), tuple(lead[4:].split())
    flags: list[str] = []
    translator: list[str] = []
    extracted: list[str] = []
    references: list[str] = []
    for line in lead.split("\n"):
        kind = line[:2]
        if kind == "#:":
            references += _REFERENCE.findall(line, 2) if "\u2068" in line else line[2:].split()
        elif kind == "#,":
            flags += read_flags(line[2:])
        elif kind == "# ":
            translator.append(line[2:].rstrip("\r"))
        elif kind == "#.":
            extracted.append(_text(line))
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


def read_flags(text: str) -> list[str]:
    """The flags of a line, after its mark.

    >>> read_flags(" fuzzy, python-format")
    ['fuzzy', 'python-format']
    """
    return [flag for part in text.split(",") if (flag := part.strip())]


def _text(line: str) -> str:
    return (line[3:] if line[2:3] == " " else line[2:]).rstrip("\r")


def is_reference(text: str) -> bool:
    """Whether a text, written in a ``#:`` line, is read back as one reference."""
    return _REFERENCE.fullmatch(text) is not None and "\n" not in text
