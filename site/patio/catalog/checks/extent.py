"""How much there is: length and number of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .tokens import BLOT
from .typography import ENDS, ENDS_IN_LATIN, WITHOUT_END_MARKS, Marks, for_language

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
    fails Chinese, and passes an eighth of a text in Spanish.
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

    translate-toolkit's ``sentencecount`` fails any difference, where translators may join and split
    sentences; it takes "Am 3. Mai" for two, knows none in Burmese and Thai, and its time grows with
    the square of a text: 40 s for one as long as a text may be.
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
        Example("One. Two. Three.", "一，二，三。", "zh_Hans"),
    )
    good = (
        Example("One. Two.", "Uno y dos."),
        Example("One. Two. Three.", "一。二。三。", "zh_Hans"),
        Example("One. Two. Three.", "หนึ่ง สอง สาม", "th"),
        Example("One? Two. Three! Four.", "Ένα; Δύο. Τρία! Τέσσερα.", "el"),
        Example("One. Two. Three.", "አንድ። ሁለት። ሦስት።", "am"),
        Example("One. Two. Three.", "Uno, etc. y dos. «Tres.» Cuatro..."),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding."""
        if pair.source is None or pair.language.tag.split("-")[0] in WITHOUT_END_MARKS:
            return
        source = count_sentences(pair.source_prose, ENDS_IN_LATIN)
        present = count_sentences(pair.prose, for_language(ENDS, pair.language, ENDS_IN_LATIN))
        if abs(present - source) > max(1, source // 3):
            yield self.finding(f"The source has {source} sentences, the text {present}.")


_MARKS = re.compile(r"(?<![.!?…])[.!?…]++|[;\u037e։።॥।۔؟፧。．｡！？⋯။។៕།]")
_CLOSING = re.compile(r"[\"'’”»›)\]）」』*_]*+")


def count_sentences(text: str, marks: Marks) -> int:
    """The sentences of a text, by the marks of its language.

    A mark of ASCII ends one where a space follows it and then no small letter, as after "etc.", or
    digit, and no digit stands before it. In time that grows with the text.

    >>> count_sentences("Am 3. Mai, etc. und so. Zwei", ENDS_IN_LATIN)
    2
    """
    ends = "".join(marks.get(kind, "") for kind in ".?!…") + ".!?…"
    count = last = 0
    for found in _MARKS.finditer(text):
        start = found.start()
        if text[start] not in ends:
            continue
        closing = _CLOSING.match(text, found.end())
        end = closing.end() if closing else found.end()
        rest = text[end : end + 8].lstrip()
        if text[start].isascii() and rest:
            if rest[0].islower() or rest[0].isdigit() or text[start - 1 : start].isdigit():
                continue
            if len(rest) == len(text[end : end + 8]):
                continue  # No space: "x.org", "3.5".
        count, last = count + 1, end
    return count + any(map(str.isalnum, text[last:]))
