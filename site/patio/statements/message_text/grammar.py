"""The grammar of message texts: CommonMark's paragraphs, lists, links, escapes and entities, and
emphasis by asterisk. markdown-it-py parses; all that is switched off stays text, as typed.

Three rules are narrower than CommonMark's, each so that no text is lost:

- a numbered list starts with ``1.`` (CommonMark 5.3 takes any number, and ``1)``), so that a
  paragraph "1990. The year …" keeps its number;
- lists nest to a limit, where the parser itself would drop the rest;
- an image is text.

Emphasis is ours, see ``emphasis``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .addresses import from_destination, is_page_reference
from .model import MAX_LIST_DEPTH, Allowed, Kind
from .removals import Construct, RemovalLog

#: Token type of a run of asterisks, its content the run, its meta what may become of it.
STARS = "stars"

#: How deep brackets are looked through for links; the parser's own limit.
MAX_BRACKETS = 20

_MARKER = re.compile(r"(?:(?P<bullet>[-+*])|(?P<number>[0-9]{1,9})\.)(?=[ \t]|$)")
_LIST_LEVELS = 2  # the parser counts a list and its item


def parse(text: str, *, allowed: Allowed, ids: Mapping[str, int], log: RemovalLog) -> list[Token]:
    """Block tokens of a cleaned message text, inline tokens in their ``children``."""
    return _Grammar(allowed, ids, log).parse(text)


class _Grammar(MarkdownIt):
    """One parser for one text: it knows which pages exist and where to say what it refused."""

    def __init__(self, allowed: Allowed, ids: Mapping[str, int], log: RemovalLog) -> None:
        # Blocks are limited by ``_limit_lists``; inline nesting is limited by the parser.
        super().__init__(
            "zero", {"maxNesting": max(MAX_BRACKETS, 2 * _LIST_LEVELS * MAX_LIST_DEPTH)}
        )
        self._ids = ids
        self._log = log
        self.enable(["escape", "entity", "newline"])
        if allowed.kinds & {Kind.BULLET, Kind.NUMBER}:
            self.enable("list")
            self.block.ruler.at(
                "list", _limit_lists(allowed), {"alt": ["paragraph", "reference", "blockquote"]}
            )
        if allowed.links:
            self.enable("link")
        self.inline.ruler.after("escape", STARS, _stars)
        self.inline.ruler.after(STARS, "image_as_text", _image_as_text)
        self.enable([STARS, "image_as_text"])

    def normalizeLink(self, url: str) -> str:  # noqa: N802  markdown-it's name
        """Leave it: what an address is kept as is decided in ``addresses``."""
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802  markdown-it's name
        """Whether a destination may become a link; if not, its source stays text."""
        if from_destination(url, self._ids) is not None:
            return True
        unknown = Construct.UNKNOWN_PAGE if is_page_reference(url) else Construct.ADDRESS
        self._log.add(unknown, url)
        return False


def _limit_lists(allowed: Allowed) -> Callable[[StateBlock, int, int, bool], bool]:
    """markdown-it's list rule, for the lists that a message text may have."""

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.level >= _LIST_LEVELS * MAX_LIST_DEPTH:
            return False
        first = state.bMarks[start] + state.tShift[start]
        marker = _MARKER.match(state.src, first, state.eMarks[start])
        if not marker:
            return False
        number = marker["number"]
        if (Kind.NUMBER if number else Kind.BULLET) not in allowed.kinds:
            return False
        if number and int(number) != 1 and not silent:
            return False
        return list_block(state, start, end, silent)

    return rule


def _stars(state: StateInline, silent: bool) -> bool:
    """A run of asterisks."""
    start = end = state.pos
    while end < state.posMax and state.src[end] == "*":
        end += 1
    if end == start:
        return False
    if not silent:
        before = state.src[start - 1] if start else " "
        after = state.src[end] if end < len(state.src) else " "
        if state.src.startswith("\\\n", end):  # a line break, which also two spaces can write
            after = " "
        token = state.push(STARS, "", 0)
        token.content = state.src[start:end]
        token.meta = _flanks(before, after)
    state.pos = end
    return True


def _flanks(before: str, after: str) -> dict[str, Any]:
    return {"closes": not before.isspace(), "opens": not after.isspace()}


def _image_as_text(state: StateInline, silent: bool) -> bool:
    """``![`` opens nothing."""
    if not state.src.startswith("![", state.pos, state.posMax):
        return False
    if not silent:
        state.pending += "!["
    state.pos += 2
    return True
