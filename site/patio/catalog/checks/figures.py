"""Numbers as texts write them: in the digits of any script, with any language's separators.

Separators are those of CLDR (*Number Symbols*, ``decimal`` and ``group``): comma, full stop,
apostrophes, spaces that don't break, and Arabic's own. Which of them groups and which begins a
fraction differs by language, and translators keep to the source's now and then, so a token has one
or more readings, and two tokens say the same where they share one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SPACES = " \u00a0\u2009\u202f"
_TOKEN = re.compile(rf"\d+(?:(?:[.,'’\u066b\u066c]|[{_SPACES}](?=\d{{3}}(?!\d)))\d+)*")
_PARTS = re.compile(rf"[.,'’\u066b\u066c{_SPACES}]")
_HAN_DIGITS: Final = {"〇": "0"} | {
    character: str(value) for value, character in enumerate("零一二三四五六七八九")
}
_HAN_NUMBER = re.compile(r"[〇零一二三四五六七八九]{2,}")
_ROMAN = re.compile(r"(?<![^\W\d_])[IVXLCІХ]{1,8}(?![^\W\d_])")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "І": 1, "Х": 10}
_LETTER_BESIDE = re.compile(r"[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text, its place, and its readings: plain decimals such as "1000" or "3.5".

    ``is_whole_word`` is false of digits with letters on them: "B2B", "1990s", "3rd".
    """

    shown: str
    span: tuple[int, int]
    readings: frozenset[str]
    is_whole_word: bool = True


def find_figures(text: str) -> Iterator[Figure]:
    """The numbers in digits, in order.

    >>> [sorted(figure.readings) for figure in find_figures("٣ of 1,000 and 2.5")]
    [['3'], ['1', '1000'], ['2.5']]
    """
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        beside = text[max(start - 1, 0) : start] + text[end : end + 1]
        whole = not _LETTER_BESIDE.search(beside)
        yield Figure(found[0], (start, end), frozenset(_readings(found[0])), whole)


def other_figures(text: str) -> set[str]:
    """Values written as figures that are no digits: Roman (XIX) and Han (二〇一九)."""
    values = {
        "".join(_HAN_DIGITS[character] for character in found[0])
        for found in _HAN_NUMBER.finditer(text)
    }
    for found in _ROMAN.finditer(text):
        numbers = [_ROMAN_VALUES[character] for character in found[0]]
        following = [*numbers[1:], 0]
        total = sum(-n if n < after else n for n, after in zip(numbers, following, strict=True))
        values.add(str(total))
    return values


def _readings(token: str) -> set[str]:
    if token.isdecimal():
        return {_whole(_ascii(token))}
    parts = [_ascii(part) for part in _PARTS.split(token)]
    marks = _PARTS.findall(token)
    readings = set()
    if len(set(marks)) == 1 and _is_grouped(parts):
        readings.add(_whole("".join(parts)))
    is_decimal = marks[-1] in ".,\u066b" and marks[-1] not in marks[:-1]
    if is_decimal and (len(parts) == 2 or _is_grouped(parts[:-1])):
        readings.add(_fraction("".join(parts[:-1]), parts[-1]))
    if not readings or marks[0] in _SPACES:
        readings.update(map(_whole, parts))  # A date, a version, or two numbers side by side.
    return readings


def _is_grouped(parts: list[str]) -> bool:
    """Whether these are groups of digits: by three, or as in India by two but for the last."""
    first, *rest = parts
    return (
        bool(rest)
        and 1 <= len(first) <= 3
        and first != "0"
        and len(rest[-1]) == 3
        and len({len(part) for part in rest[:-1]}) <= 1
        and all(len(part) in {2, 3} for part in rest[:-1])
    )


def _ascii(digits: str) -> str:
    if digits.isascii():
        return digits
    return "".join(str(unicodedata.decimal(digit)) for digit in digits)


def _whole(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _fraction(whole: str, fraction: str) -> str:
    fraction = fraction.rstrip("0")
    return f"{_whole(whole)}.{fraction}" if fraction else _whole(whole)
