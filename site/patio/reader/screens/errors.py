"""What readers get where there is nothing."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import gettext as _

from patio.catalog.languages import Language, UnknownLanguageError, best_match

from .base import Screen


class NotFoundScreen(Screen):
    """An address that leads nowhere. ``wanted`` is what it has for a language, if it isn't one."""

    def __init__(self, request: HttpRequest, language: Language, wanted: str = "") -> None:
        super().__init__(request, language)
        self._wanted = wanted

    @cached_property
    def wanted(self) -> Language | None:
        """The language that the address names and the site does not have."""
        try:
            return Language.parse(self._wanted)
        except UnknownLanguageError:
            return None

    @property
    def wanted_name(self) -> str:
        """Its name in the language of the screen."""
        return self.wanted.name_in(self.language) if self.wanted else ""

    @property
    def title(self) -> str:
        """What happened."""
        return _("This page does not exist")

    @property
    def is_indexed(self) -> bool:
        """There is nothing to list."""
        return False

    @property
    def canonical(self) -> str:
        """None: the address shouldn't be known at all."""
        return ""

    @property
    def nearest(self) -> Language | None:
        """The language of the site that comes nearest to the one that was wanted."""
        match = best_match([self.wanted.tag], list(self.homes)) if self.wanted else None
        return Language(match) if match else None
