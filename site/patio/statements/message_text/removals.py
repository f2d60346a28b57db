"""What a text asked for and did not get, in words, for a check to report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext, gettext_lazy

EXCERPT = 80


class Construct(Enum):
    """What was not allowed. The value is stable: a check may store it."""

    HEADING = "heading"
    QUOTE = "quote"
    CODE = "code"
    RULE = "rule"
    TABLE = "table"
    IMAGE = "image"
    HTML = "html"
    AUTOLINK = "autolink"
    UNDERSCORE = "underscore"
    STRIKETHROUGH = "strikethrough"
    ADDRESS = "address"
    UNKNOWN_PAGE = "unknown_page"
    EMPTY_LINK = "empty_link"
    LINK_TITLE = "link_title"
    LINK = "link"
    LIST = "list"
    LIST_NUMBER = "list_number"
    LIST_PARAGRAPH = "list_paragraph"
    BOLD = "bold"
    ITALIC = "italic"


_WORDS = {
    Construct.HEADING: gettext_lazy("A heading can't be used here; it is shown as it was typed."),
    Construct.QUOTE: gettext_lazy(
        "A block quotation can't be used here; it is shown as it was typed."
    ),
    Construct.CODE: gettext_lazy("Code can't be used here; it is shown as it was typed."),
    Construct.RULE: gettext_lazy("A line across the page can't be used here; it is shown as text."),
    Construct.TABLE: gettext_lazy("A table can't be used here; it is shown as it was typed."),
    Construct.IMAGE: gettext_lazy("An image can't be used here; it is shown as it was typed."),
    Construct.HTML: gettext_lazy("HTML can't be used here; it is shown as it was typed."),
    Construct.AUTOLINK: gettext_lazy(
        "An address between < and > is shown as text; to link, write [text](address)."
    ),
    Construct.UNDERSCORE: gettext_lazy(
        "Underscores are shown as typed; write *italic* and **bold** with asterisks."
    ),
    Construct.STRIKETHROUGH: gettext_lazy(
        "Struck-out text can't be used here; it is shown as it is."
    ),
    Construct.ADDRESS: gettext_lazy(
        "This link was not made: an address starts with http://, https://, mailto:, tel: or page:."
    ),
    Construct.UNKNOWN_PAGE: gettext_lazy(
        "This link was not made: no statement has that key. Copy the page: address of the source."
    ),
    Construct.EMPTY_LINK: gettext_lazy("A link without any text was left out."),
    Construct.LINK_TITLE: gettext_lazy("A link's title can't be kept; the link is."),
    Construct.LINK: gettext_lazy("Links can't be used here; the text is kept."),
    Construct.LIST: gettext_lazy("This kind of list can't be used here; the text is kept."),
    Construct.LIST_NUMBER: gettext_lazy(
        "Lists number themselves 1, 2, 3; another number was dropped. For a text that begins "
        r"with a number and a full stop, write “1990\.”"
    ),
    Construct.LIST_PARAGRAPH: gettext_lazy(
        "A list item is one paragraph; the next one was joined to it."
    ),
    Construct.BOLD: gettext_lazy("Bold can't be used here; the text is kept."),
    Construct.ITALIC: gettext_lazy("Italics can't be used here; the text is kept."),
}


@dataclass(frozen=True, slots=True)
class Removal:
    """One construct that was dropped or shown as text.

    ``excerpt`` is at most 80 characters of the text it stands in, as typed: never trusted, so
    escape it where it is shown.
    """

    construct: Construct
    excerpt: str = ""

    def __str__(self) -> str:
        words = str(_WORDS[self.construct])
        if not self.excerpt:
            return words
        # Translators: an explanation, then the piece of text that it is about.
        return gettext("%(explanation)s “%(excerpt)s”") % {
            "explanation": words,
            "excerpt": self.excerpt,
        }


class RemovalLog:
    """Removals in the order found, each once."""

    def __init__(self) -> None:
        self._found: dict[Removal, None] = {}

    def add(self, construct: Construct, excerpt: str = "") -> None:
        """Note one; the excerpt is cut to size."""
        self._found[Removal(construct, excerpt[:EXCERPT])] = None

    def __bool__(self) -> bool:
        return bool(self._found)

    def as_tuple(self) -> tuple[Removal, ...]:
        """What was found."""
        return tuple(self._found)


#: Markdown that CommonMark and GitHub know and message texts show as typed. Each is bounded, so
#: that searching costs a time proportional to the text.
_SHOWN_AS_TYPED: tuple[tuple[Construct, re.Pattern[str]], ...] = (
    (Construct.HEADING, re.compile(r"^ {0,3}#{1,6}[ \t]+\S.{0,80}", re.M)),
    (Construct.QUOTE, re.compile(r"^ {0,3}>.{0,80}", re.M)),
    (Construct.CODE, re.compile(r"^ {0,3}(?:```|~~~).{0,80}|(?<!`)`[^`\n]{1,80}`(?!`)", re.M)),
    (Construct.RULE, re.compile(r"^ {0,3}(?:-{3,80}|_{3,80}|\*{3,80}|={3,80})[ \t]{0,9}$", re.M)),
    (Construct.TABLE, re.compile(r"^ {0,3}\|?[ \t]{0,9}:?-{3,80}:?[ \t]{0,9}\|.{0,80}", re.M)),
    (Construct.IMAGE, re.compile(r"(?<!\\)!\[[^\]\n]{0,80}\]\([^)\n]{0,80}\)")),
    (Construct.AUTOLINK, re.compile(r"(?<!\\)<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{0,80}>")),
    (
        Construct.HTML,
        re.compile(r"(?<!\\)<(?:/?[A-Za-z][A-Za-z0-9-]{0,30}(?:[\s/][^<>\n]{0,80})?>|!--)"),
    ),
    (
        Construct.UNDERSCORE,
        re.compile(r"(?<![\w\\])_{1,2}(?=[^\s_])[^_\n]{1,80}(?<=\S)_{1,2}(?!\w)"),
    ),
    (Construct.STRIKETHROUGH, re.compile(r"(?<![~\\])~~[^~\n]{1,80}~~(?!~)")),
)


def find_shown_as_typed(text: str, log: RemovalLog) -> None:
    """Note the Markdown in a message text that is shown as typed, the first of each construct."""
    for construct, pattern in _SHOWN_AS_TYPED:
        found = pattern.search(text)
        if found:
            log.add(construct, found[0].strip())
