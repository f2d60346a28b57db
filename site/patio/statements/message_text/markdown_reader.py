"""From a message text to blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markdown_it.token import Token

from .addresses import Target, from_destination
from .builder import Builder, clean_characters
from .emphasis import resolve
from .grammar import STARS, parse
from .model import Allowed, Block, Kind, Style
from .removals import Construct, RemovalLog, find_shown_as_typed

_LISTS = {"bullet_list_open": Kind.BULLET, "ordered_list_open": Kind.NUMBER}


def read_message_text(
    text: str, allowed: Allowed, ids: Mapping[str, int], log: RemovalLog
) -> tuple[Block, ...]:
    """A message text as blocks in their normal form. Never raises, whatever the text."""
    text = clean_characters(text)
    find_shown_as_typed(text, log)
    builder = Builder(allowed, log)
    numbers: list[list[int]] = []
    for token in parse(text, allowed=allowed, ids=ids, log=log):
        if token.type in _LISTS:
            builder.open_list(_LISTS[token.type])
            numbers.append([])
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            builder.close_list()
            _check_numbers(numbers.pop(), log)
        elif token.type == "list_item_open":
            builder.open_item()
            if token.info:
                numbers[-1].append(int(token.info))
        elif token.type == "paragraph_open":
            builder.open_paragraph()
        elif token.type == "inline":
            _Inline(builder, ids, log).read(token.children or [])
        elif token.type in {"paragraph_close", "list_item_close"}:
            builder.close_block()
    return builder.finish()


def _check_numbers(numbers: Sequence[int], log: RemovalLog) -> None:
    """Note the first number that is neither in sequence nor a repeated 1."""
    if any(number != 1 for number in numbers):
        for place, number in enumerate(numbers, start=1):
            if number != place:
                log.add(Construct.LIST_NUMBER, f"{number}.")
                return


class _Inline:
    """The inline tokens of one block."""

    def __init__(self, builder: Builder, ids: Mapping[str, int], log: RemovalLog) -> None:
        self._builder = builder
        self._ids = ids
        self._log = log
        self._style = Style.NONE
        self._link: Target | None = None
        self._link_has_text = False

    def read(self, tokens: Sequence[Token]) -> None:
        """Feed the builder."""
        switches = resolve(tokens, self._builder.allowed.style)
        for index, token in enumerate(tokens):
            if token.type == STARS:
                switch = switches[index]
                # What is left over of a run that opens stands before it, of one that closes after.
                closing = switch.turned & self._style
                if not closing:
                    self._add("*" * switch.literal)
                self._style ^= switch.turned
                if closing:
                    self._add("*" * switch.literal)
            elif token.type == "softbreak":
                self._add(" ")
            elif token.type == "hardbreak":
                self._builder.add_break(self._style, self._link)
            elif token.type == "link_open":
                self._open_link(token)
            elif token.type == "link_close":
                self._close_link()
            else:
                self._add(token.content)

    def _add(self, text: str) -> None:
        if text.strip():
            self._link_has_text = True
        self._builder.add_text(text, self._style, self._link)

    def _open_link(self, token: Token) -> None:
        self._link = from_destination(str(token.attrGet("href") or ""), self._ids)
        self._link_has_text = False
        if self._link is None:  # ``[text]()``, the one destination that the grammar doesn't ask for
            self._log.add(Construct.ADDRESS)
        if token.attrGet("title"):
            self._log.add(Construct.LINK_TITLE, str(token.attrGet("title")))

    def _close_link(self) -> None:
        if self._link is not None and not self._link_has_text:
            self._log.add(Construct.EMPTY_LINK, str(self._link))
        self._link = None
