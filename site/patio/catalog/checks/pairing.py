"""Brackets and quotation marks: opened and closed, and the language's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .typography import quotes_of

_BRACKETS: Final = {
    ")": "(",
    "]": "[",
    "}": "{",
    "）": "（",
    "】": "【",
    "］": "［",
    "》": "《",
    "〉": "〈",
}
_ANY_BRACKET = re.compile(r"[()\[\]{}（）【】［］《》〈〉]")
#: ``a)`` and ``1)`` at the beginning of a line.
_ENUMERATION = re.compile(r"^\W{0,4}\w{1,3}\)", re.MULTILINE)
_ESCAPED = re.compile(r"\\[\[\](){}]")
#: A mark that quotes, not an apostrophe or gershayim: on one side of it at least is no letter.
_STRAIGHT = re.compile(r'(?<!\w)"|"(?!\w)')
_SETS_OFF = re.compile(r"[«»‹›„“”‚「」『』‘’*《〈״]")
_QUOTING = re.compile(r"[«»‹›„“”‚「」『』]|(?<!\w)‘|\"")


@register
class Brackets(Check):
    """Brackets that are opened or closed alone.

    translate-toolkit's ``brackets`` counts ASCII's in both texts: it fails （…） in Chinese, and a
    translator who needs brackets, or does without them.
    """

    id = "brackets"
    name = "Brackets"
    description = "A bracket is opened and not closed, or the other way about."
    severity = "warning"
    bad = (
        Example("Care (us)", "Cuidado (nosotras"),
        Example("Care (us)", "关怀（我们", "zh_Hans"),
        Example("Care (us)", "العناية نحن)", "ar"),
        Example("Care", "Забота ]", "ru"),
    )
    good = (
        Example("Care (us)", "Cuidado (nosotras)"),
        Example("Care (us)", "关怀（我们）", "zh_Hans"),
        Example("Care (us)", "关怀（我们)", "zh_Hans"),
        Example("a) Care\nb) Love", "a) Cuidado\nb) Amor"),
        Example("See [us](https://x.org/(a)).", "Vea [esto](https://x.org/(a))."),
        Example("Care :)", "Cuidado :)"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a bracket."""
        if _ANY_BRACKET.search(pair.text) and not list(_unpaired(pair.source_prose)):
            for place in _unpaired(pair.prose):
                message = f"The bracket {pair.prose[place]} stands alone: open or close it."
                yield self.finding(message, (place, place + 1))


def _unpaired(text: str) -> Iterator[int]:
    enumerations = {found.end() - 1 for found in _ENUMERATION.finditer(text)}
    escaped = {found.end() - 1 for found in _ESCAPED.finditer(text)}
    opened: list[int] = []
    for found in _ANY_BRACKET.finditer(text):
        place, bracket = found.start(), _narrow(found[0])
        if place in escaped:
            continue
        if bracket not in _BRACKETS:
            opened.append(place)
        elif opened and _narrow(text[opened[-1]]) == _BRACKETS[bracket]:
            opened.pop()
        elif place not in enumerations:
            yield place
    yield from opened


def _narrow(bracket: str) -> str:
    """A full-width bracket as its narrow twin: which of them is a matter of taste."""
    return {"（": "(", "）": ")", "［": "[", "］": "]"}.get(bracket, bracket)


@register
class Quotes(Check):
    """Quotation marks that the language does not have, or that stand alone.

    translate-toolkit's ``doublequoting`` fails ``"hi"`` → ``«hola»`` and ``„hallo“``: it knows no
    quotation marks but French ones and ASCII's.
    """

    id = "quotes"
    name = "Quotation marks"
    description = (
        "Quotation marks are the language's own, by CLDR («…» in Spanish, „…“ in German, 「…」 in "
        "Japanese), opened and closed; and where the source quotes, the text does."
    )
    severity = "warning"
    bad = (
        Example('Our "care"', 'Nuestro "cuidado"'),
        Example('Our "care"', "Unsere “Sorge”", "de"),
        Example('Our "care"', "Nuestro «cuidado"),
        Example('Our "care"', "Наша забота", "ru"),
        Example('Our "care"', '我们的"关怀"', "zh_Hans"),
    )
    good = (
        Example('Our "care"', "Nuestro «cuidado»"),
        Example('Our "care"', "Unsere „Sorge“", "de"),
        Example('Our "care"', "رعايتنا «هذه»", "ar"),
        Example('Our "care"', "我们的“关怀”", "zh_Hans"),
        Example('Our "care"', "私たちの「ケア」", "ja"),
        Example('Our "care"', "”החמלה” שלנו", "he"),
        Example("the army", 'צה"ל', "he"),
        Example("It’s ours", "C’est à nous", "fr"),
        Example("Care", "das sind ’ne Menge", "de"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Findings of each kind, one kind a text."""
        own = quotes_of(pair.language)
        straight = list(_STRAIGHT.finditer(pair.prose))
        if straight:
            outer = own[0]
            for number, found in enumerate(straight):
                mark = outer[number % 2] if len(straight) % 2 == 0 else None
                message = f"{pair.language.english_name} quotes with {outer[0]}…{outer[1]}."
                yield self.finding(message, found.span(), mark)
            return
        foreign = [
            found
            for found in _QUOTING.finditer(pair.prose)
            if not any(found[0] in marks for marks in own) and found[0] != '"'
        ]
        for found in foreign:
            outer = own[0]
            message = (
                f"{pair.language.english_name} quotes with {outer[0]}…{outer[1]}, "
                f"and not with {found[0]}."
            )
            yield self.finding(message, found.span())
        if foreign:
            return
        alone = _mark_alone(pair.prose, own)
        if alone is not None:
            message = f"The quotation mark {pair.prose[alone]} stands alone: open or close it."
            yield self.finding(message, (alone, alone + 1))
        elif _quotes(pair.source_prose) and not _SETS_OFF.search(pair.prose):
            yield self.finding("The source quotes something, and this text does not.")


def _quotes(text: str) -> bool:
    return len(_STRAIGHT.findall(text)) >= 2 or ("“" in text and "”" in text)


def _mark_alone(text: str, own: tuple[str, ...]) -> int | None:
    """The place of a mark that has no other, where the text has an odd one of a pair."""
    for marks in own:
        opening, closing = marks[0], marks[1]
        if opening in "’‘‚" or closing in "’‘":
            continue  # Apostrophes look the same.
        is_shared = any({opening, closing} & set(other) for other in own if other != marks)
        places = [place for place, character in enumerate(text) if character in marks]
        if opening == closing or is_shared:
            related = "".join(other for other in own if {opening, closing} & set(other))
            places = [place for place, character in enumerate(text) if character in related]
            if len(places) % 2:
                return places[-1]
        elif text.count(opening) != text.count(closing):
            return places[-1]
    return None
