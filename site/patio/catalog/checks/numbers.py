"""Numbers: figures of the source that the translation changes or loses.

An error refuses a volunteer's text, so it takes more than a figure that is not there:

- a small or round number may be written in words in any language: where nothing else stands in its
  place it is no error;
- what takes its place must say something else: not the same in another script, with other
  separators, in Roman or Han figures (XIX, 二〇一九), on another scale (1.5 million, 150万), on a
  clock of 24 hours, or in the calendar of the language (2019, ۱۳۹۸);
- digits with letters on them (B2B, 3rd, 1990s) have words of their own in other languages.

What is left is an error: a year, an amount or a long number that is not there, and a figure in the
place of which stands another. translate-toolkit's ``numbers`` fails 3 → ٣, 1,234.5 → 1 234,5,
3:30 → 15:30 and 12 → doce.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import repeat
from typing import Final

from patio.catalog.units import MessageFormat

from .base import Check, Example, register
from .figures import Figure, other_figures
from .finding import Finding
from .pair import Pair

#: Up to here languages write numbers in words as a matter of style.
_IN_WORDS = 100
#: Up to here it is the usual style, and nothing to be warned of.
_USUALLY_IN_WORDS = 12
#: What a year of the Common Era is less in calendars in daily use (CLDR, *calendarPreference*).
_CALENDARS: Final[dict[str, tuple[int, ...]]] = {
    "fa": (621, 622),
    "ps": (621, 622),
    "th": (-543,),
    "am": (7, 8),
    "ti": (7, 8),
    "he": (-3760, -3761),
    "ne": (-56, -57),
}
#: Languages that count in ten thousands, or in lakhs and crores, and not in thousands.
_IN_MYRIADS: Final = frozenset(
    {"zh", "ja", "ko", "yue", "hi", "bn", "mr", "gu", "pa", "ta", "te", "kn", "ml", "ne", "ur"}
    | {"si", "or", "as", "my", "km", "vi", "th"}
)
#: English words for a figure, by which a source says in words what a translation says in digits.
_ENGLISH: Final = {
    word: str(value)
    for value, words in (
        (0, {"zero"}),
        (1, {"one", "first", "once", "single"}),
        (2, {"two", "second", "twice", "both"}),
        (3, {"three", "third"}),
        (4, {"four", "fourth"}),
        (5, {"five", "fifth"}),
        (6, {"six", "sixth"}),
        (7, {"seven", "seventh"}),
        (8, {"eight", "eighth"}),
        (9, {"nine", "ninth"}),
        (10, {"ten", "tenth"}),
        (11, {"eleven", "eleventh"}),
        (12, {"twelve", "twelfth", "dozen"}),
        (50, {"half"}),
        (100, {"hundred"}),
        (1_000, {"thousand"}),
        (1_000_000, {"million"}),
    )
    for word in words
}


@register
class Numbers(Check):
    """Figures changed, or lost where nobody would write words."""

    id = "numbers"
    name = "Numbers"
    description = (
        "A number in digits was changed or is missing. Digits of any script and the language's own "
        "separators count as the same; small and round numbers may be written in words."
    )
    severity = "error"
    bad = (
        Example("Founded in 2019.", "Fundada en 2018."),
        Example("Founded in 2019.", "تأسست.", "ar"),
        Example("We are 25.", "Нас 52.", "ru"),
        Example("It grew by 3.5 %.", "增长了35%。", "zh_Hans"),
        Example("1,234 members", "१,२४३ सदस्य", "hi"),
    )
    good = (
        Example("3 of 1,000.", "٣ من ١٬٠٠٠.", "ar"),
        Example("We are 12.", "Somos doce."),
        Example("1,234.5 km", "1 234,5 km", "fr"),
        Example("1,234,567 people", "12,34,567 लोग", "hi"),
        Example("1,500,000 people", "150万人", "zh_Hans"),
        Example("the 19th century, 21 and 20", "siglo XIX, XXI y veinte"),
        Example("Since 2019.", "از سال ۱۳۹۸.", "fa"),
        Example("In 2019", "二〇一九年", "zh_Hans", MessageFormat.PLAIN),
        Example("At 3:30 pm", "um 15:30 Uhr", "de"),
        Example("On 12/31/2020", "am 31.12.2020", "de"),
        Example("two values", "2 valores"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a figure."""
        for figure, replaced_by in lost_figures(pair):
            if replaced_by is not None:
                message = (
                    f"The number {figure.shown} of the source became {replaced_by.shown} here."
                )
                yield self.finding(message, replaced_by.span)
            elif not _is_word_sized(figure):
                yield self.finding(f"The number {figure.shown} of the source is missing: write it.")


@register
class NumbersInWords(Check):
    """Figures that are not there, but may be in words."""

    id = "numbers-in-words"
    name = "Numbers in words"
    description = (
        "A number of the source is not there in digits. If it is there in words, all is well."
    )
    severity = "warning"
    bad = (
        Example("We are 60 people.", "Somos sesenta personas."),
        Example("We are 1,500 people.", "Somos mil quinientas personas."),
    )
    good = (Example("We are 5.", "Somos cinco."), Example("We are 60.", "Нас 60.", "ru"))

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a figure."""
        for figure, replaced_by in lost_figures(pair):
            if replaced_by is None and _is_word_sized(figure, above=_USUALLY_IN_WORDS):
                message = f"The number {figure.shown} is not here in digits: is it here in words?"
                yield self.finding(message)


def lost_figures(pair: Pair) -> list[tuple[Figure, Figure | None]]:
    """Figures of the source that are not in the translation, with what stands in their place."""
    source = pair.source_figures
    required = [figure for figure in source if figure.is_whole_word]
    if not required:
        return []
    figures = pair.figures
    present = set().union(*(figure.readings for figure in figures))
    if all(figure.readings & present for figure in required):
        return []
    present |= other_figures(pair.prose)
    missing = [figure for figure in required if not figure.readings & present]
    of_source = set().union(*(figure.readings for figure in source))
    words = re.findall(r"[a-z]+", pair.source_prose.lower())
    of_source |= {_ENGLISH[word] for word in words if word in _ENGLISH}
    extra = [figure for figure in figures if not figure.readings & of_source]
    lost: list[Figure] = []
    for figure in missing:
        equal = next((f for f in extra if _says_the_same(figure, f, pair)), None)
        if equal is not None:
            extra.remove(equal)
        else:
            lost.append(figure)
    replacements = [*extra, *repeat(None, len(lost))]
    return list(zip(lost, replacements, strict=False))


def _is_word_sized(figure: Figure, *, above: int = -1) -> bool:
    """Whether a number is small or round enough for words; and above another."""
    for value in figure.readings:
        if "." in value or len(value) > 12:
            continue
        number = int(value)
        if number > above and (number <= _IN_WORDS or len(value.rstrip("0")) <= 2):
            return True
    return False


def _says_the_same(source: Figure, figure: Figure, pair: Pair) -> bool:
    code = pair.language.tag.split("-")[0]
    offsets = _CALENDARS.get(code, ())
    smallest_scale = 3 if code not in _IN_MYRIADS else 1 if "illion" in pair.source_prose else 2
    for one in source.readings:
        for other in figure.readings:
            scale = abs(_magnitude(one) - _magnitude(other))
            if _digits(one) == _digits(other) and scale >= smallest_scale:
                return True  # 2,500,000 and 2.5 million, or 250 ten thousands.
            if "." in one or "." in other or len(one) > 4 or len(other) > 4:
                continue
            difference = int(one) - int(other)
            if difference == -12 and 1 <= int(one) <= 11:
                return True  # Afternoon, on a clock of 24 hours.
            if 1000 <= int(one) <= 2999 and difference in offsets:
                return True
    return False


def _digits(value: str) -> str:
    return value.replace(".", "").strip("0")


def _magnitude(value: str) -> int:
    """The power of ten of the first digit that is not 0."""
    whole, _, fraction = value.partition(".")
    if whole.strip("0"):
        return len(whole.lstrip("0"))
    return -(len(fraction) - len(fraction.lstrip("0")))
