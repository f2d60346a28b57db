"""Markup that can't be kept: message texts know emphasis, links and lists, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from patio.catalog.units import MessageFormat

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .tokens import blot_destinations

_HTML = re.compile(r"(?<!\\)<(?:/?[A-Za-z][A-Za-z0-9-]{0,30}(?:[\s/][^<>\n]{0,200})?>|!--)")

#: What CommonMark and GitHub know and a message text shows as typed, each with what to do. Each
#: pattern is bounded, so that searching costs a time proportional to the text.
_IN_MARKDOWN: Final[tuple[tuple[str, re.Pattern[str], str], ...]] = (
    (
        "a heading",
        re.compile(r"^ {0,3}#{1,6}[ \t]+\S.{0,80}", re.M),
        "write it as a paragraph, or without the “#”",
    ),
    (
        "a block quotation",
        re.compile(r"^ {0,3}>.{0,80}", re.M),
        "use your language's quotation marks",
    ),
    (
        "code",
        re.compile(r"^ {0,3}(?:```|~~~).{0,80}|(?<!`)`[^`\n]{1,80}`(?!`)", re.M),
        "write the words alone",
    ),
    (
        "a line across the page",
        re.compile(r"^ {0,3}(?:-{3,80}|_{3,80}|\*{3,80}|={3,80})[ \t]{0,9}$", re.M),
        "leave it out",
    ),
    (
        "a table",
        re.compile(r"^ {0,3}\|?[ \t]{0,9}:?-{3,80}:?[ \t]{0,9}\|.{0,80}", re.M),
        "write a list",
    ),
    ("an image", re.compile(r"(?<!\\)!\[[^\]\n]{0,200}\]\([^)\n]{0,2000}\)"), "leave it out"),
    ("HTML", _HTML, "write *italics* and **bold** with asterisks"),
    (
        "emphasis by underscore",
        re.compile(r"(?<![\w\\])_{1,2}(?=[^\s_])[^_\n]{1,200}(?<=\S)_{1,2}(?!\w)"),
        "write *italics* and **bold** with asterisks",
    ),
    ("struck-out text", re.compile(r"(?<![~\\])~~[^~\n]{1,200}~~(?!~)"), "leave it out"),
)
_ADDRESS = re.compile(r"(?<!\\)<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{0,200}>")
_IN_PLAIN: Final[tuple[tuple[str, re.Pattern[str], str], ...]] = (
    ("HTML", _HTML, "write the words alone"),
    ("bold", re.compile(r"(?<![\w*])\*\*(?=[^\s*])[^*\n]{1,200}\*\*(?!\*)"), "leave the stars out"),
    ("a link", re.compile(r"(?<!\\)\[[^\]\n]{1,200}\]\([^)\n]{1,500}\)"), "write the words alone"),
)
_ANY_MARK = re.compile(r"[<>#`~_|*\[]|---|===")
_NUMBERED_LINE = re.compile(r"^( {0,12})([0-9]{1,9})\.[ \t]+\S", re.M)


@register
class Markup(Check):
    """What the source does not have and the text can't keep.

    A construct that the source has too is shown as typed in both, and is none of the translator's
    doing. translate-toolkit's ``xmltags`` knows tags, and no Markdown.
    """

    id = "markup"
    name = "Markup that can't be kept"
    description = (
        "Message texts know *italics*, **bold**, [links](https://example.org) and lists; titles "
        "know no markup at all. Everything else would be shown as the characters typed, or be "
        "dropped: HTML, headings, images, code, tables, titles and empty words of links, addresses "
        "that no link may have, numbers of a list that don't count 1, 2, 3."
    )
    severity = "error"
    bad = (
        Example("Care", "<b>Cuidado</b>"),
        Example("Care", "# Cuidado"),
        Example("Care", "_Cuidado_"),
        Example("Care", "[Cuidado](javascript:alert)"),
        Example("Care", "![Cuidado](https://example.org/a.png)"),
        Example("**Care**", "**العناية** <br>", "ar"),
        Example("1. One\n2. Two", "1. Uno\n3. Dos"),
        Example("See https://x.org.", "Vea <https://x.org>."),
        Example("Care", "<i>关怀</i>", "zh_Hans", MessageFormat.PLAIN),
    )
    good = (
        Example("*Care* and **love**", "*Cuidado* y **amor**"),
        Example("Care", "Kolleg_innen <3, 5 > 3", "de"),
        Example("Care <b>", "Cuidado <b>"),
        Example("Care", "\\<b> y \\_amor\\_"),
        Example("[us](https://x.org/_a_)", "[nosotras](https://x.org/_a_)"),
        Example("In short", "- Uno\n- Dos"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """The first of each construct."""
        text = pair.text
        if _ANY_MARK.search(text):
            yield from self._shown_as_typed(pair)
        if pair.is_markdown:
            if "](" in text:
                yield from self._dropped_from_links(pair)
            if "." in text and "\n" in text:
                yield from self._dropped_numbers(pair)

    def _shown_as_typed(self, pair: Pair) -> Iterator[Finding]:
        patterns = _IN_MARKDOWN if pair.is_markdown else _IN_PLAIN
        # Plain text keeps its addresses: there, a link is markup.
        text = pair.prose if pair.is_markdown else pair.text
        source = pair.source_prose if pair.is_markdown else pair.source or ""
        for what, pattern, remedy in patterns:
            found = pattern.search(text)
            if found and not pattern.search(source):
                message = f"This would be shown as typed, {what} can't be used here: {remedy}."
                yield self.finding(message, found.span())
        address = _ADDRESS.search(blot_destinations(pair.text)) if pair.is_markdown else None
        if address and not _ADDRESS.search(blot_destinations(pair.source or "")):
            message = "An address between < and > makes no link: write [words](address)."
            yield self.finding(message, address.span())

    def _dropped_from_links(self, pair: Pair) -> Iterator[Finding]:
        mine, theirs = pair.links, pair.source_links
        for url in mine.refused:
            if url not in theirs.refused:
                message = (
                    f"“{url[:80]}” can't be linked to: an address starts with http://, https://, "
                    "mailto:, tel: or page:."
                )
                yield self.finding(message, place_of(pair.text, url))
        if mine.titles and not theirs.titles:
            message = f"The title “{mine.titles[0][:80]}” of a link can't be kept: leave it out."
            yield self.finding(message, place_of(pair.text, mine.titles[0]))
        if mine.empty and not theirs.empty:
            message = f"The link to {mine.empty[0][:80]} has no words: write some between [ and ]."
            yield self.finding(message, place_of(pair.text, mine.empty[0]))

    def _dropped_numbers(self, pair: Pair) -> Iterator[Finding]:
        """Numbers that a list, which counts by itself, would drop."""
        wrong = _wrong_number(pair.text)
        if wrong is not None and _wrong_number(pair.source or "") is None:
            number, expected = wrong[2], str(int(wrong[2]))
            message = (
                f"Lists count by themselves, and the number {expected} would be dropped: write "
                f"“{number}\\.” for a text that begins with it."
            )
            yield self.finding(message, wrong.span(2))


def _wrong_number(text: str) -> re.Match[str] | None:
    """The first number of a list that is neither in sequence nor a repeated 1."""
    counts: dict[str, tuple[int, bool]] = {}
    end = -1
    for found in _NUMBERED_LINE.finditer(text):
        indent, number = found[1], int(found[2])
        if "\n\n" in text[end : found.start()] if end >= 0 else False:
            gap = text[end : found.start()].rsplit("\n\n", 1)[-1]
            if gap.strip():
                counts.clear()  # A paragraph stands between: another list.
        end = found.end()
        place, all_ones = counts.get(indent, (0, True))
        if place == 0:
            if number != 1:
                continue  # Only "1." begins a list: "1990. The year" is a text.
            counts[indent] = (1, True)
            continue
        place += 1
        all_ones = all_ones and number == 1
        if number != place and not all_ones:
            return found
        counts[indent] = (place, all_ones)
    return None


def place_of(text: str, part: str) -> tuple[int, int] | None:
    """Where a part stands in a text; ``None`` where it stands only in another spelling."""
    start = text.find(part) if part else -1
    return (start, start + len(part)) if start >= 0 else None
