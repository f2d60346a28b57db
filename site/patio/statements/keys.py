"""Keys: what a statement is called for ever, whatever becomes of its title, place or address.

All the pages of one statement, one in each language, share its key, as they share Wagtail's
``translation_key``. ``StatementKey`` pairs the two, so that the database itself keeps a key from
being used twice.
"""

from __future__ import annotations

import re
import uuid
from itertools import count

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from wagtail.models import Page

from patio.catalog.errors import CatalogError
from patio.catalog.units import is_statement_key

#: A title of any length makes a key of a length that people can read.
MAX_PROPOSAL = 80


class KeyTakenError(CatalogError):
    """Another statement has that key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Another statement has the key “{key}”: choose a different one.")


class KeyChangedError(CatalogError):
    """A statement's key was about to change."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(
            f"The key “{old}” can't become “{new}”: translations, catalogs and links name the "
            "statement by it. Change the title or the address instead."
        )


class MalformedKeyError(CatalogError):
    """A text can't be a key."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"“{key}” can't be a key: use small letters, digits, hyphens and dots, "
            "as in “value.social-impact”."
        )


class StatementKey(models.Model):
    """The key of a statement, beside what Wagtail knows its pages by."""

    key = models.CharField(max_length=200, unique=True)
    translation_key = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return self.key

    def has_source(self) -> bool:
        """Whether the statement's page in the source language exists, live or not."""
        return Page.objects.filter(
            translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE
        ).exists()


def propose_key(*, title: str, section_key: str = "") -> str:
    """A key out of a section's key and a title.

    >>> propose_key(title="Social Impact", section_key="value")
    'value.social-impact'
    """
    words = re.findall(r"[a-z0-9]+", slugify(title))
    own = "-".join(words)[:MAX_PROPOSAL].strip("-") or uuid.uuid4().hex[:8]
    if not own[0].isalpha():
        own = f"s-{own}"
    return f"{section_key}.{own}" if section_key else own


def free_key(proposal: str) -> str:
    """A proposal, with a number behind it where another statement has that key already."""
    taken = set(StatementKey.objects.filter(key__startswith=proposal).values_list("key", flat=True))
    numbered = (f"{proposal}-{number}" for number in count(2))
    return proposal if proposal not in taken else next(k for k in numbered if k not in taken)


def abandoned_statement(key: str) -> uuid.UUID | None:
    """The ``translation_key`` of the statement that had a key and lost its source page.

    A page that takes the key takes this too, and so finds its sisters and its translations.
    """
    holder = StatementKey.objects.filter(key=key).first()
    return None if holder is None or holder.has_source() else holder.translation_key


def check_key(*, key: str, translation_key: uuid.UUID) -> None:
    """Raise ``MalformedKeyError``, ``KeyTakenError`` or ``KeyChangedError`` where a statement's
    pages can't have a key."""
    if not is_statement_key(key):
        raise MalformedKeyError(key)
    for known in StatementKey.objects.filter(Q(key=key) | Q(translation_key=translation_key)):
        if known.translation_key == translation_key and known.key != key:
            raise KeyChangedError(known.key, key)
        if known.translation_key != translation_key and known.has_source():
            raise KeyTakenError(key)


def claim_key(*, key: str, translation_key: uuid.UUID) -> None:
    """Pair a key with a statement's pages, for good. Raises what ``check_key`` raises.

    The key of a statement whose source page was deleted is free again; see ``abandoned_statement``.
    """
    check_key(key=key, translation_key=translation_key)
    StatementKey.objects.update_or_create(key=key, defaults={"translation_key": translation_key})
