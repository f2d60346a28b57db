"""White space at the ends, and in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patio.catalog.units import MessageFormat

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair

_PLAIN = MessageFormat.PLAIN
#: Between words; at a line's end Markdown gives two spaces a meaning, at its beginning any number.
_DOUBLE = re.compile(r"(?<=\S)[ \u00a0\u202f\u3000]{2,}(?=\S)")


@register
class EdgeSpaces(Check):
    """White space at the beginning or end that the source has not.

    translate-toolkit's ``startwhitespace`` and ``endwhitespace`` judge alike, without a place.
    """

    id = "edge-spaces"
    name = "Space at the beginning or end"
    description = "The text begins or ends with white space, and the source does not. Remove it."
    severity = "warning"
    bad = (
        Example("Care", " Cuidado"),
        Example("Care", "关怀\u3000", "zh_Hans", _PLAIN),
        Example("Care", "العناية\n", "ar"),
    )
    good = (Example("Care", "Cuidado"), Example("Care\n", "Cuidado\n"))

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding at each end."""
        text, source = pair.text, pair.source or ""
        if text[0].isspace() and not source[:1].isspace():
            yield self.finding(
                "The text begins with white space.", (0, len(text) - len(text.lstrip())), ""
            )
        if text[-1].isspace() and not source[-1:].isspace():
            yield self.finding(
                "The text ends with white space.", (len(text.rstrip()), len(text)), ""
            )


@register
class DoubleSpaces(Check):
    """Two spaces between words.

    translate-toolkit's ``doublespacing`` counts them in both texts, so that a source with two
    sentences "One.  Two." asks for two spaces in Chinese, and Markdown's line breaks are a fault.
    """

    id = "double-spaces"
    name = "Double spaces"
    description = "There are two or more spaces between two words. Leave one."
    severity = "warning"
    bad = (Example("Our care", "Nuestro  cuidado"), Example("Our care", "हमारी  देखभाल", "hi"))
    good = (
        Example("One. Two.", "Uno.  \nDos."),
        Example("- a\n  - b", "- a\n  - b"),
        Example("Why?", "Pourquoi\u202f?", "fr"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a place."""
        for found in _DOUBLE.finditer(pair.text):
            yield self.finding("There is more than one space.", found.span(), " ")
