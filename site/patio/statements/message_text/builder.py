"""Collects what a reader (of HTML or of Markdown) meets, and brings it into its normal form.

The normal form is what travels without changing. It differs from the text as met in this only:

- tab, newline and the other separators are a space, runs of spaces are one (HTML 4.01, 9.1);
  other control characters and lone surrogates are gone;
- no white space (Unicode's) at the edges of a block, no plain space beside a line break;
- no line break at the edges of a block; one inside a link is a space, as it is for the editor;
- white space at the edges of a link stands outside it;
- white space is bold or italic where the text on both its sides is (at the edges of a style it
  makes no difference to the eye, the editor forgets it on a second save, and that must not look
  like a new text);
- a block without text is gone, so lists of the same kind on both sides of it are one list;
- a list item is at most one level deeper than the block before it.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from .addresses import Target
from .model import MAX_LIST_DEPTH, Allowed, Block, Kind, Run, Style
from .removals import Construct, RemovalLog

_DROPPED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SEPARATORS = re.compile("[\t\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")


def clean_characters(text: str) -> str:
    """Text with newlines for line ends, spaces for other separators, and no control characters.

    U+0085, U+2028 and U+2029 are among the separators: tools that read a PO file by
    ``str.splitlines`` break a string there.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _DROPPED.sub("", _SEPARATORS.sub(" ", text))


class _Mark(NamedTuple):
    """What holds for one character."""

    style: Style
    link: Target | None


class _Draft:
    """A block under construction: its characters and, index by index, their marks."""

    def __init__(self, kind: Kind, depth: int) -> None:
        self.kind = kind
        self.depth = depth
        self.characters: list[str] = []
        self.marks: list[_Mark] = []

    def append(self, character: str, mark: _Mark) -> None:
        """Add one, unless it is a space beside white space that makes it needless."""
        if character == " " and self.characters[-1:] in ([" "], ["\n"]):
            return
        if character == "\n" and self.characters[-1:] == [" "]:
            self.characters.pop()
            self.marks.pop()
        self.characters.append(character)
        self.marks.append(mark)


class _OpenList:
    """A list that has begun, and whether an item of it has."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.has_item = False


class Builder:
    """Takes blocks, text and line breaks in reading order. ``finish`` gives the rich text."""

    def __init__(self, allowed: Allowed, log: RemovalLog) -> None:
        self.allowed = allowed
        self.log = log
        self._drafts: list[_Draft] = []
        self._lists: list[_OpenList] = []
        self._item_is_new = False
        self._block_is_open = False

    def open_list(self, kind: Kind) -> None:
        """A list begins."""
        self._lists.append(_OpenList(kind))
        self._block_is_open = False

    def close_list(self) -> None:
        """The innermost list ends."""
        if self._lists:
            self._lists.pop()
        self._block_is_open = False

    def open_item(self) -> None:
        """A list item begins; outside of any list, a paragraph."""
        if not self._lists:
            self.open_paragraph()
            return
        self._lists[-1].has_item = True
        self._start(self._lists[-1].kind, len(self._lists) - 1)
        self._item_is_new = True

    def open_paragraph(self) -> None:
        """A paragraph begins; in a list item that has one, a line of that item."""
        if not self._lists:
            self._start(Kind.PARAGRAPH, 0)
        elif not self._lists[-1].has_item:
            self.open_item()
        elif self._item_is_new:
            self._item_is_new = False
            self._block_is_open = True
        elif self._drafts[-1].depth == len(self._lists) - 1:
            self._block_is_open = True
            draft = self._drafts[-1]
            if draft.characters:
                self.log.add(Construct.LIST_PARAGRAPH)
                draft.append("\n", _Mark(Style.NONE, None))
        else:
            self.log.add(Construct.LIST_PARAGRAPH)
            self._start(self._lists[-1].kind, len(self._lists) - 1)

    def close_block(self) -> None:
        """The paragraph or item ends; text after it starts another."""
        self._block_is_open = False

    def add_text(self, text: str, style: Style, link: Target | None) -> None:
        """Text of one style and link. White space outside of blocks says nothing."""
        text = clean_characters(text).replace("\n", " ")
        if not self._block_is_open:
            if not text.strip():
                return
            self.open_paragraph()
        if self._item_is_new and text.strip():
            self._item_is_new = False
        draft, mark = self._drafts[-1], self._allowed_mark(style, link)
        for character in text:
            draft.append(character, mark)

    def add_break(self, style: Style, link: Target | None) -> None:
        """A line break; outside of blocks it says nothing."""
        if self._block_is_open:
            self._drafts[-1].append("\n", self._allowed_mark(style, link))

    def finish(self) -> tuple[Block, ...]:
        """The rich text, in its normal form."""
        blocks: list[Block] = []
        for draft in self._drafts:
            runs = _tidy(draft)
            if not runs:
                continue
            room = blocks[-1].depth + 1 if blocks and blocks[-1].kind.is_item else 0
            depth = min(draft.depth, room, MAX_LIST_DEPTH - 1)
            blocks.append(Block(draft.kind, depth, runs))
        return tuple(blocks)

    def _start(self, kind: Kind, depth: int) -> None:
        if kind.is_item and kind not in self.allowed.kinds:
            self.log.add(Construct.LIST)
            kind, depth = Kind.PARAGRAPH, 0
        self._drafts.append(_Draft(kind, depth))
        self._block_is_open = True
        self._item_is_new = False

    def _allowed_mark(self, style: Style, link: Target | None) -> _Mark:
        if style & Style.BOLD & ~self.allowed.style:
            self.log.add(Construct.BOLD)
        if style & Style.ITALIC & ~self.allowed.style:
            self.log.add(Construct.ITALIC)
        if link is not None and not self.allowed.links:
            self.log.add(Construct.LINK)
            link = None
        return _Mark(style & self.allowed.style, link)


def _tidy(draft: _Draft) -> tuple[Run, ...]:
    """A draft's runs, in normal form; none where it has no text."""
    characters, marks = draft.characters, draft.marks
    start, end = 0, len(characters)
    while start < end and characters[start].isspace():
        start += 1
    while end > start and characters[end - 1].isspace():
        end -= 1
    characters, marks = characters[start:end], marks[start:end]
    for index in _edges_of_links(characters, marks):
        marks[index] = marks[index]._replace(link=None)
    _share_styles(characters, marks)
    characters, marks = _join_lines_of_links(characters, marks)
    runs, position = [], 0
    for mark, group in groupby(marks):
        length = sum(1 for _ in group)
        text = "".join(characters[position : position + length])
        runs.append(Run(text, mark.style, mark.link))
        position += length
    return tuple(runs)


def _edges_of_links(characters: list[str], marks: list[_Mark]) -> list[int]:
    """Indexes of the white space at both edges of every link."""
    found: list[int] = []
    end = 0
    for link, group in groupby(marks, key=lambda mark: mark.link):
        start, end = end, end + sum(1 for _ in group)
        if link is None:
            continue
        first, last = start, end
        while first < last and characters[first].isspace():
            first += 1
        while last > first and characters[last - 1].isspace():
            last -= 1
        found.extend(range(start, first))
        found.extend(range(last, end))
    return found


def _share_styles(characters: list[str], marks: list[_Mark]) -> None:
    """Give white space the styles that both its sides have. No block starts or ends with any."""
    end = 0
    for is_space, group in groupby(characters, key=str.isspace):
        start, end = end, end + sum(1 for _ in group)
        if is_space:
            shared = marks[start - 1].style & marks[end].style
            marks[start:end] = [mark._replace(style=shared) for mark in marks[start:end]]


def _join_lines_of_links(
    characters: list[str], marks: list[_Mark]
) -> tuple[list[str], list[_Mark]]:
    """A space for each stretch of line breaks inside a link."""
    kept_characters: list[str] = []
    kept_marks: list[_Mark] = []
    for character, mark in zip(characters, marks, strict=True):
        if character == "\n" and mark.link is not None:
            if kept_characters[-1] == " ":
                continue
            character = " "
        kept_characters.append(character)
        kept_marks.append(mark)
    return kept_characters, kept_marks
