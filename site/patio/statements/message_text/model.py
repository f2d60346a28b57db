"""A rich text as both sides see it: a list of blocks, each a list of runs.

This is the model of the editor itself (Draft.js ContentState: flat blocks with a depth, and ranges
of style that may overlap), without its keys. Being flat, nothing here ever recurses.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntFlag

from .addresses import Target
from .errors import TextTooLongError, UnsupportedFeatureError

#: Levels of list inside list. Deeper items are kept, at this depth.
MAX_LIST_DEPTH = 6

#: Characters of a message text; the longest statement known has under 1,000.
MAX_MESSAGE_TEXT = 100_000

#: Characters of database HTML: what the longest message text can grow to.
MAX_DB_HTML = 1_000_000


class Style(IntFlag):
    """The styles of a character."""

    NONE = 0
    BOLD = 1
    ITALIC = 2


class Kind(Enum):
    """What a block is; a list item's value is its list's element."""

    PARAGRAPH = "p"
    BULLET = "ul"
    NUMBER = "ol"

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return self is not Kind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style and link. A line break is a newline; there is no other newline."""

    text: str
    style: Style = Style.NONE
    link: Target | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list item of a depth from 0. Runs are as long as they can be."""

    kind: Kind
    depth: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a field's rich text features let through."""

    style: Style
    links: bool
    kinds: frozenset[Kind]

    @classmethod
    def by_features(cls, features: tuple[str, ...]) -> Allowed:
        """Wagtail's names of features, in our terms. Raises ``UnsupportedFeatureError``."""
        unknown = set(features) - {"bold", "italic", "link", "ol", "ul"}
        if unknown:
            raise UnsupportedFeatureError(unknown)
        style = Style.NONE
        if "bold" in features:
            style |= Style.BOLD
        if "italic" in features:
            style |= Style.ITALIC
        kinds = {kind for kind in Kind if kind.value in features}
        return cls(style=style, links="link" in features, kinds=frozenset(kinds))


def check_length(text: str, limit: int) -> None:
    """Raise ``TextTooLongError`` where a text is longer than the limit."""
    if len(text) > limit:
        raise TextTooLongError(len(text), limit)
