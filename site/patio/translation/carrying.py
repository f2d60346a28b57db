"""A statement that was moved or made anew gets its old texts back, as proposals.

A new unit is compared with those that were retired (``patio.catalog.matching``). Where one is
alike, its translations into all languages become ``fuzzy`` ones of the new unit, with the sources
that they were made for as the unit's earlier source versions; they never go live by themselves. The
old unit keeps all it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from django.db import connection
from django.utils import timezone

from patio.catalog.matching import match_removed
from patio.catalog.units import Origin, RevisionKind, State, fingerprint

from .models import SourceVersion, Translation, TranslationVersion, Unit
from .rows import Row, insert_rows, reserve_ids

#: So many retired units are compared, the last retired first.
MAX_RETIRED: Final = 5_000


@dataclass(frozen=True, slots=True)
class Carried:
    """The translations that new units get from old ones, by the new unit's id."""

    translations: Mapping[int, Sequence[Translation]]

    @classmethod
    def between(cls, new: Mapping[Unit, str], retiring: Iterable[Unit]) -> Self:
        """What there is to carry to new units, of which each comes with its text.

        ``retiring`` are units that are about to be retired, beside those that are. Two queries,
        none where no unit is new.
        """
        if not new:
            return cls({})
        retired = (
            Unit.objects.exclude(retired_at=None)
            .select_related("current_source")
            .order_by("-retired_at")[:MAX_RETIRED]
        )
        old = {str(unit): unit for unit in (*retired, *retiring) if unit.current_source}
        units = {str(unit): unit for unit in new}
        matches = match_removed(
            new=[(key, new[unit]) for key, unit in units.items()],
            removed=[(key, _source(unit).text) for key, unit in old.items()],
        )
        if not matches:
            return cls({})
        heirs = {old[match.removed].pk: units[match.new].pk for match in matches}
        found: dict[int, list[Translation]] = defaultdict(list)
        for translation in (
            Translation.objects.filter(unit_id__in=heirs)
            .exclude(text="")
            .select_related("source")
            .order_by("source__number", "pk")
        ):
            found[heirs[translation.unit_id]].append(translation)
        return cls(found)

    def add_sources(self, user: Any) -> None:
        """Give the new units, which have no source yet, those that the texts were made for."""
        SourceVersion.objects.bulk_create(
            SourceVersion(
                unit_id=unit_id,
                number=number,
                text=text,
                text_hash=fingerprint(text),
                kind=RevisionKind.MEANING,
                meaning=number,
                created_by=user,
            )
            for unit_id, translations in self.translations.items()
            for number, text in enumerate(dict.fromkeys(t.source.text for t in translations), 1)
        )

    def propose(self) -> None:
        """Write the translations, with their first version of history."""
        if not self.translations:
            return
        sources = {
            (version.unit_id, version.text): version.pk
            for version in SourceVersion.objects.filter(unit_id__in=self.translations)
        }
        count = sum(map(len, self.translations.values()))
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        ids = iter(reserve_ids(Translation, count))
        version_ids = iter(reserve_ids(TranslationVersion, count))
        created: list[Row] = []
        versions: list[Row] = []
        for unit_id, translations in self.translations.items():
            for old in translations:
                pk, version_pk = next(ids), next(version_ids)
                source_id = sources[unit_id, old.source.text]
                is_draft = old.origin == Origin.MACHINE and old.state != State.REVIEWED
                origin = Origin.MACHINE.value if is_draft else Origin.MEMORY.value
                told = (old.text, State.FUZZY.value, source_id, origin, old.author_name)
                created.append((pk, unit_id, old.locale_id, *told, 1, now, False))
                versions.append((version_pk, pk, 1, *told, now))
        told_fields = ("text", "state", "source", "origin", "author_name")
        insert_rows(
            Translation,
            ("id", "unit", "locale", *told_fields, "version", "updated_at", "catalog_fuzzy"),
            created,
        )
        insert_rows(
            TranslationVersion,
            ("id", "translation", "number", *told_fields, "created_at"),
            versions,
        )


def _source(unit: Unit) -> SourceVersion:
    assert unit.current_source is not None, "a unit in use has a source"  # noqa: S101
    return unit.current_source
