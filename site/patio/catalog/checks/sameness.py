"""What was left in the source's language: all of a text, or words of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patio.catalog.units import MessageFormat

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .typography import script_of_character, scripts_of, words_in

_PLAIN = MessageFormat.PLAIN
#: So many words in a row are the same in two languages by chance only in names.
_ROW = 4
#: Letters of a word that is no abbreviation of a unit or the like.
_LONG_ENOUGH = 4


@register
class SameAsSource(Check):
    """The source again. translate-toolkit's ``unchanged`` fails "Innovation" in French as well."""

    id = "same-as-source"
    name = "Same as the source"
    description = (
        "The text is the source itself. A single word may be the same in languages of one script; "
        "names that must stay always may."
    )
    severity = "warning"
    bad = (
        Example("Social Impact", "Social Impact", "es", _PLAIN),
        Example("We care.", "We care."),
        Example("Innovation", "Innovation", "ar", _PLAIN),
    )
    good = (
        Example("Innovation", "Innovation", "fr", _PLAIN),
        Example("Patio", "Patio", "ar", _PLAIN),
        Example("2019", "2019"),
        Example("IPv4", "IPv4", "ru"),
        Example("https://x.org", "https://x.org"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding."""
        if pair.source is None or pair.text.strip() != pair.source.strip():
            return
        words = [
            word[0]
            for word in words_in(pair.prose)
            if word[0] not in pair.names and not _is_abbreviation(word[0])
        ]
        if len(words) > 1 or (words and _is_foreign(words[0], pair)):
            yield self.finding("This is the source, not a translation of it.")


@register
class Untranslated(Check):
    """Words of the source inside the translation.

    In another script a single word of the source that is no name; in the same one, a row of words,
    since languages share words.
    """

    id = "untranslated"
    name = "Untranslated words"
    description = (
        "Words of the source were left in the text. Translate them, unless they are names."
    )
    severity = "warning"
    bad = (
        Example("We foster a federation of cooperatives.", "نرعى cooperatives اتحاد", "ar"),
        Example("We care. We share what we know.", "Cuidamos. We share what we know."),
        Example("We love democracy.", "我们热爱democracy。", "zh_Hans"),
    )
    good = (
        Example("Patio cares for NGOs.", "Patio 关怀 NGO。", "zh_Hans"),
        Example("social and digital impact", "impact social et digital", "fr"),
        Example("We use Wagtail.", "Мы используем Wagtail.", "ru"),
        Example("Care", "Забота", "ru"),
        Example("Dates are YYYY-MM-DD HH:MM.", "Datum ist YYYY-MM-DD HH:MM.", "de"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a row of words."""
        if pair.source is None or pair.text.strip() == pair.source.strip():
            return
        source = [word[0] for word in words_in(pair.source_prose)]
        known = {word for word in source if len(word) >= _LONG_ENOUGH and word.islower()}
        words = words_in(pair.prose)
        if not known.isdisjoint(word[0] for word in words):
            foreign = [word for word in words if word[0] in known and _is_foreign(word[0], pair)]
            for word in foreign:
                yield self.finding(f"“{word[0]}” is a word of the source.", word.span())
            if not foreign:
                yield from self._rows(pair, source, words)

    def _rows(self, pair: Pair, source: list[str], words: list[re.Match[str]]) -> Iterator[Finding]:
        rows = {
            row
            for place in range(len(source) - _ROW + 1)
            if all(map(str.islower, (row := tuple(source[place : place + _ROW]))[1:]))
        }
        end = 0
        for place in range(len(words) - _ROW + 1):
            row = tuple(word[0] for word in words[place : place + _ROW])
            if place >= end and row in rows:
                end = place + _ROW
                start, stop = words[place].start(), words[end - 1].end()
                shown = pair.text[start:stop]
                yield self.finding(f"“{shown}” stands in the source too.", (start, stop))


def _is_abbreviation(word: str) -> bool:
    return sum(map(str.isupper, word)) > 1


def _is_foreign(word: str, pair: Pair) -> bool:
    """Whether a word is written in no script of the language."""
    scripts = scripts_of(pair.language)
    return bool(scripts) and all(script_of_character(letter) not in scripts for letter in word)
