"""Database HTML: reading any, writing the canonical one.

What is written is, character by character, what Wagtail's editor stores for the same text (its
``ContentstateConverter``, draftjs_exporter's string engine), without the editor's
``data-block-key``. Reading is forgiving and linear in time, and asks the database nothing
(Wagtail's own reader gets the page of each link, one query after the other).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from .addresses import Target, canonical_address, page_id
from .builder import Builder
from .model import Allowed, Block, Kind, Run, Style
from .removals import Construct, RemovalLog

_STYLES = {"b": Style.BOLD, "strong": Style.BOLD, "i": Style.ITALIC, "em": Style.ITALIC}
_LISTS = {"ul": Kind.BULLET, "ol": Kind.NUMBER}
_OTHER_BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "caption", "dd", "details", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "main", "nav", "p", "pre", "section", "summary",
        "table", "td", "th", "tr",
    ]
)  # fmt: skip
_UNSEEN = frozenset({"script", "style", "template", "title"})
_VOID = frozenset(
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    ]
)  # fmt: skip


def read_db_html(html: str, allowed: Allowed, log: RemovalLog) -> tuple[Block, ...]:
    """Database HTML as blocks in their normal form. Never raises, whatever the HTML."""
    reader = _Reader(Builder(allowed, log), log)
    reader.feed(_escape_unfinished(html))
    reader.close()
    return reader.builder.finish()


def _escape_unfinished(html: str) -> str:
    """HTML without what html.parser stops at, or reads on from to the end again and again.

    Marked sections are bogus comments (HTML Living Standard 13.2.5.42), of which it knows only
    some; for a comment or a tag that never ends it searches the rest of the text, each time. They
    are kept, as text.
    """
    html = html.replace("<![", "&lt;![")
    finished = html.rfind("-->") + 1
    html = html[:finished] + html[finished:].replace("<!--", "&lt;!--")
    finished = html.rfind(">") + 1
    return html[:finished] + html[finished:].replace("<", "&lt;")


class _Reader(HTMLParser):
    """Feeds a builder. ``_open`` counts the open elements by name: no step looks through them."""

    def __init__(self, builder: Builder, log: RemovalLog) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = builder
        self.log = log
        self._stack: list[str] = []
        self._open: Counter[str] = Counter()
        self._links: list[Target | None] = []
        self._link_has_text = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            if not self._is_unseen():
                self.builder.add_break(self._style(), self._link())
        elif tag in _LISTS:
            self.builder.open_list(_LISTS[tag])
        elif tag == "li":
            if self._stack[-1:] == ["li"]:  # its end tag is optional
                self.handle_endtag("li")
            self.builder.open_item()
        elif tag in _OTHER_BLOCKS:
            self.builder.open_paragraph()
        elif tag == "a":
            self._links.append(self._target(dict(attrs)))
            self._link_has_text = False
        if tag not in _VOID:
            self._stack.append(tag)
            self._open[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open[tag]:
            return
        while True:
            closed = self._stack.pop()
            self._open[closed] -= 1
            self._leave(closed)
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._is_unseen():
            return
        if data.strip():
            self._link_has_text = True
        self.builder.add_text(data, self._style(), self._link())

    def _leave(self, tag: str) -> None:
        if tag in _LISTS:
            self.builder.close_list()
        elif tag == "li" or tag in _OTHER_BLOCKS:
            self.builder.close_block()
        elif tag == "a":
            target = self._links.pop()
            if target is not None and not self._link_has_text:
                self.log.add(Construct.EMPTY_LINK, str(target))
            self._link_has_text = True

    def _style(self) -> Style:
        style = Style.NONE
        for tag, value in _STYLES.items():
            if self._open[tag]:
                style |= value
        return style

    def _link(self) -> Target | None:
        return self._links[-1] if self._links else None

    def _is_unseen(self) -> bool:
        return any(self._open[tag] for tag in _UNSEEN)

    def _target(self, attributes: dict[str, str | None]) -> Target | None:
        target: Target | None
        if attributes.get("linktype") == "page":
            target = page_id(attributes.get("id"))
        elif "linktype" in attributes:
            target = None
        else:
            target = canonical_address(attributes.get("href") or "")
        if target is None:
            self.log.add(Construct.ADDRESS, attributes.get("href") or attributes.get("id") or "")
        return target


def write_db_html(blocks: Iterable[Block]) -> str:
    """Blocks in their normal form as database HTML."""
    written: list[str] = []
    lists: list[str] = []

    def close_lists(depth: int) -> None:
        while len(lists) > depth:
            written.append(f"</li></{lists.pop()}>")

    for block in blocks:
        if not block.kind.is_item:
            close_lists(0)
            written.append(f"<p>{_write_runs(block.runs)}</p>")
            continue
        close_lists(block.depth + 1)
        if len(lists) == block.depth + 1 and lists[-1] != block.kind.value:
            close_lists(block.depth)
        if len(lists) == block.depth + 1:
            written.append("</li>")
        else:
            lists.append(block.kind.value)
            written.append(f"<{block.kind.value}>")
        written.append(f"<li>{_write_runs(block.runs)}")
    close_lists(0)
    return "".join(written)


def _write_runs(runs: Iterable[Run]) -> str:
    """Runs as the editor nests them: the link outermost, then bold, then italics; in a link each
    run has its own elements, outside bold goes on around italics."""
    written = []
    for link, group in groupby(runs, key=lambda run: run.link):
        if link is None:
            written.append(_write_nested(group))
            continue
        inner = "".join(_write_nested([run]) for run in group)
        written.append(f"<a {_attributes(link)}>{inner}</a>")
    return "".join(written)


def _write_nested(runs: Iterable[Run]) -> str:
    written = []
    for is_bold, group in groupby(runs, key=lambda run: bool(run.style & Style.BOLD)):
        inner = "".join(_write_italic(run) for run in group)
        written.append(f"<b>{inner}</b>" if is_bold else inner)
    return "".join(written)


def _write_italic(run: Run) -> str:
    text = escape(run.text, quote=False).replace("\n", "<br/>")
    return f"<i>{text}</i>" if run.style & Style.ITALIC else text


def _attributes(link: Target) -> str:
    if isinstance(link, int):
        return f'linktype="page" id="{link}"'
    return f'href="{escape(link)}"'
