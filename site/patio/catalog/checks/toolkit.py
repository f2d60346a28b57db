"""translate-toolkit's checks, where they are right; the docstrings of ours say where they are not.

It is imported when the first text is checked, never at start-up nor for errors: a tenth of a
second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .tokens import BLOT
from .typography import is_spaced

#: "z.B.", "p.ej.", "a.m.": abbreviations that many write without a space.
_ABBREVIATION = re.compile(r"(?<!\w)(?:\w{1,3}\.){2,}")
_MARK = re.compile(r"\w[,;:!?.،؛؟]\w")


@register
class SpaceAfterMarks(Check):
    """translate-toolkit's ``puncspacing``, abbreviations left out, which it fails."""

    id = "space-after-marks"
    name = "Space after punctuation"
    description = "A mark is followed by a word without a space between them. Write one."
    severity = "warning"
    bad = (
        Example("One, two.", "Uno,dos."),
        Example("One, two.", "Один,два.", "ru"),
        Example("One, two.", "واحد،اثنان.", "ar"),
        Example("One, two.", "א,ב.", "he"),
    )
    good = (
        Example("One, two.", "Uno, dos."),
        Example("One, two.", "一，二。", "zh_Hans"),
        Example("At three.", "A las 3:30, p.ej."),
        Example("so (us).", "z.B. wir (d.h. alle).", "de"),
        Example("One, two.", "واحد، اثنان.", "ar"),
        Example("See x.org.", "Vea x.org."),
        Example("Why? Now.", "Pourquoi\u202f? Maintenant.", "fr"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding, at the first mark that it can be."""
        if pair.source is None or not is_spaced(pair.language):
            return
        text = _ABBREVIATION.sub(lambda found: BLOT * len(found[0]), pair.prose)
        marks = [found for found in _MARK.finditer(text) if not _is_of_number(found[0])]
        if marks and not passes("puncspacing", pair.source_prose, text, pair.language.gettext):
            start, end = marks[0].span()
            message = f"A space is missing after “{text[start + 1]}”."
            yield self.finding(message, (start + 1, end - 1), f"{text[start + 1]} ")


def _is_of_number(mark: str) -> bool:
    return mark[0].isdigit() and mark[-1].isdigit()


def passes(name: str, source: str, text: str, code: str) -> bool:
    """Whether translate-toolkit's check of that name finds nothing.

    ``code`` is the language in gettext's form.
    """
    from translate.filters.checks.exceptions import FilterFailure

    try:
        return bool(getattr(_checker(code), name)(source, text))
    except FilterFailure:
        return False


@cache
def _checker(code: str) -> Any:
    from translate.filters.checks import CheckerConfig, StandardChecker

    return StandardChecker(CheckerConfig(targetlanguage=code))
