"""How much there is: length and number of sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .tokens import BLOT
from .typography import for_language

#: Characters a text has for each of English, of running text. Measured on the project's catalogs
#: where there is one; else by the Universal Declaration of Human Rights (unicode.org/udhr).
_EXPANSION: Final[Mapping[str, float]] = {
    **dict.fromkeys(["zh", "yue"], 0.33),
    "ja": 0.45,
    "ko": 0.5,
    **dict.fromkeys(["he", "am", "ti"], 0.75),
    **dict.fromkeys(["ar", "fa", "ur", "ps", "ckb"], 0.85),
    **dict.fromkeys(["hi", "mr", "ne", "bn", "th", "lo"], 0.95),
    **dict.fromkeys(["es", "ca", "fr", "it", "pt", "de", "el", "pl", "ru", "uk", "hu", "nl"], 1.15),
    **dict.fromkeys(["ta", "ml", "my", "km", "gn", "qu"], 1.2),
}
#: Up to here a text is too short for its length to say anything.
_SHORT = 12
#: So many times longer or shorter than to be expected. Short texts vary more (W3C, *Text size in
#: translation*: up to 300 % of ten characters, 130 % of seventy).
_FAR_OFF = 2.2
_FAR_OFF_IF_SHORT = 3.5
_STILL_SHORT = 60


@register
class LengthOff(Check):
    """Much longer or shorter than the language would have it.

    translate-toolkit's ``short`` and ``long`` have one bound of ten times for all languages: it
    fails Chinese and passes half a text in Spanish.
    """

    id = "length-off"
    name = "Length far off"
    description = (
        "The text is much longer or shorter than its source lets expect in this language: "
        "something may be missing, or be there twice."
    )
    severity = "warning"
    bad = (
        Example("We believe that collaboration is essential to achieving goals.", "Creemos."),
        Example(
            "We believe that collaboration is essential to achieving goals.", "我们。", "zh_Hans"
        ),
        Example("We care about people.", "Nos importan las personas. " * 5),
    )
    good = (
        Example("We believe that collaboration is essential.", "我们相信协作至关重要。", "zh_Hans"),
        Example("Care", "Cuidado mutuo y atención"),
        Example("We care about people.", "Nos importan las personas."),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding."""
        length = len(pair.source_prose.replace(BLOT, "").strip())
        if length < _SHORT:
            return
        expected = length * for_language(_EXPANSION, pair.language, 1.05)
        actual = len(pair.prose.replace(BLOT, "").strip())
        limit = _FAR_OFF if length >= _STILL_SHORT else _FAR_OFF_IF_SHORT
        if actual > expected * limit:
            yield self.finding(
                f"The text is {actual / expected:.1f} times as long as is to be expected."
            )
        elif actual * limit < expected:
            yield self.finding(
                f"The text has {actual / expected:.0%} of the length that is to be expected."
            )


@register
class SentenceCount(Check):
    """Sentences lost or added.

    translate-toolkit splits sentences by each language's rules, and right but for a few scripts,
    for which nothing is said. Its ``sentencecount`` fails any difference, where translators may
    join and split sentences: here it takes one that says that something is missing.
    """

    id = "sentence-count"
    name = "Number of sentences"
    description = (
        "The text has many more or fewer sentences than its source. Join and split them as your "
        "language likes, but leave none out."
    )
    severity = "warning"
    bad = (
        Example("One. Two. Three. Four.", "Uno, dos."),
        Example("One is here. Two is there.", "एक। दो। तीन। चार। पाँच।", "hi"),
    )
    good = (
        Example("One. Two.", "Uno y dos."),
        Example("One. Two. Three.", "一。二。三。", "zh_Hans"),
        Example("One. Two. Three.", "หนึ่ง สอง สาม", "th"),
        Example("One? Two.", "Ένα; Δύο.", "el"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding."""
        code = pair.language.tag.split("-")[0]
        if code in _NOT_SPLIT or not pair.source:
            return
        source = len(sentences(pair.source_prose, "en"))
        if source < 2 and len(pair.prose) < 2 * len(pair.source_prose):
            return
        present = len(sentences(pair.prose, pair.language.gettext))
        if abs(present - source) > max(1, source // 3):
            yield self.finding(f"The source has {source} sentences, the text {present}.")


#: Languages whose sentences translate-toolkit 3.20 does not tell apart.
_NOT_SPLIT: Final = frozenset({"th", "lo", "my", "km", "bo", "dz"})


def sentences(text: str, code: str) -> list[str]:
    """The sentences of a text, by the rules of a language, in gettext's form."""
    found: list[str] = _toolkit_language(code).sentences(text)
    return found


@cache
def _toolkit_language(code: str) -> Any:
    """translate-toolkit's language, loaded when the first is asked for."""
    return import_module("translate.lang.factory").getlanguage(code)
