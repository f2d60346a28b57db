"""Languages: their tags, names, direction, script and plural rules.

A language is written ``pt_BR`` or ``zh_Hans`` in gettext's files and ``pt-br`` or ``zh-hans`` in
addresses and in Wagtail's locales (BCP 47, in lower case; RFC 5646, section 2.1.1, makes case
irrelevant). Names and direction come from CLDR through Babel, plural formulas from Weblate's
language data, which follows gettext's manual, and matching of a reader's wishes from CLDR's
language matching through langcodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

import babel
import langcodes
from weblate_language_data import languages as weblate_languages

from .errors import CatalogError

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?")
#: The farthest CLDR distance at which one language still serves a reader who asked for another:
#: 10 lets `es-AR` find `es` and `zh-CN` find `zh-hans`, and keeps `ca` from being taken for `es`.
MATCHING_DISTANCE = 10


class UnknownLanguageError(CatalogError):
    """A text that should name a language does not. Says which, and what a name looks like."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{name!r} names no language that CLDR knows: use a BCP 47 tag such as "
            "'pt-br' or 'zh-hans', or gettext's form, 'pt_BR' or 'zh_Hans'."
        )


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    >>> portuguese = Language.parse("pt_BR")
    >>> portuguese.tag, portuguese.gettext, portuguese.endonym
    ('pt-br', 'pt_BR', 'português (Brasil)')
    >>> Language.parse("ar").direction
    'rtl'
    """

    tag: str

    @classmethod
    def parse(cls, name: str) -> Language:
        """The language that a tag in either form names. Raises ``UnknownLanguageError``."""
        if not _TAG.fullmatch(name):
            raise UnknownLanguageError(name)
        language = cls(name.replace("_", "-").lower())
        _locale(language.gettext)
        return language

    @property
    def gettext(self) -> str:
        """gettext's form: ``pt_BR``, ``zh_Hans``, the name of the folder of its catalogs."""
        language, *rest = self.tag.split("-")
        return "_".join(
            [language, *(part.title() if len(part) == 4 else part.upper() for part in rest)]
        )

    @property
    def bcp47(self) -> str:
        """The tag in BCP 47's recommended case, as ``lang`` and ``hreflang`` show it."""
        return self.gettext.replace("_", "-")

    @property
    def locale(self) -> babel.Locale:
        """Babel's locale, for dates, numbers and lists."""
        return _locale(self.gettext)

    @property
    def endonym(self) -> str:
        """The language's name in itself, as its speakers write it in running text."""
        return self.locale.get_display_name(self.locale) or self.tag

    @property
    def english_name(self) -> str:
        """The language's name in English."""
        return self.locale.get_display_name("en") or self.tag

    @property
    def direction(self) -> str:
        """``"ltr"`` or ``"rtl"``."""
        return self.locale.text_direction

    @property
    def script(self) -> str:
        """The ISO 15924 code of the script it is most likely written in: ``Latn``, ``Arab``."""
        return langcodes.Language.get(self.bcp47).maximize().script or "Zyyy"

    @property
    def plural_forms(self) -> str:
        """The value of a catalog's ``Plural-Forms`` header."""
        return _plural_forms(self.gettext)

    def name_in(self, other: Language) -> str:
        """The language's name in ``other``: ``"Arabic"``, ``"árabe"``."""
        return self.locale.get_display_name(other.locale) or self.endonym


@cache
def _locale(gettext_name: str) -> babel.Locale:
    try:
        return babel.Locale.parse(gettext_name)
    except (babel.UnknownLocaleError, ValueError) as error:
        raise UnknownLanguageError(gettext_name) from error


@cache
def _plural_forms(gettext_name: str) -> str:
    known = _plurals_by_code(weblate_languages)
    for code in (gettext_name, gettext_name.split("_")[0]):
        if code in known:
            count, formula = known[code]
            return f"nplurals={count}; plural={formula};"
    return "nplurals=2; plural=n != 1;"


@cache
def _plurals_by_code(data: ModuleType) -> dict[str, tuple[int, str]]:
    return {code: (count, formula) for code, _name, count, formula in data.LANGUAGES}


def best_match(wishes: Iterable[str], available: Sequence[str]) -> str | None:
    """The available tag that serves the first wish that any serves, or ``None``.

    ``wishes`` are BCP 47 tags, the dearest first, and may be anything a client sends: what is no
    tag is passed over.

    >>> best_match(["x y", "fr-CA", "en"], ["en", "fr", "es"])
    'fr'
    """
    for wish in wishes:
        if not _TAG.match(wish) or not langcodes.tag_is_valid(wish):
            continue
        match, distance = langcodes.closest_match(wish, list(available), MATCHING_DISTANCE)
        if distance <= MATCHING_DISTANCE and match != "und":
            return match
    return None
