"""The ways to write units and their sources. There are no others.

All changes of one call are one transaction, and cost the same number of queries however many units
and languages there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from patio.catalog.units import MessageFormat, RevisionKind, UnitKey, fingerprint

from .carrying import Carried
from .models import SourceVersion, Unit
from .signals import sources_changed, units_moved


@dataclass(frozen=True, slots=True)
class SourceText:
    """The source of one unit, as a page has it when it is published."""

    key: UnitKey
    text: str
    message_format: MessageFormat
    description: str
    kind: RevisionKind = RevisionKind.MEANING


@transaction.atomic
def record_sources(
    *,
    sources: Mapping[str, Sequence[SourceText]],
    user: Any = None,
    revision_ids: Mapping[str, int] | None = None,
) -> set[UnitKey]:
    """Make the units of some statements what the pages say, and return the keys that changed.

    ``sources`` maps each statement's key to all its present texts, in order; a unit of these
    statements that is not among them is retired, and keeps everything it has. A new text is a new
    source version; by its kind, and where it returns to an earlier text, translations stay valid.
    A new unit that is like a retired one is proposed its translations.
    """
    existing = {
        unit.key: unit
        for unit in Unit.objects.select_for_update(of=("self",))
        .filter(statement_key__in=sources)
        .order_by("pk")
        .select_related("current_source")
    }
    wanted = {source.key: source for texts in sources.values() for source in texts if source.text}
    known = set(existing)
    changed = _create_or_describe_units(existing, wanted)
    carried = Carried.between(
        {existing[key]: source.text for key, source in wanted.items() if key not in known},
        retiring=[existing[key] for key in known - wanted.keys()],
    )
    carried.add_sources(user)
    units_with_new_text = [
        existing[key]
        for key, source in wanted.items()
        if existing[key].current_source is None or existing[key].current_source.text != source.text  # type: ignore[union-attr]
    ]
    versions = _add_source_versions(units_with_new_text, wanted, user, revision_ids or {})
    for unit in units_with_new_text:
        unit.current_source = versions[unit.pk]
        changed.add(unit.key)
    changed |= _retire(unit for key, unit in existing.items() if key not in wanted)
    Unit.objects.bulk_update(
        [existing[key] for key in changed],
        ["message_format", "description", "current_source", "retired_at"],
        batch_size=500,
    )
    carried.propose()
    if changed:
        sources_changed.send(Unit, statement_keys={key.statement for key in changed})
    return changed


def _create_or_describe_units(
    existing: dict[UnitKey, Unit], wanted: Mapping[UnitKey, SourceText]
) -> set[UnitKey]:
    """Create what is missing in ``existing``, bring back what was retired; the keys touched."""
    changed = {key for key in wanted if key not in existing}
    created = Unit.objects.bulk_create(
        Unit(
            statement_key=key.statement,
            field=key.field,
            message_format=source.message_format,
            description=source.description,
        )
        for key, source in wanted.items()
        if key in changed
    )
    existing.update((unit.key, unit) for unit in created)
    for key, source in wanted.items():
        unit = existing[key]
        described = (unit.message_format, unit.description)
        if described != (source.message_format, source.description) or unit.retired_at:
            unit.message_format, unit.description = source.message_format, source.description
            unit.retired_at = None
            changed.add(key)
    return changed


def _add_source_versions(
    units: Sequence[Unit],
    wanted: Mapping[UnitKey, SourceText],
    user: Any,
    revision_ids: Mapping[str, int],
) -> dict[int, SourceVersion]:
    earlier: dict[int, list[SourceVersion]] = {unit.pk: [] for unit in units}
    for version in SourceVersion.objects.filter(unit__in=units).order_by("number"):
        earlier[version.unit_id].append(version)
    new_versions = []
    for unit in units:
        source, known = wanted[unit.key], earlier[unit.pk]
        number = known[-1].number + 1 if known else 1
        new_versions.append(
            SourceVersion(
                unit=unit,
                number=number,
                text=source.text,
                text_hash=fingerprint(source.text),
                kind=source.kind,
                meaning=_meaning(source, known, number),
                created_by=user,
                revision_id=revision_ids.get(unit.statement_key),
            )
        )
    return {version.unit_id: version for version in SourceVersion.objects.bulk_create(new_versions)}


def _meaning(source: SourceText, known: Sequence[SourceVersion], number: int) -> int:
    """The meaning of a new source text: an earlier one's where it says the same again."""
    for version in reversed(known):
        if version.text == source.text:
            return version.meaning
    if known and source.kind == RevisionKind.WORDING:
        return known[-1].meaning
    return number


def retire_statements(*, statement_keys: Iterable[str]) -> set[UnitKey]:
    """Retire all units of statements that are published no more. Their translations stay."""
    keys = list(statement_keys)
    return record_sources(sources=dict.fromkeys(keys, ()))


def _retire(units: Iterable[Unit]) -> set[UnitKey]:
    retired = set()
    for unit in units:
        if unit.retired_at is None:
            unit.retired_at = timezone.now()
            retired.add(unit.key)
    return retired


@transaction.atomic
def set_positions(*, positions: Mapping[str, int]) -> None:
    """Give each statement's units their place in the document, fields in order of creation."""
    units = []
    for unit in Unit.objects.filter(statement_key__in=positions):
        if unit.position != positions[unit.statement_key]:
            unit.position = positions[unit.statement_key]
            units.append(unit)
    Unit.objects.bulk_update(units, ["position"], batch_size=500)
    if units:
        units_moved.send(Unit)
