"""From blocks to a message text, escaping only what would be read otherwise.

Which escapes are needed follows from the grammar, never from a guess: see ``_escape``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from .addresses import Target, to_destination
from .grammar import MAX_BRACKETS
from .model import Block, Kind, Run, Style

_ENTITY = re.compile(r"&(?=#[0-9]{1,7};|#x[0-9a-f]{1,6};|[a-z][a-z0-9]{1,31};)", re.IGNORECASE)
#: CommonMark 2.4: a backslash means something before ASCII punctuation and a line end only.
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|\Z)")
_STARS = re.compile(r"\*+")
_BULLET = re.compile(r"[-+*](?= |\Z)")
_NUMBER = re.compile(r"([0-9]{1,9})\.(?= |\Z)")
_STARS_OF = {
    Style.NONE: "",
    Style.ITALIC: "*",
    Style.BOLD: "**",
    Style.BOLD | Style.ITALIC: "***",
}


def write_message_text(blocks: Sequence[Block], keys: Mapping[int, str]) -> str:
    """Blocks in their normal form as Markdown, without a newline at the end."""
    has_numbers = any(block.kind is Kind.NUMBER for block in blocks)
    written: list[str] = []
    open_items: list[_Item] = []
    previous: Block | None = None
    for block in blocks:
        lines = _write_inline(block.runs, keys).split("\n")
        lines = [_escape_line_start(line, any_number=has_numbers) for line in lines]
        del open_items[block.depth + 1 if block.kind.is_item else 0 :]
        same_list = bool(previous and previous.kind.is_item and open_items) and (
            block.depth > 0 or open_items[0].kind is block.kind
        )
        if previous:
            written.append("\n" if same_list else "\n\n")
        if block.kind.is_item:
            marker, indent = _enter_item(open_items, block)
            lines[0] = " " * (indent - len(marker)) + marker + lines[0]
            lines[1:] = [" " * indent + line for line in lines[1:]]
        written.append("\n".join(lines))
        previous = block
    return "".join(written)


class _Item:
    """The item that is open at one depth."""

    def __init__(self, kind: Kind, number: int, indent: int) -> None:
        self.kind = kind
        self.number = number
        self.indent = indent


def _enter_item(open_items: list[_Item], block: Block) -> tuple[str, int]:
    """An item's marker, and the column where its text and its children start."""
    number = 1
    if len(open_items) > block.depth:
        left = open_items.pop()
        if left.kind is block.kind:
            number = left.number + 1
    marker = f"{number}. " if block.kind is Kind.NUMBER else "- "
    indent = (open_items[-1].indent if open_items else 0) + len(marker)
    open_items.append(_Item(block.kind, number, indent))
    return marker, indent


def _write_inline(runs: Sequence[Run], keys: Mapping[int, str]) -> str:
    """Runs as Markdown. At each border at most one run of asterisks stands outside of a link's
    brackets and one inside; a style that stays within a link is written within it."""
    escape = _Escaper(runs)
    written: list[str] = []
    for index, run in enumerate(runs):
        before = runs[index - 1] if index else Run("")
        link_ends = before.link is not None and before.link != run.link
        link_starts = run.link is not None and before.link != run.link
        written.append(
            _write_border(
                before.style ^ run.style,
                closes_inside=_styles_within(runs, index - 1, -1) if link_ends else Style.NONE,
                opens_inside=_styles_within(runs, index, 1) if link_starts else Style.NONE,
                ends=before.link if link_ends else None,
                starts=link_starts,
                keys=keys,
            )
        )
        written.append(escape(index))
    if runs:
        last = runs[-1]
        inside = _styles_within(runs, len(runs) - 1, -1) if last.link is not None else Style.NONE
        written.append(
            _write_border(
                last.style,
                closes_inside=inside,
                opens_inside=Style.NONE,
                ends=last.link,
                starts=False,
                keys=keys,
            )
        )
    return "".join(written)


def _write_border(
    changed: Style,
    *,
    closes_inside: Style,
    opens_inside: Style,
    ends: Target | None,
    starts: bool,
    keys: Mapping[int, str],
) -> str:
    closes_inside &= changed
    opens_inside &= changed
    end = f"]({_write_destination(to_destination(ends, keys))})" if ends is not None else ""
    outside = _STARS_OF[changed & ~closes_inside & ~opens_inside]
    start = "[" if starts else ""
    return f"{_STARS_OF[closes_inside]}{end}{outside}{start}{_STARS_OF[opens_inside]}"


def _styles_within(runs: Sequence[Run], index: int, step: int) -> Style:
    """The styles of a link's first (or last) run that change before the link's other end."""
    link, styles = runs[index].link, runs[index].style
    kept = styles
    while 0 <= index < len(runs) and runs[index].link == link:
        kept &= runs[index].style
        index += step
    return styles & ~kept


def _write_destination(destination: str) -> str:
    """CommonMark 6.3, *link destination*: bare where its parentheses are balanced."""
    level = deepest = 0
    for character in destination:
        level += (character == "(") - (character == ")")
        deepest = max(deepest, level)
        if level < 0:
            break
    destination = _ENTITY.sub(r"\\&", destination)
    return destination if level == 0 and deepest < 8 else f"<{destination}>"


class _Escaper:
    """Escapes the text of one block's runs.

    - ``&`` where it would be read as an entity, backslash where it would escape;
    - ``*`` unless white space stands on both sides, or it is the only one of its block;
    - ``]`` before ``(``, so that no text becomes a link; both brackets within a link, and all
      opening ones of a block with more of them than the parser looks through;
    - ``!`` before a link.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        text = "".join(run.text for run in runs)
        self._brackets = text.count("[") > MAX_BRACKETS // 2
        stars = sum(1 for index in range(len(runs)) for _ in self._dangerous_stars(index))
        self._stars = stars > 1 or any(run.style for run in runs)

    def __call__(self, index: int) -> str:
        run = self._runs[index]
        text = run.text
        if self._stars:
            marked, position = [], 0
            for found in self._dangerous_stars(index):
                marked += [text[position : found.start()], "\\*" * len(found[0])]
                position = found.end()
            marked.append(text[position:])
            pieces = [_escape_backslash_entity(piece) for piece in marked[::2]]
            stars = [*marked[1::2], ""]
            text = "".join(piece + star for piece, star in zip(pieces, stars, strict=True))
        else:
            text = _escape_backslash_entity(text)
        if run.link is not None:
            text = text.replace("[", r"\[").replace("]", r"\]")
        else:
            text = text.replace("](", r"\](")
            if self._brackets:
                text = text.replace("[", r"\[")
            following = self._runs[index + 1] if index + 1 < len(self._runs) else None
            if text.endswith("!") and following and following.link is not None:
                text = text[:-1] + r"\!"
        return text.replace("\n", "\\\n")

    def _dangerous_stars(self, index: int) -> Iterable[re.Match[str]]:
        """Runs of asterisks that may switch a style."""
        run = self._runs[index]
        is_bare = not run.style and run.link is None
        is_first, is_last = index == 0, index == len(self._runs) - 1
        text = run.text
        for found in _STARS.finditer(text):
            start, end = found.span()
            free_before = text[start - 1].isspace() if start else is_first and is_bare
            free_after = text[end].isspace() if end < len(text) else is_last and is_bare
            if not (free_before and free_after):
                yield found


def _escape_backslash_entity(text: str) -> str:
    return _ENTITY.sub(r"\\&", _BACKSLASH.sub(r"\\\\", text))


def _escape_line_start(line: str, *, any_number: bool) -> str:
    """Escape what would make a list item of a line."""
    if _BULLET.match(line):
        return f"\\{line}"
    number = _NUMBER.match(line)
    if number and (any_number or int(number[1]) == 1):
        return f"{number[1]}\\{line[number.end(1) :]}"
    return line
