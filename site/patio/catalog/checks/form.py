"""What a text as a whole must be: of a size, with something to see, in one line where plain."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from patio.catalog.units import MessageFormat

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair

MAX_TEXT_LENGTH = 50_000
#: Of a text in one line, as Wagtail's titles hold it.
MAX_LINE_LENGTH = 255


@register
class Length(Check):
    """Longer than what can be kept. Checked first: nothing else looks at such a text."""

    id = "length"
    name = "Too long"
    description = (
        f"A title is at most {MAX_LINE_LENGTH} characters long, any text at most "
        f"{MAX_TEXT_LENGTH:,}. Shorten it."
    )
    severity = "error"
    bad = (Example("Care", "Cuidado " * 40, message_format=MessageFormat.PLAIN),)
    good = (Example("Care", "Cuidado"), Example("Care", "Cuidado " * 40))

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding."""
        length = len(pair.text)
        if length > MAX_TEXT_LENGTH:
            message = f"The text is longer than {MAX_TEXT_LENGTH} characters: shorten it."
            yield self.finding(message, (MAX_TEXT_LENGTH, length))
        elif not pair.is_markdown and length > MAX_LINE_LENGTH:
            message = f"A title is at most {MAX_LINE_LENGTH} characters long: shorten it."
            yield self.finding(message, (MAX_LINE_LENGTH, length))


@register
class Blank(Check):
    """Nothing to see: white space, or entities that name it."""

    id = "blank"
    name = "Blank"
    description = "There is nothing to see in the text. Write one, or leave it empty."
    severity = "error"
    bad = (Example("Care", " \n"), Example("Care", "&nbsp;"))
    good = (Example("Care", "Cuidado"),)

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding."""
        # An entity that is shown as typed in plain text says nothing there either.
        if pair.text.isspace() or ("&" in pair.text and not unescape(pair.text).strip()):
            yield self.finding("There is nothing to see in this text: write one.")


@register
class OneLine(Check):
    """A line break in a text of one line."""

    id = "one-line"
    name = "Several lines"
    description = "Titles and slogans are one line. Join the lines."
    severity = "error"
    bad = (Example("Care", "Cuidado\nmutuo", message_format=MessageFormat.PLAIN),)
    good = (Example("Care", "Cuidado\nmutuo"),)

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding."""
        if not pair.is_markdown and "\n" in pair.text:
            place = pair.text.index("\n")
            yield self.finding("Write this text in one line.", (place, place + 1), " ")
