"""What people may do with pages in Wagtail, beyond what Wagtail itself asks.

A page in another language than the source's stands where its source stands and holds what its
translations say. So nobody adds, moves, copies, unpublishes or deletes one by itself, and only who
may translate the language edits or publishes it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from wagtail.models import PagePermissionTester


def _nobody(user: Any, tag: str) -> bool:
    return False


class KeyedPagePermissionTester(PagePermissionTester):
    """Wagtail's answers, and the language's."""

    #: Whether a user may translate the language of a tag. Set by ``patio.sync``, which knows the
    #: language teams; until then nobody may.
    may_translate: ClassVar[Callable[[Any, str], bool]] = staticmethod(_nobody)

    @property
    def _is_source(self) -> bool:
        return bool(self.page.is_source)

    def _may_translate(self) -> bool:
        policy = KeyedPagePermissionTester.may_translate
        return self._is_source or policy(self.user, self.page.locale.language_code)

    def can_edit(self) -> bool:
        """Wagtail's right to edit, and the language's."""
        return super().can_edit() and self._may_translate()

    def can_publish(self) -> bool:
        """Wagtail's right to publish, and the language's."""
        return super().can_publish() and self._may_translate()

    def can_add_subpage(self) -> bool:
        """Statements are added in the source language."""
        return self._is_source and super().can_add_subpage()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """A page in another language goes with its source."""
        return self._is_source and super().can_delete(ignore_bulk=ignore_bulk)

    def can_unpublish(self) -> bool:
        """A page in another language leaves the site with its texts."""
        return self._is_source and super().can_unpublish()

    def can_move(self) -> bool:
        """A page in another language follows its source."""
        return self._is_source and super().can_move()

    def can_copy(self) -> bool:
        """A page in another language belongs to its source."""
        return self._is_source and super().can_copy()

    def can_reorder_children(self) -> bool:
        """Pages in other languages stand in the order of their sources."""
        return self._is_source and super().can_reorder_children()
