"""Where a line of PO text may be broken, and where ``msgcat`` breaks it.

Poedit, Weblate and every gettext tool wrap a file anew when they save it; lines that are wrapped as
they would wrap them don't change then. This is gettext's own procedure: the opportunities of the
Unicode Line Breaking Algorithm, then as much as fits a line, wide characters counted as two
columns.

Source: UAX #14; gettext-tools/src/write-po.c (``wrap``) and libunistring's
``ulc_width_linebreaks``. The classes of UAX #14 are worked out from character properties, since
Python's standard library lacks them; the scripts that need a dictionary (Thai, Khmer, …) are broken
at spaces only, as gettext does.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

PAGE_WIDTH: Final = 79
"""Columns of a line, quotes included; gettext's default."""

_CLASS_OF: Final = {
    char: line_class
    for line_class, chars in {
        "SP": " ",
        "BA": "|\t\u00ad\u2010\u2012\u2013\u2027\u3000\u1680\u0964\u0965",
        "B2": "\u2014",
        "BB": "\u00b4",
        "HY": "-",
        "EX": "!?\u061b\u061f\u06d4\uff01\uff1f\u2762",
        "IS": ",.:;\u037e\u0589\u060c\u060d",
        "SY": "/",
        "OP": "([{\u00a1\u00bf\u2e18",
        "CP": ")]",
        "CL": "}\u3001\u3002\uff0c\uff0e\uff61\uff64",
        "QU": "\"'\u275b\u275c\u275d\u275e",
        "PR": "+\\\u00b1\u2116",
        "PO": "%\u00a2\u00b0\u2030\u2031\u2032\u2033\u066a\u2103\uff05",
        "GL": "\u00a0\u202f\u2007\u2011\u034f",
        "WJ": "\u2060\ufeff",
        "ZW": "\u200b",
        "IN": "\u2024\u2025\u2026\ufe19",
        "NS": "\u3005\u301c\u303b\u309b\u309c\u309d\u309e\u30a0\u30fb\u30fc\u30fd\u30fe\uff1a\uff1b"
        "\uff65\u203c\u2047\u2048\u2049\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e"
        "\u3095\u3096\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30f5\u30f6",
    }.items()
    for char in chars
}
_CLASS_OF_CATEGORY: Final = {
    "Ps": "OP", "Pe": "CL", "Pi": "QU", "Pf": "QU", "Nd": "NU", "Sc": "PR",
    "Mn": "CM", "Mc": "CM", "Me": "CM", "Cf": "CM", "Cc": "CM", "Zs": "BA",
}  # fmt: skip

_NEVER_BEFORE: Final = frozenset({"CL", "CP", "EX", "IS", "SY", "SP", "ZW", "WJ"})  # LB7, 11, 13
_ACROSS_SPACES: Final = frozenset({("QU", "OP"), ("CL", "NS"), ("CP", "NS"), ("B2", "B2")})
_TOGETHER: Final = frozenset(  # LB22 to LB30
    pair
    for befores, afters in (
        ("AL EX ID IN NU", "IN"),
        ("ID", "PO"),
        ("AL", "NU AL OP PR PO"),
        ("NU", "AL NU PO PR OP"),
        ("PR", "ID AL OP NU"),
        ("PO", "AL OP NU"),
        ("CL", "PO PR"),
        ("CP", "PO PR AL NU"),
        ("HY", "NU"),
        ("IS", "NU AL"),
        ("SY", "NU"),
    )
    for pair in ((before, after) for before in befores.split() for after in afters.split())
)
_PLAIN: Final = re.compile(r"[A-Za-z0-9 ,.À-ÖØ-öø-ɏΑ-ΡΣ-ώА-ё]*+(?:\\n)?+")
"""Text of letters that may be broken after spaces only."""
_PLAIN_BREAK: Final = re.compile(r"(?<= )(?=[^ ,.\\])")


def display_width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


@lru_cache(maxsize=4096)
def _line_class(char: str) -> str:
    known = _CLASS_OF.get(char)
    if known:
        return known
    if char.isascii():
        if char.isalpha():
            return "AL"
        return _CLASS_OF_CATEGORY.get(unicodedata.category(char), "AL")
    category = unicodedata.category(char)
    return _CLASS_OF_CATEGORY.get(category) or ("ID" if _char_width(char) == 2 else "AL")


def _may_break(before: str, after: str, *, is_spaced: bool) -> bool:
    if after in _NEVER_BEFORE:
        return False
    if before == "ZW":
        return True
    if before == "OP" or before == "WJ" or (before, after) in _ACROSS_SPACES:
        return False
    if is_spaced:
        return True
    if before in {"QU", "GL", "BB"} or after in {"QU", "BA", "HY", "NS"}:
        return False
    if after == "GL":
        return before in {"BA", "HY"}
    return (before, after) not in _TOGETHER


def split_at_breaks(escaped: str) -> list[str]:
    r"""Cut escaped text wherever its line may be broken.

    >>> split_at_breaks(r"well-known \"words\" here\n")
    ['well-', 'known ', '\\"words\\" ', 'here\\n']
    """
    if _PLAIN.fullmatch(escaped):
        return _PLAIN_BREAK.split(escaped)
    pieces: list[str] = []
    start = 0
    before = ""
    is_spaced = False
    is_escaped = False
    last = len(escaped) - 2 if escaped.endswith("\\n") else len(escaped)
    for place, char in enumerate(escaped):
        after = _line_class(char)
        if after == "CM" and before and not is_spaced:
            is_escaped = False
            continue
        if after == "CM":
            after = "AL"
        if (
            before
            and not is_escaped
            and place != last
            and _may_break(before, after, is_spaced=is_spaced)
        ):
            pieces.append(escaped[start:place])
            start = place
        is_escaped = char == "\\" and not is_escaped
        is_spaced = after == "SP"
        if not is_spaced:
            before = after
        elif not before:
            before = "AL"
    pieces.append(escaped[start:])
    return pieces


def fill(escaped: str, width: int) -> list[str]:
    """Break one line of escaped text into lines of at most ``width`` columns, where it can be."""
    if display_width(escaped) <= width:
        return [escaped]
    lines: list[str] = []
    line, columns = "", 0
    for piece in split_at_breaks(escaped):
        piece_columns = display_width(piece)
        if line and columns + piece_columns > width:
            lines.append(line)
            line, columns = "", 0
        line += piece
        columns += piece_columns
    lines.append(line)
    return lines
