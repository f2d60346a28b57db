"""Emphasis by asterisk: ``*`` switches italics, ``**`` bold, ``***`` both, on and off again.

A run of asterisks switches on what is off, if no white space follows, and off what is on, if none
comes before. For text whose emphasis is nested this reads as CommonMark 6.2 does. Where it differs
it is by intent:

- CommonMark's flanking rules ask for white space or punctuation outside when there is punctuation
  inside, so ``**「太字」**です`` or ``**Note:**see`` stay asterisks: a rule that languages written
  without spaces can't meet. Here they are bold.
- CommonMark nests, and ``**a*b**c*`` (bold, both, italic) can't be said; the editor can make it.
- Four asterisks and more are text, and so are underscores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from .grammar import STARS
from .model import Style

_SWITCHED = {1: Style.ITALIC, 2: Style.BOLD, 3: Style.BOLD | Style.ITALIC}
_WIDTH = {Style.ITALIC: 1, Style.BOLD: 2}


@dataclass(slots=True)
class Switch:
    """What a run of asterisks does: ``turned`` changes, ``literal`` asterisks are text."""

    literal: int
    turned: Style = Style.NONE


def resolve(tokens: Sequence[Token], allowed: Style) -> dict[int, Switch]:
    """What each run of asterisks does, by its index among the inline tokens of a block."""
    switches: dict[int, Switch] = {}
    opened_at: dict[Style, int] = {}
    for index, token in enumerate(tokens):
        if token.type != STARS:
            continue
        switch = switches[index] = Switch(literal=len(token.content))
        wanted = _SWITCHED.get(len(token.content), Style.NONE)
        if wanted & ~allowed:
            continue
        for style, width in _WIDTH.items():
            if not style & wanted:
                continue
            if style in opened_at and token.meta["closes"]:
                for end in (switches[opened_at.pop(style)], switch):
                    end.turned |= style
                    end.literal -= width
            elif token.meta["opens"]:
                opened_at[style] = index
    return switches
