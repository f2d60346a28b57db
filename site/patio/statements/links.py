"""Links from one statement to another.

In the database a link names the source page's id; in a message text it travels as ``page:<key>``;
for a reader it leads to the same statement in the language being read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from django.conf import settings
from wagtail.models import Page

from .keys import StatementKey

_NOTHING: Mapping = {}


class LinkTargets:
    """The statements that a link can lead to. Asks the database once, where a text has a link."""

    def keys_in(self, html: str) -> Mapping[int, str]:
        """Statement keys by page id, for the links of some database HTML."""
        return self._keys_by_id if 'linktype="page"' in html else _NOTHING

    def ids_in(self, message_text: str) -> Mapping[str, int]:
        """Ids of source pages by statement key, for the links of a message text."""
        return self._source_ids_by_key if "page:" in message_text else _NOTHING

    @cached_property
    def _pages(self) -> list[tuple[int, str, str]]:
        keys = dict(StatementKey.objects.values_list("translation_key", "key"))
        pages = Page.objects.filter(translation_key__in=keys).values_list(
            "pk", "translation_key", "locale__language_code"
        )
        return [(pk, keys[translation_key], language) for pk, translation_key, language in pages]

    @cached_property
    def _keys_by_id(self) -> dict[int, str]:
        return {pk: key for pk, key, _language in self._pages}

    @cached_property
    def _source_ids_by_key(self) -> dict[str, int]:
        return {key: pk for pk, key, language in self._pages if language == settings.LANGUAGE_CODE}
