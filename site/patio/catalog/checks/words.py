"""Words: doubled by mistake, or lost though they must stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .typography import for_language, is_spaced

_DOUBLED = re.compile(r"(?<![\w'’-])([^\W\d_]+)[ \u00a0\n]+\1(?![\w'’-])", re.IGNORECASE)
#: Languages that double words as a rule of their grammar (WALS, chapter 27: productive full
#: reduplication), by the scripts and families in which it is common.
_REDUPLICATING: Final = frozenset(
    {"id", "ms", "jv", "su", "tl", "fil", "ceb", "ilo", "haw", "mi", "sm", "mg", "sw", "rw", "ny"}
    | {"zu", "xh", "yo", "ha", "ig", "ee", "tw", "wo", "so", "am", "ti", "om"}
    | {"hi", "ur", "bn", "mr", "gu", "pa", "or", "as", "ne", "sd", "ta", "te", "kn", "ml", "si"}
    | {"fa", "ps", "tr", "az", "uz", "kk", "ky", "tt", "hy", "ka", "vi", "eu", "ko", "mn"}
)
#: Words that stand twice in good sentences.
_VALID: Final[Mapping[str, frozenset[str]]] = {
    "fr": frozenset({"nous", "vous"}),
    "de": frozenset({"die", "der", "das", "den", "dem", "sie"}),
    "nl": frozenset({"die", "dat", "het", "zij"}),
    "af": frozenset({"die", "nie"}),
    "it": frozenset({"piano", "via", "poco"}),
    "pl": frozenset({"się"}),
    "ar": frozenset({"شيئا", "شيئًا", "يدا", "يدًا"}),
}


@register
class DoubledWords(Check):
    """A word twice in a row.

    translate-toolkit's ``doublewords`` fails *pole pole* (Swahili), *orang orang* (Indonesian),
    *धीरे धीरे* (Hindi) and *nous nous aimons* (French).
    """

    id = "doubled-words"
    name = "Doubled words"
    description = (
        "A word stands twice. Not looked for in languages that double words by their grammar, nor "
        "where words are not spaced."
    )
    severity = "warning"
    bad = (
        Example("the house", "la la casa"),
        Example("the care", "Забота и и любовь", "ru"),
        Example("in care", "في في العناية", "ar"),
        Example("with care", "με με φροντίδα", "el"),
    )
    good = (
        Example("slowly", "pole pole", "sw"),
        Example("slowly", "धीरे धीरे", "hi"),
        Example("we love each other", "nous nous aimons", "fr"),
        Example("very very good", "muy muy bueno"),
        Example("the house", "la casa"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a pair of words."""
        language = pair.language
        if language.tag.split("-")[0] in _REDUPLICATING or not is_spaced(language):
            return
        valid = for_language(_VALID, language, frozenset())
        if _DOUBLED.search(pair.source_prose):
            return
        for found in _DOUBLED.finditer(pair.prose):
            if found[1].lower() not in valid:
                yield self.finding(f"“{found[1]}” stands twice.", found.span(), found[1])


@register
class Names(Check):
    """Names that must stay.

    translate-toolkit's ``notranslatewords`` wants words between spaces: it fails ``我们Patio``,
    ``وPatio`` and Finnish *Patiossa*.
    """

    id = "names"
    name = "Names that must stay"
    description = (
        "A name that is the same in all languages is missing. Write it as the source does."
    )
    severity = "warning"
    bad = (
        Example("Patio cares.", "El patio cuida."),
        Example("Patio cares.", "باتيو يعتني.", "ar"),
    )
    good = (
        Example("Patio cares.", "Patio cuida."),
        Example("Patio’s care", "Patio'nun özeni", "tr"),
        Example("Our Patio", "我们Patio", "zh_Hans"),
        Example("We care.", "Cuidamos."),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a name."""
        for name in pair.names:
            if pair.source and name in pair.source and name not in pair.text:
                yield self.finding(f"The name {name} is missing: it stays as it is.")
