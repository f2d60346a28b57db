"""What waits for a decision: suggestions, in queries that don't grow with their number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from .models import Suggestion, Translation


@dataclass(frozen=True, slots=True)
class Waiting:
    """A suggestion, beside the translation that it would replace, if there is any."""

    suggestion: Suggestion
    translation: Translation | None

    @property
    def text(self) -> str:
        """The site's present text."""
        return self.translation.text if self.translation else ""

    @property
    def version(self) -> int:
        """The version that a decision must name: 0 where there is no translation."""
        return self.translation.version if self.translation else 0

    @property
    def language(self) -> str:
        """The language's tag."""
        tag: str = self.suggestion.locale.language_code
        return tag


def waiting(
    *,
    tags: Collection[str] = (),
    reasons: Collection[str] = (Suggestion.Reason.CONFLICT,),
) -> list[Waiting]:
    """The suggestions that nobody has decided on, the oldest first. Two queries.

    ``tags`` names the languages; none means all of them.
    """
    suggestions = Suggestion.objects.filter(resolved_at=None, reason__in=reasons)
    if tags:
        suggestions = suggestions.filter(locale__language_code__in=tags)
    return _beside_translations(suggestions.order_by("created_at", "pk"))


def suggestion_beside_translation(number: int) -> Waiting | None:
    """One suggestion, decided or not, by its number. Two queries."""
    return next(iter(_beside_translations(Suggestion.objects.filter(pk=number))), None)


def _beside_translations(suggestions: Iterable[Suggestion]) -> list[Waiting]:
    found = list(suggestions.select_related("unit__current_source", "locale", "resolved_by"))  # type: ignore[attr-defined]
    translations = _translations(found)
    return [Waiting(each, translations.get((each.unit_id, each.locale_id))) for each in found]


def _translations(suggestions: Sequence[Suggestion]) -> dict[tuple[int, int], Translation]:
    """The translations of the suggestions' units: ``{(unit id, locale id): translation}``."""
    present = Translation.objects.filter(
        unit__in={each.unit_id for each in suggestions},
        locale__in={each.locale_id for each in suggestions},
    )
    return {(each.unit_id, each.locale_id): each for each in present}


def undecided(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Those of some new suggestions that ask what nobody has answered. Two queries, or none.

    A decision holds as long as the translation that it was made beside.
    """
    if not suggestions:
        return []
    decided = set(
        Suggestion.objects.filter(
            unit__in={each.unit_id for each in suggestions},
            locale__in={each.locale_id for each in suggestions},
            text_hash__in={each.text_hash for each in suggestions},
        )
        .exclude(resolved_at=None)
        .values_list("unit_id", "locale_id", "text_hash", "reason", "resolved_version")
    )
    if not decided:
        return list(suggestions)
    translations = _translations(suggestions)

    def _is_decided(each: Suggestion) -> bool:
        translation = translations.get((each.unit_id, each.locale_id))
        version = translation.version if translation else 0
        return (each.unit_id, each.locale_id, each.text_hash, each.reason, version) in decided

    return [each for each in suggestions if not _is_decided(each)]
