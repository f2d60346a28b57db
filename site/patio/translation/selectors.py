"""What there is to read of units and translations, in queries that don't grow with their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q
from wagtail.models import Locale

from patio.catalog.units import State

from .models import SourceVersion, Team, Translation, TranslationVersion, Unit


@dataclass(frozen=True, slots=True)
class UnitTranslation:
    """A unit with its translation into one language, if there is any."""

    unit: Unit
    translation: Translation | None

    @property
    def source_text(self) -> str:
        """The present source text."""
        return self._current_source.text

    @property
    def is_outdated(self) -> bool:
        """Whether the text was made for a source that meant something else."""
        return (
            self.translation is not None
            and self.translation.source.meaning != self._current_source.meaning
        )

    @property
    def state(self) -> State:
        """What people said of the text, and ``fuzzy`` where the source has moved on."""
        if self.translation is None or not self.translation.text:
            return State.UNTRANSLATED
        return State.FUZZY if self.is_outdated else State(self.translation.state)

    @property
    def version(self) -> int:
        """The version that a save must name: 0 where there is no translation."""
        return self.translation.version if self.translation else 0

    @property
    def _current_source(self) -> SourceVersion:
        assert self.unit.current_source is not None, "a unit in use has a source"  # noqa: S101
        return self.unit.current_source


def active_units(statement_keys: Iterable[str] | None = None) -> list[Unit]:
    """The units that are not retired, in the document's order. One query."""
    units = Unit.objects.filter(retired_at=None).select_related("current_source")
    if statement_keys is not None:
        units = units.filter(statement_key__in=list(statement_keys))
    return list(units)


def unit_translations(
    locale: Locale, statement_keys: Iterable[str] | None = None
) -> list[UnitTranslation]:
    """Each unit in use, with its translation into a language. Two queries."""
    units = active_units(statement_keys)
    translations = Translation.objects.filter(locale=locale, unit__retired_at=None).select_related(
        "source", "live__source"
    )
    if statement_keys is not None:
        translations = translations.filter(unit__statement_key__in=list(statement_keys))
    by_unit = {translation.unit_id: translation for translation in translations}
    return [UnitTranslation(unit, by_unit.get(unit.pk)) for unit in units]


def source_versions_by_text(units: Iterable[Unit]) -> dict[tuple[int, str], SourceVersion]:
    """The newest source version of each unit that had a text: ``{(unit id, text): version}``."""
    versions = SourceVersion.objects.filter(unit__in=list(units)).order_by("number")
    return {(version.unit_id, version.text): version for version in versions}


def texts_in_history(locale: Locale, units: Iterable[Unit]) -> set[tuple[int, str]]:
    """Every text that some units have had in a language: ``{(unit id, text)}``."""
    versions = TranslationVersion.objects.filter(
        translation__locale=locale, translation__unit__in=list(units)
    )
    return set(versions.values_list("translation__unit_id", "text"))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one language is: numbers of units."""

    language: str
    units: int
    reviewed: int
    translated: int
    fuzzy: int
    drafts: int
    live: int

    @property
    def untranslated(self) -> int:
        """Units without any text."""
        return self.units - self.reviewed - self.translated - self.fuzzy


def progress_by_language() -> list[Progress]:
    """The progress of every language that has a team, by tag. Two queries."""
    units = Unit.objects.filter(retired_at=None).count()
    current = Q(source__meaning=F("unit__current_source__meaning"))
    has_text = ~Q(text="")
    counted = {
        row["locale__language_code"]: row
        for row in Translation.objects.filter(unit__retired_at=None)
        .values("locale__language_code")
        .annotate(
            reviewed_count=Count("pk", filter=current & Q(state=State.REVIEWED)),
            translated_count=Count("pk", filter=current & Q(state=State.TRANSLATED)),
            fuzzy_count=Count("pk", filter=has_text & (~current | Q(state=State.FUZZY))),
            draft_count=Count(
                "pk", filter=has_text & Q(origin="machine") & ~Q(state=State.REVIEWED)
            ),
            live_count=Count("pk", filter=Q(live__isnull=False)),
        )
    }
    languages = Team.objects.values_list("locale__language_code", flat=True)
    nothing = dict.fromkeys(
        ["reviewed_count", "translated_count", "fuzzy_count", "draft_count", "live_count"], 0
    )
    return [
        Progress(
            language=language,
            units=units,
            reviewed=row["reviewed_count"],
            translated=row["translated_count"],
            fuzzy=row["fuzzy_count"],
            drafts=row["draft_count"],
            live=row["live_count"],
        )
        for language in sorted(languages)
        for row in [counted.get(language, nothing)]
    ]
