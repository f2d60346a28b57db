"""Texts that people wrote, shown in a terminal: what changed, and nothing that acts on it."""

from __future__ import annotations

import unicodedata

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.text import Text

from patio.catalog.diff import word_diff

_STYLES = {"same": "", "deleted": "red strike", "inserted": "green underline"}
#: As ``wdiff`` marks them, where there are no colours.
_MARKS = {"same": ("", ""), "deleted": ("[-", "-]"), "inserted": ("{+", "+}")}
#: Of the characters that no terminal should be sent, what texts are made of.
_NEEDED = frozenset("\n\u200c\u200d")


def visible(text: str) -> str:
    r"""A text with its controls written out, so that it can't steer the terminal or turn around.

    >>> visible("a\x1b[2Jb\u202ec")
    'a\\u001b[2Jb\\u202ec'
    """
    return "".join(
        c if c in _NEEDED or unicodedata.category(c)[0] != "C" else f"\\u{ord(c):04x}" for c in text
    )


def visible_line(text: str) -> str:
    r"""A text as one line: no name in a report begins a line of its own.

    >>> visible_line("a\nb")
    'a\\u000ab'
    """
    return visible(text).replace("\n", "\\u000a")


class Terminal:
    """Prints lines and differences, in colour where that is a terminal."""

    def __init__(self, stdout: OutputWrapper) -> None:
        self.console = Console(file=stdout, highlight=False, soft_wrap=True)  # type: ignore[arg-type]
        self.has_colours = self.console.is_terminal and not self.console.no_color

    def line(self, text: str, style: str = "") -> None:
        """A line, whatever is in it."""
        self.console.print(Text(visible(text), style=style))

    def difference(self, old: str, new: str, *, indent: str = "    ") -> None:
        """What makes ``new`` of ``old``, word by word."""
        shown = Text()
        for segment in word_diff(old, new):
            before, after = ("", "") if self.has_colours else _MARKS[segment.kind]
            text = f"{before}{visible(segment.text)}{after}"
            shown.append(text.replace("\n", f"\n{indent}"), _STYLES[segment.kind])
        self.console.print(Text(indent) + shown)
