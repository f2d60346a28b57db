"""Languages: their tags, names, direction, script and plural rules.

A language is written ``pt_BR`` or ``zh_Hans`` in gettext's files and ``pt-br`` or ``zh-hans`` in
addresses and in Wagtail's locales (BCP 47, in lower case; RFC 5646, section 2.1.1, makes case
irrelevant). Names, parents and scripts come from CLDR through Babel and langcodes, plural formulas
from Weblate's language data, which follows gettext's manual, and matching of a reader's wishes from
CLDR's language matching through langcodes.

A language that CLDR has no locale of, as most of the world's, is a language all the same: IANA's
registry (through langcodes) or Weblate's list knows it. Its names are then what CLDR's English
locale or Weblate's list say, its direction is that of its script, and dates are written as in the
nearest locale that there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import babel
import babel.core
import langcodes
from langcodes.data_dicts import LIKELY_SUBTAGS
from weblate_language_data import languages as weblate_languages
from weblate_language_data.rtl import RTL_LANGS

from .errors import CatalogError

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?")
#: The farthest CLDR distance at which one language still serves a reader who asked for another:
#: 10 lets `es-AR` find `es` and `zh-CN` find `zh-hans`, and keeps `ca` from being taken for `es`.
MATCHING_DISTANCE = 10
#: The scripts in use that are written from right to left (CLDR, scriptMetadata).
_RIGHT_TO_LEFT = frozenset(
    {"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}
    # and of old texts
    | {"Armi", "Avst", "Chrs", "Elym", "Hatr", "Lydi", "Mani", "Nbat", "Ougr", "Palm", "Phli"}
    | {"Phlp", "Phnx", "Prti", "Sogd", "Sogo"}
)
#: ISO 15924's code for a script that nobody told.
_UNKNOWN_SCRIPT = "Zyyy"
_ENGLISH = babel.Locale("en")
#: ISO 639-2's codes for local use name no language to anybody else.
_PRIVATE_USE = re.compile(r"q[a-t][a-z](?:_|$)")


class UnknownLanguageError(CatalogError):
    """A text that should name a language does not. Says which, and what a name looks like."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{name!r} names no language that CLDR, IANA or Weblate knows: use a BCP 47 tag such "
            "as 'pt-br' or 'zh-hans', or gettext's form, 'pt_BR' or 'zh_Hans'."
        )


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    >>> portuguese = Language.parse("pt_BR")
    >>> portuguese.tag, portuguese.gettext, portuguese.endonym
    ('pt-br', 'pt_BR', 'português (Brasil)')
    >>> Language.parse("ar").direction
    'rtl'
    >>> Language.parse("es-AR").parents
    (Language(tag='es-419'), Language(tag='es'))
    """

    tag: str

    @classmethod
    def parse(cls, name: str) -> Language:
        """The language that a tag in either form names. Raises ``UnknownLanguageError``."""
        if not _TAG.fullmatch(name):
            raise UnknownLanguageError(name)
        language = cls(name.replace("_", "-").lower())
        if not _is_known(language.gettext):
            raise UnknownLanguageError(name)
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
        """Babel's locale, for dates, numbers and lists: the nearest where CLDR has none."""
        return _nearest_locale(self.gettext)

    @property
    def endonym(self) -> str:
        """The language's name in itself, as its speakers write it in running text."""
        locale = _locale(self.gettext)
        own = locale.get_display_name(locale) if locale else None
        return own or self.english_name

    @property
    def english_name(self) -> str:
        """The language's name in English."""
        return _name(self.gettext, _ENGLISH) or _names_by_code().get(self.gettext) or self.bcp47

    @property
    def direction(self) -> str:
        """``"ltr"`` or ``"rtl"``, which is its script's."""
        if self.script == _UNKNOWN_SCRIPT:
            return "rtl" if self.gettext in RTL_LANGS else "ltr"
        return "rtl" if self.script in _RIGHT_TO_LEFT else "ltr"

    @property
    def script(self) -> str:
        """The ISO 15924 code of the script it is most likely written in: ``Latn``, ``Arab``.

        ``Zyyy`` where neither its name nor CLDR tells.
        """
        return _script(self.gettext)

    @property
    def parents(self) -> tuple[Language, ...]:
        """The languages whose texts serve where this one, a variant, has none; the nearest first.

        CLDR's parent locales (UTS 35, Parent Locales), as far as they are the same language in the
        same script: Brazilian texts can serve in Portugal, traditional Chinese never simplified.
        """
        return tuple(Language(tag) for tag in _parents(self.gettext))

    @property
    def plural_forms(self) -> str:
        """The value of a catalog's ``Plural-Forms`` header."""
        return _plural_forms(self.gettext)

    def name_in(self, other: Language) -> str:
        """The language's name in ``other``: ``"Arabic"``, ``"árabe"``."""
        return _name(self.gettext, other.locale) or self.endonym


@cache
def _is_known(gettext_name: str) -> bool:
    if _locale(gettext_name) or gettext_name in _names_by_code():
        return True
    if _PRIVATE_USE.match(gettext_name):
        return False
    return langcodes.tag_is_valid(gettext_name.replace("_", "-"))


@cache
def _locale(gettext_name: str) -> babel.Locale | None:
    try:
        return babel.Locale.parse(gettext_name)
    except (babel.UnknownLocaleError, ValueError):
        return None


@cache
def _nearest_locale(gettext_name: str) -> babel.Locale:
    parts = gettext_name.split("_")
    candidates = ("_".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next(filter(None, map(_locale, candidates)), _ENGLISH)


def _name(gettext_name: str, locale: babel.Locale) -> str | None:
    """The name of a language in another, if CLDR has one."""
    known = _locale(gettext_name)
    if known:
        return known.get_display_name(locale)
    code, *subtags = gettext_name.split("_")
    name = locale.languages.get(code)
    if name is None:
        return None
    details = [locale.scripts.get(part) or locale.territories.get(part) or part for part in subtags]
    return f"{name} ({', '.join(details)})" if details else name


@cache
def _script(gettext_name: str) -> str:
    locale = _locale(gettext_name)
    if locale and locale.script:
        return str(locale.script)
    tag = langcodes.Language.get(gettext_name.replace("_", "-"))
    # Of a language that it has no data on, langcodes would say that it is written in Latin.
    is_told = tag.script or locale or tag.language in LIKELY_SUBTAGS
    return tag.maximize().script or _UNKNOWN_SCRIPT if is_told else _UNKNOWN_SCRIPT


@cache
def _parents(gettext_name: str) -> tuple[str, ...]:
    code, script = gettext_name.split("_")[0], _script(gettext_name)
    found = []
    name = _parent(gettext_name, script)
    while name and name.split("_")[0] == code and _script(name) == script:
        found.append(name.replace("_", "-").lower())
        name = _parent(name, script)
    return tuple(found)


def _parent(name: str, script: str) -> str | None:
    """CLDR's parent of a locale, ``None`` for the root's children."""
    exceptions = babel.core.get_global("parent_exceptions")
    if name in exceptions:
        return str(exceptions[name])
    shorter = name.rpartition("_")[0]
    if shorter and _script(shorter) != script and shorter.count("_") == 0:
        # `zh_TW` has no script in its name, but one in its texts.
        with_script = f"{shorter}_{script}"
        return None if with_script == name else with_script
    return shorter or None


@cache
def _plural_forms(gettext_name: str) -> str:
    known = _plurals_by_code()
    for code in (gettext_name, gettext_name.split("_")[0]):
        if code in known:
            count, formula = known[code]
            return f"nplurals={count}; plural={formula};"
    return "nplurals=2; plural=n != 1;"


@cache
def _plurals_by_code() -> dict[str, tuple[int, str]]:
    return {code: (count, formula) for code, _name, count, formula in weblate_languages.LANGUAGES}


@cache
def _names_by_code() -> dict[str, str]:
    return {code: name for code, name, _count, _formula in weblate_languages.LANGUAGES}


def best_match(wishes: Iterable[str], available: Sequence[str]) -> str | None:
    """The available tag that serves the first wish that any serves, or ``None``.

    ``wishes`` are BCP 47 tags, the dearest first, and may be anything a client sends: what is no
    tag is passed over. A wish is served by the language that it is a variant of before a sister.

    >>> best_match(["x y", "fr-CA", "en"], ["en", "fr", "es"])
    'fr'
    >>> best_match(["es-MX"], ["es", "es-ar"])
    'es'
    """
    for wish in wishes:
        if not _TAG.match(wish) or not langcodes.tag_is_valid(wish):
            continue
        for tag in _with_parents(wish):
            if tag in available:
                return tag
        match, distance = langcodes.closest_match(wish, list(available), MATCHING_DISTANCE)
        if distance <= MATCHING_DISTANCE and match != "und":
            return match
    return None


def _with_parents(wish: str) -> list[str]:
    try:
        language = Language.parse(wish)
    except UnknownLanguageError:
        return []
    return [language.tag, *(parent.tag for parent in language.parents)]
