"""The shape of a Markdown text: lists, paragraphs, emphasis."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from markdown_it import MarkdownIt

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair

_MARKER = re.compile(r"^[ \t]*(?:[-+*]|1\.)[ \t]", re.MULTILINE)
_STARS = re.compile(r"(?<![\\*])(\*{1,3})(?![*])")


@register
class Structure(Check):
    """Items and paragraphs that are not as many as the source's."""

    id = "structure"
    name = "Lists and paragraphs"
    description = (
        "The source has more or fewer list items or paragraphs, or its list is of the other kind. "
        "Each item begins a line with “- ” or “1. ”; an empty line begins a paragraph."
    )
    severity = "warning"
    bad = (
        Example("- One\n- Two\n- Three", "- Uno\n- Dos"),
        Example("- One\n- Two", "1. Uno\n1. Dos"),
        Example("One.\n\nTwo.", "واحد. اثنان.", "ar"),
        Example("- One\n- Two", "– Один\n– Два", "ru"),
    )
    good = (
        Example("- One\n- Two", "* 一\n* 二", "zh_Hans"),
        Example("1. One\n2. Two", "1. Uno\n1. Dos"),
        Example("One.\n\nTwo.", "Uno.\n\nDos."),
        Example("One\nmore.", "Uno más."),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a kind of block."""
        if not pair.is_markdown or pair.source is None:
            return
        if "\n" not in pair.text and "\n" not in pair.source:
            return  # One paragraph or one item each, as the first characters say.
        source, text = _blocks(pair.source), _blocks(pair.text)
        for kind, singular in (
            ("bullet", "list item"),
            ("number", "item of a numbered list"),
            ("paragraph", "paragraph"),
        ):
            if source[kind] != text[kind]:
                what = singular if source[kind] == 1 else _plural(singular)
                yield self.finding(f"The source has {source[kind]} {what}, the text {text[kind]}.")


def _plural(words: str) -> str:
    return words.replace("item", "items", 1) if "item" in words else f"{words}s"


def _blocks(text: str) -> Counter[str]:
    """How many items and paragraphs there are, outside of one another."""
    blocks: Counter[str] = Counter()
    lists: list[str] = []
    reader = MarkdownIt("zero", {"maxNesting": 24}).enable("list")
    for token in reader.parse(text):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append("bullet" if token.type[0] == "b" else "number")
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "list_item_open":
            blocks[lists[-1]] += 1
        elif token.type == "paragraph_open" and not lists:
            blocks["paragraph"] += 1
    return blocks


@register
class Emphasis(Check):
    """Asterisks that the source has not: emphasis, or a star that was meant as one.

    The other way about is no fault: many scripts have no italics.
    """

    id = "emphasis"
    name = "Emphasis"
    description = (
        "There are asterisks, and none in the source. Two of them make what stands between them "
        "italics: for a star that means nothing write \\*."
    )
    severity = "warning"
    bad = (
        Example("the staff and colleagues", "die Mitarbeiter*innen und Kolleg*innen", "de"),
        Example("**Care**", "**Cuidado"),
    )
    good = (
        Example("*Care*", "*Cuidado*"),
        Example("*Care*", "关怀", "zh_Hans"),
        Example("staff", "Mitarbeiter\\*innen", "de"),
        Example("staff", "Mitarbeiter*innen", "de"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding."""
        if not pair.is_markdown or "*" not in pair.text or pair.source is None:
            return
        stars = list(_STARS.finditer(_MARKER.sub(_blank, pair.prose)))
        source = len(_STARS.findall(_MARKER.sub(_blank, pair.source_prose)))
        if len(stars) % 2 and source % 2 == 0 and any(len(found[1]) > 1 for found in stars):
            yield self.finding("Emphasis is opened and not closed.", stars[-1].span())
        elif len(stars) > 1 and not source:
            message = "The source emphasises nothing: leave the stars out, or write \\* for each."
            yield self.finding(message, stars[0].span())


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
