"""Damaged characters: mojibake, controls and invisible ones (``patio.catalog.damage``)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ftfy.badness import MOJIBAKE_CATEGORIES

from patio.catalog.damage import Damage, find_damage

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .tokens import decode

_JOINERS = "\u200c\u200d"
_IS_SHAPED = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1000-\u18af]").match
#: Whatever ``find_damage`` may take for an invisible character.
_INVISIBLE = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b"
    "\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffd\ud800-\udfff"
)
#: Of ftfy's categories of characters, those of which everyday words are made.
_EVERYDAY = ("lower_common", "upper_common", "kaomoji", "lower_accented", "common")
#: All of ftfy's characters but the common ones (spaces and dashes), which look like mojibake after
#: few letters only.
_IS_KNOWN = re.compile(
    f"[{''.join(chars for name, chars in MOJIBAKE_CATEGORIES.items() if name != 'common')}]"
).match
#: Without one of these no text looks like mojibake to ftfy (``ftfy.badness.BADNESS_RE``).
DUBIOUS = "ŒœÙЂ" + "".join(
    characters for name, characters in MOJIBAKE_CATEGORIES.items() if name not in _EVERYDAY
)
_CANDIDATES = re.compile(f"([{_INVISIBLE}])|[{_JOINERS}{DUBIOUS}]")


def may_be_damaged(text: str) -> bool:
    """Whether ``find_damage`` might find something; ``False`` is certain.

    It looks at the few characters that can be part of damage, and at their neighbours: ten times
    faster than looking for the damage.
    """
    for candidate in _CANDIDATES.finditer(text):
        if candidate[1]:
            return True
        place = candidate.start()
        before, character, after = text[place - 1 : place], text[place], text[place + 1 : place + 2]
        if character in _JOINERS:
            if not (_IS_SHAPED(before) and _IS_SHAPED(after)):
                return True
        elif (
            _IS_KNOWN(before)
            or _IS_KNOWN(after)
            or (character in "Œœ" and not (after.isascii() and after.isalpha()))
            or (character in "ÂÃÎÐØÙ√" and (after == " " or not after.isascii()))
        ):
            return True
    return False


def _damage_of(pair: Pair) -> Iterator[tuple[Damage, tuple[int, int]]]:
    """Each damaged place, with where it is in the text as written."""
    if not pair.is_markdown or "&" not in pair.text:
        if may_be_damaged(pair.text):
            for damage in find_damage(pair.text):
                yield damage, (damage.start, damage.end)
        return
    # In Markdown “&#8203;” is the invisible character that it names.
    decoded = decode(pair.text)
    if may_be_damaged(decoded.text):
        for damage in find_damage(decoded.text):
            yield damage, decoded.span(damage.start, damage.end)


def _is_control(damage: Damage) -> bool:
    return len(damage.found) == 1 and unicodedata.category(damage.found) in {"Cc", "Cs"}


@register
class ControlCharacters(Check):
    """Characters of Unicode's categories Cc (but the line feed) and Cs."""

    id = "control"
    name = "Control characters"
    description = (
        "Control characters and halves of characters say nothing to a reader. Remove them."
    )
    severity = "error"
    bad = (Example("Care", "Cui\x08dado"), Example("Care", "Cuidado\t", "es"))
    good = (Example("One.\n\nTwo.", "Uno.\n\nDos."),)

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a character."""
        for damage, span in _damage_of(pair):
            if _is_control(damage):
                yield self.finding(f"Remove or repair {damage}.", span, damage.repair)


@register
class DamagedText(Check):
    """Text in a wrong encoding, and invisible characters that don't belong where they are.

    translate-toolkit's ``validchars`` knows only what a list for the language names, and it has
    none; ftfy recognises the damage itself.
    """

    id = "damage"
    name = "Damaged text"
    description = (
        "Text that a program read in a wrong encoding (“Ã©” for “é”), and invisible characters "
        "where no script needs them. Type the place again."
    )
    severity = "error"
    bad = (
        Example("clients’ needs", "clientsâ€™ needs"),
        Example("Care", "Cui\u200bdado"),
        Example("Care", "Cui&#8203;dado"),
    )
    good = (
        Example("we want", "می‌خواهیم", "fa"),
        Example("Care — “us”", "Ahora — «ñandú», œuvre", "es"),
        Example("Kilo", "किलो‍मीटर", "hi"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a place."""
        for damage, span in _damage_of(pair):
            if not _is_control(damage):
                yield self.finding(f"Remove or repair {damage}.", span, damage.repair)
