"""What all screens have in common: the languages of the site, its outline, the head of the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString

from patio.catalog.languages import Language
from patio.reader.addresses import comparison_address, page_address
from patio.reader.outline import Outline, Place, load_outline
from patio.reader.selectors import is_language_of_site
from patio.reader.standing import Standing
from patio.reader.texts import Typesetter, language_marks
from patio.statements.models import HomePage


@dataclass(frozen=True, slots=True)
class Edition:
    """The same screen in one language, as the switcher offers it."""

    language: Language
    address: str
    is_current: bool
    standing: Standing

    @property
    def is_source(self) -> bool:
        """Whether it is what the others translate."""
        return self.language.tag == settings.LANGUAGE_CODE


class Screen:
    """A screen of the site in one language."""

    def __init__(self, request: HttpRequest, language: Language) -> None:
        self.request = request
        self.language = language

    # What a screen says of itself

    @property
    def title(self) -> str:
        """The screen's title, without the site's name."""
        raise NotImplementedError

    @property
    def title_language(self) -> Language:
        """The language of the title."""
        return self.language

    @property
    def description(self) -> str:
        """The screen in a sentence or two, for search engines and shared links."""
        return ""

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may list the screen."""
        return True

    @property
    def languages_shown(self) -> Collection[Language]:
        """The languages of the texts on the screen, by which fonts are chosen."""
        return [self.language]

    @property
    def path(self) -> str:
        """The path of the page that the screen is about, in every language."""
        return ""

    def address_in(self, tag: str) -> str:
        """Where the same screen is in another language."""
        return page_address(tag, self.path)

    def standings(self) -> Mapping[str, Standing]:
        """The languages that the screen exists in, each with how it stands there."""
        return {tag: Standing.of([home]) for tag, home in self.homes.items()}

    # What follows from it

    @cached_property
    def homes(self) -> dict[str, HomePage]:
        """The live home page of each language of the site, sorted by the languages' own names."""
        pages = HomePage.objects.filter(live=True).select_related("locale").order_by("-path")
        homes = {page.locale.language_code: page for page in pages}
        return dict(sorted(homes.items(), key=lambda item: Language(item[0]).endonym.casefold()))

    @cached_property
    def has_language(self) -> bool:
        """Whether the site has the language, if only with the source in its place.

        A query more where the language has no live home page.
        """
        tag = self.language.tag
        return tag in self.homes or (bool(self.homes) and is_language_of_site(tag))

    @cached_property
    def outline(self) -> Outline:
        """The site's pages, with their titles in the language of the screen."""
        return load_outline(self.language.tag)

    @cached_property
    def typesetter(self) -> Typesetter:
        """Makes texts for this screen's readers."""
        return Typesetter(self.language, self.outline.paths_by_id)

    @cached_property
    def editions(self) -> list[Edition]:
        """The screen in each language that really has it, the present one among them."""
        standings = self.standings()
        return [
            Edition(
                language=Language(tag),
                address=self.address_in(tag),
                is_current=tag == self.language.tag,
                standing=standings[tag],
            )
            for tag in self.homes
            if tag in standings
        ]

    @property
    def source_language(self) -> Language:
        """The language that editors write in."""
        return Language(settings.LANGUAGE_CODE)

    @property
    def source_name(self) -> str:
        """The source language's name in the language of the screen."""
        return self.source_language.name_in(self.language)

    @property
    def home(self) -> Place | None:
        """The home page, as the outline has it."""
        return self.outline.home

    @property
    def site_name(self) -> str:
        """The organisation's name."""
        return self.home.title if self.home else settings.SITE_NAME

    @property
    def full_title(self) -> str:
        """The screen's title with the site's name."""
        names = dict.fromkeys([self.title, self.site_name])
        return " · ".join(names)

    @property
    def title_marks(self) -> SafeString:
        """``lang`` and ``dir`` of the title, where they are needed."""
        return language_marks(self.title_language, self.language)

    @property
    def place(self) -> Place | None:
        """The screen's page in the outline."""
        return self.outline.at(self.path)

    @property
    def section(self) -> Place | None:
        """The section that the screen is in, or is about."""
        return self.outline.at(self.path[: self.path.find("/") + 1]) if self.path else None

    @property
    def comparison_form(self) -> str:
        """The address where readers choose languages to set beside this one."""
        return comparison_address(self.language.tag, self.path, [])

    @property
    def canonical(self) -> str:
        """The full address that the screen should be known by."""
        return self.full_address(self.address_in(self.language.tag))

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """``hreflang`` and full address of each real translation, and of the default."""
        if not self.is_indexed:
            return []
        links = [
            (edition.language.bcp47, self.full_address(edition.address))
            for edition in self.editions
        ]
        default = [
            ("x-default", self.full_address(edition.address))
            for edition in self.editions
            if edition.is_source
        ]
        return links + default

    @property
    def needs_han_fonts(self) -> bool:
        """Whether there are texts in simplified Chinese, whose fonts are declared on their own."""
        return any(language.script == "Hans" for language in self.languages_shown)

    @property
    def shows_user_bar(self) -> bool:
        """Whether the reader is an editor, who gets Wagtail's user bar. Others cost nothing."""
        if settings.SESSION_COOKIE_NAME not in self.request.COOKIES:
            return False
        return self.request.user.has_perm("wagtailadmin.access_admin")

    def full_address(self, path: str) -> str:
        """An address of the site with its host."""
        return self.request.build_absolute_uri(path)
