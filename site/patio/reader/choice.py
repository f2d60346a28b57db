"""A choice of languages to set side by side: what was asked for, and the nearest thing to show."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator

from patio.catalog.languages import Language, UnknownLanguageError

#: The columns that fit beside each other, and on paper.
MOST = 4
#: The unknown names that are repeated to whoever asked for them, and how much of each.
_MOST_UNKNOWN = 5
_LONGEST_UNKNOWN = 35
_BETWEEN_NAMES = re.compile(r"[+,\s]")


@dataclass(frozen=True, slots=True)
class Choice:
    """Languages to set side by side, that of the page first.

    ``unknown`` are texts that name no language, ``untranslated`` languages that the site does not
    have, ``too_many`` languages that found no room; ``is_asked`` is whether anything was asked for.
    What was merely written in another way, or twice, is put right in silence: then ``others``
    differ from what was asked.
    """

    own: str
    others: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    untranslated: tuple[Language, ...] = ()
    too_many: tuple[Language, ...] = ()
    is_asked: bool = False

    @property
    def tags(self) -> tuple[str, ...]:
        """All columns, in order."""
        return (self.own, *self.others)

    @property
    def has_problems(self) -> bool:
        """Whether something that was asked for can't be shown."""
        return bool(self.unknown or self.untranslated or self.too_many)

    @property
    def is_too_small(self) -> bool:
        """Whether nothing is left of what was asked for to stand beside the page's own language."""
        return self.is_asked and not self.others

    def in_language(self, tag: str) -> Choice:
        """The same columns for a reader who switches to ``tag``, which comes first then."""
        others = [self.own if other == tag else other for other in self.others]
        return Choice(own=tag, others=tuple(others))

    def without_column(self, tag: str) -> Choice:
        """The choice without one of its languages. Without the first, the next becomes it."""
        own, *others = (other for other in self.tags if other != tag)
        return Choice(own, tuple(others))


def names_in(texts: Iterable[str]) -> list[str]:
    """The names of languages in texts that may each hold several.

    >>> names_in(["es+ar", "pl, sw"])
    ['es', 'ar', 'pl', '', 'sw']
    """
    return [name for text in texts for name in _BETWEEN_NAMES.split(text)]


def read_choice(own: str, wanted: Sequence[str], available: Collection[str]) -> Choice:
    """The choice that comes nearest to what was asked for.

    >>> choice = read_choice("en", ["pt_BR", "en", "pt-br", "xx", "eu"], {"en", "pt-br"})
    >>> choice.others, choice.unknown, [language.tag for language in choice.untranslated]
    (('pt-br',), ('xx',), ['eu'])
    """
    others: list[str] = []
    unknown: list[str] = []
    untranslated: list[Language] = []
    too_many: list[Language] = []
    for name in dict.fromkeys(wanted):
        try:
            language = Language.parse(name)
        except UnknownLanguageError:
            unknown.append(Truncator(name).chars(_LONGEST_UNKNOWN))
            continue
        if language.tag == own or language.tag in others:
            continue
        if language.tag not in available:
            untranslated.append(language)
        elif len(others) + 1 == MOST:
            too_many.append(language)
        else:
            others.append(language.tag)
    return Choice(
        own,
        tuple(others),
        unknown=tuple(filter(None, unknown))[:_MOST_UNKNOWN],
        untranslated=tuple(untranslated),
        too_many=tuple(too_many),
        is_asked=bool(wanted),
    )
