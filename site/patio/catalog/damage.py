"""Damaged text: mojibake, control characters and invisible characters that don't belong.

What ftfy would repair is damage (https://ftfy.readthedocs.io), typographic choices apart: curly
quotes and ligatures are the author's own. Zero-width joiners belong where a script needs them
(Persian, Hindi, emoji: Unicode Standard, sections 9.2, 12.1 and 23.2), at the end of a word after
a virama too (a chillu of Malayalam, as it was written before Unicode 5.1: section 12.9), and
zero-width spaces at the words of scripts that write no others (Thai, Lao, Burmese, Khmer: chapter
16 and section 23.2). They belong nowhere else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import ftfy

_ALLOWED_CONTROLS = frozenset("\n")
_JOINERS = "\u200c\u200d"
_WORD_SEPARATOR = "\u200b"
#: The canonical combining class of viramas.
_VIRAMA = 9
#: Invisible characters that no statement needs, beside all of category Cc. Directions are the
#: business of ``dir`` and ``lang``, not of characters that hide in the text.
_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069"
    "\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb\ufffc\ufffd"
)
_REPAIR = ftfy.TextFixerConfig(
    unescape_html=False,
    uncurl_quotes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    remove_terminal_escapes=False,
    normalization=None,
)


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged place: where, the characters as they stand, and what is wrong with them.

    ``start`` and ``end`` are offsets in characters; ``repair`` is what should stand there, or
    ``None`` where only a person can tell.
    """

    start: int
    end: int
    found: str
    reason: str
    repair: str | None

    def __str__(self) -> str:
        shown = "".join(
            c if c.isprintable() and c not in _INVISIBLE else _name(c) for c in self.found
        )
        repair = "" if self.repair is None else f"; it should read “{self.repair}”"
        return f"“{shown}” at character {self.start + 1}: {self.reason}{repair}"


def find_damage(text: str) -> list[Damage]:
    """Every damaged place of a text, in order.

    >>> [str(damage) for damage in find_damage("clientsâ€™ needs")]
    ['“â€™” at character 8: text in a wrong encoding; it should read “’”']
    """
    return sorted([*_invisible(text), *_mojibake(text)], key=lambda damage: damage.start)


def _invisible(text: str) -> Iterator[Damage]:
    for index, character in enumerate(text):
        if character in _ALLOWED_CONTROLS:
            continue
        category = unicodedata.category(character)
        if category == "Cc":
            repair = " " if character == "\t" else ""
            yield Damage(index, index + 1, character, "a control character", repair)
        elif category == "Cs":
            yield Damage(index, index + 1, character, "half of a character", None)
        elif character == _WORD_SEPARATOR and _is_separating(text, index):
            continue
        elif character in _INVISIBLE:
            yield Damage(index, index + 1, character, "an invisible character", "")
        elif character in _JOINERS and not _is_joining(text, index):
            yield Damage(index, index + 1, character, "a joiner that joins nothing", "")


def _is_separating(text: str, index: int) -> bool:
    """Whether a single zero-width space touches a word of a script that writes no spaces.

    On one side at least: people put them before signs, numbers and foreign words as well.
    """
    before, after = text[max(0, index - 1) : index], text[index + 1 : index + 2]
    if _WORD_SEPARATOR in (before, after):
        return False
    return any(map(_is_unspaced, before + after))


def _is_unspaced(character: str) -> bool:
    """Whether a letter, mark or digit is Thai, Lao, Burmese (its extensions too) or Khmer."""
    code = ord(character)
    return unicodedata.category(character)[0] in "LMN" and (
        0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
        or 0xA9E0 <= code <= 0xA9FF
        or 0xAA60 <= code <= 0xAA7F
    )


def _is_joining(text: str, index: int) -> bool:
    if index == 0:
        return False
    before, after = text[index - 1], text[index + 1 : index + 2]
    if not after:
        return unicodedata.combining(before) == _VIRAMA
    if text[index] == "\u200d" and unicodedata.category(after) in {"So", "Sk"}:
        return True
    return all(_needs_joiners(neighbour) for neighbour in (before, after)) or (
        _needs_joiners(before) and not after.isalnum()
    )


def _needs_joiners(character: str) -> bool:
    """Whether a letter is of a script that shapes its letters, Arabic or an Indic one."""
    code = ord(character)
    return 0x0600 <= code <= 0x08FF or 0x0900 <= code <= 0x0DFF or 0x1000 <= code <= 0x18AF


def _mojibake(text: str) -> Iterator[Damage]:
    if text.isascii():
        return
    fixed = ftfy.fix_text(text, _REPAIR)
    if fixed == text:
        return
    prefix = _common_prefix(text, fixed)
    suffix = _common_prefix(text[prefix:][::-1], fixed[prefix:][::-1])
    end = len(text) - suffix
    yield Damage(
        prefix,
        end,
        text[prefix:end],
        "text in a wrong encoding",
        fixed[prefix : len(fixed) - suffix],
    )


def _common_prefix(one: str, other: str) -> int:
    limit = min(len(one), len(other))
    return next((index for index in range(limit) if one[index] != other[index]), limit)


def _name(character: str) -> str:
    return f"[U+{ord(character):04X} {unicodedata.name(character, 'control character')}]"
