"""Texts on their way to a reader: safe, and marked with the language that they are in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from wagtail.rich_text.rewriters import LinkRewriter

from patio.catalog.languages import Language
from patio.catalog.units import MessageFormat
from patio.statements.message_text import render_safe
from patio.statements.models import KeyedPage
from patio.statements.translatable import message_format_of

from .addresses import page_address

_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a page.

    ``status`` is what ``patio.sync.status.field_status`` tells of it: ``current``,
    ``outdated`` or ``source``; ``is_inherited`` is whether a variant shows another language's text.
    ``html`` can be shown as it is.
    """

    html: SafeString
    language: Language
    read_in: Language
    status: str = "current"
    is_inherited: bool = False
    is_block: bool = False

    def __bool__(self) -> bool:
        return bool(self.html)

    def __html__(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.html

    @property
    def marks(self) -> SafeString:
        """``lang`` and ``dir`` for an element that holds the text, where they are needed."""
        return language_marks(self.language, self.read_in)

    @property
    def is_translated(self) -> bool:
        """Whether the text is a translation, and not the source standing in."""
        return self.status != "source"

    @property
    def is_own(self) -> bool:
        """Whether the text is in the language of its page itself, and no other's."""
        return self.is_translated and not self.is_inherited

    @property
    def plain(self) -> str:
        """The text without any markup, on one line."""
        return " ".join(html.unescape(_TAGS.sub(" ", self.html)).split())

    def summary(self, length: int = 160) -> str:
        """The beginning of the text, for descriptions."""
        return Truncator(self.plain).chars(length)


def language_marks(language: Language, around: Language) -> SafeString:
    """``lang`` and ``dir`` attributes, or nothing where the language is the one around.

    >>> language_marks(Language("ar"), Language("en"))
    ' lang="ar" dir="rtl"'
    """
    if language == around:
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language.bcp47, language.direction)


class Typesetter:
    """Makes texts of a page's fields, for readers of one language.

    ``paths_by_id`` leads links from page ids to paths; a link to anything else becomes its text.
    Links lead to pages in the language being read, unless ``links_in`` names another.
    """

    def __init__(
        self, read_in: Language, paths_by_id: Mapping[int, str], *, links_in: str = ""
    ) -> None:
        self.read_in = read_in
        self._links_in = links_in or read_in.tag
        self._paths_by_id = paths_by_id
        self._expand = LinkRewriter({"page": self._link})

    def text(self, page: KeyedPage, name: str) -> Text:
        """The text of a plain or rich text field."""
        return self._text(page, name, page._meta.get_field(name), getattr(page, name))

    def blocks(self, page: KeyedPage, name: str) -> Iterator[tuple[str, Text]]:
        """The texts of a StreamField, each with its block's type."""
        for child in getattr(page, name):
            value = getattr(child.value, "source", child.value)
            yield child.block_type, self._text(page, f"{name}.{child.id}", child.block, value)

    def _text(self, page: KeyedPage, unit_field: str, holder: Any, value: str) -> Text:
        told = page.translation_status.get(unit_field, {})
        status = told.get("status", "current")
        own = page.locale.language_code
        tag = settings.LANGUAGE_CODE if status == "source" else told.get("language", own)
        is_rich = message_format_of(holder) is MessageFormat.MARKDOWN
        return Text(
            html=self._rich(value) if is_rich else escape(value),
            language=Language(tag),
            read_in=self.read_in,
            status=status,
            is_inherited=tag not in {own, settings.LANGUAGE_CODE},
            is_block=is_rich,
        )

    def _rich(self, db_html: str) -> SafeString:
        return mark_safe(render_safe(self._expand(db_html)))  # noqa: S308  # the last gate

    def _link(self, attributes: Mapping[str, str]) -> str:
        page_id = attributes.get("id", "")
        path = self._paths_by_id.get(int(page_id)) if page_id.isdecimal() else None
        if path is None:
            return "<a>"
        return format_html('<a href="{}">', page_address(self._links_in, path))
