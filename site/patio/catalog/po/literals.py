r"""Strings between quotes: decoding what a file holds, encoding what it shall hold.

Source: GNU gettext manual, "The Format of PO Files": strings follow the C syntax, escapes included,
and neighbouring strings are one. ``msgfmt`` reads ``\ooo`` and ``\xhh`` as bytes of the file's
charset, and so does this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_BODY: Final = r'[^"\\\n\0]*+(?:\\[abfnrtv"\\][^"\\\n\0]*+)*+'
STRING: Final = f'"{_BODY}"'
"""Pattern of one quoted string with the plain escapes, without a group."""

ANY_STRING: Final = r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"'
"""The same with anything after a backslash."""

ESCAPE: Final = re.compile(r'\\(?:[abfnrtv"\\]|[0-7]{1,3}|x[0-9A-Fa-f]++)')
"""An escape that ``msgfmt`` takes."""

_PLAIN: Final = {
    r"\a": "\a", r"\b": "\b", r"\f": "\f", r"\n": "\n", r"\r": "\r",
    r"\t": "\t", r"\v": "\v", r"\"": '"', r"\\": "\\",
}  # fmt: skip
_PIECE: Final = re.compile(r'\\[abfnrtv"\\]|(?:\\[0-7]{1,3}|\\x[0-9A-Fa-f]++)++')
_BYTES: Final = re.compile(r"\\[^0-7x]|\\(?:[0-7]{1,3}|x[0-9A-Fa-f]++)")
_BYTE: Final = re.compile(r"\\(?:x([0-9A-Fa-f]++)|([0-7]{1,3}))")
_JOINED: Final = re.compile(rf"{_BODY}(?:\0{_BODY})*+")
_SEAM: Final = re.compile(r'"[ \t\r]*+\n[^"]*+"')
_ENCODED: Final = str.maketrans({text: escape for escape, text in _PLAIN.items()})


def decode(literal: str) -> str:
    r"""The text of one or more quoted strings, one a line, each line possibly after ``#~`` or
    ``#|``.

    Args:
        literal: from the first quote to the last, as the grammar found it. Not checked again.

    Raises:
        UnicodeDecodeError: bytes given by number (``\xff``) are not UTF-8.

    >>> decode('""\n"one\\n"\n"two"')
    'one\ntwo'
    """
    if "\n" in literal:
        literal = literal.replace('"\n"', "")
        if "\n" in literal:
            literal = _SEAM.sub("", literal)
    literal = literal[1:-1]
    return unescape(literal) if "\\" in literal else literal


class NotPlainError(ValueError):
    """A field is not made of one quoted string a line, with none but the plain escapes."""


def decode_joined(text: str) -> str:
    r"""The text of a field whose strings were joined.

    Args:
        text: from after the first quote to before the last, with one NUL for what is between two
            strings: quote, line feed, quote.

    Raises:
        NotPlainError: it has a quote, or a backslash, that is not part of a plain escape.

    >>> decode_joined('\0one\\n\0two')
    'one\ntwo'
    """
    if "\\\\" not in text:
        common = text.replace("\\n", "\n")
        if "\\" not in common and '"' not in common:
            return common.replace("\0", "")
    if not _JOINED.fullmatch(text):
        raise NotPlainError
    return unescape(text.replace("\0", ""))


def decode_column(column: Iterable[str]) -> list[str]:
    """``decode_joined`` of many, of which most are plain."""
    return [
        text.replace("\0", "") if "\\" not in text and '"' not in text else decode_joined(text)
        for text in column
    ]


def decode_strings(strings: Iterable[str]) -> str:
    r"""The text of several quoted strings, bytes by number included.

    Bytes of one character may stand in two strings, but the digits of one byte may not.

    Raises:
        UnicodeDecodeError: as ``decode``.

    >>> decode_strings(['"\\303"', '"\\2411"', '"\\x4"', '"1"'])
    'á1\x041'
    """
    return unescape("".join(_BYTES.sub(_as_octal, string[1:-1]) for string in strings))


def unescape(text: str) -> str:
    """``text`` with each escape replaced by what it stands for.

    Raises:
        UnicodeDecodeError: as ``decode``.
    """
    if "\\\\" not in text:
        common = text.replace("\\n", "\n").replace('\\"', '"')
        if "\\" not in common:
            return common
    return _PIECE.sub(_read_piece, text)


def escape(text: str) -> str:
    r"""``text`` as it stands between quotes; the reverse of ``unescape``.

    >>> escape('say "hi"\n')
    'say \\"hi\\"\\n'
    """
    return text.translate(_ENCODED)


def _read_piece(match: re.Match[str]) -> str:
    piece = match[0]
    return _PLAIN.get(piece) or bytes(_byte(*digits) for digits in _BYTE.findall(piece)).decode()


def _as_octal(match: re.Match[str]) -> str:
    found = _BYTE.fullmatch(match[0])
    return f"\\{_byte(*found.groups('')):03o}" if found else match[0]


def _byte(hexadecimal: str, octal: str) -> int:
    # As in msgfmt, of too many digits the last ones count.
    return (int(hexadecimal[-2:], 16) if hexadecimal else int(octal, 8)) & 0xFF
