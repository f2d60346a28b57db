"""What the database says of units and of one language's translations, as a sync reads it.

Plain rows in a number of queries that depends on nothing: the units once for all languages, the
translations once a language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import F
from wagtail.models import Locale

from patio.catalog.merge import EMPTY, Message
from patio.catalog.units import Origin, State
from patio.translation.models import SourceVersion, Translation, TranslationVersion, Unit


@dataclass(frozen=True, slots=True)
class SourceUnit:
    """A unit in use with its present source."""

    pk: int
    statement_key: str
    field: str
    message_format: str
    description: str
    source_id: int
    source: str
    meaning: int
    context: str
    """The ``msgctxt`` of the unit's entries."""


class SourceText(NamedTuple):
    """One text that a unit's source has had, and the meaning that it belongs to."""

    text: str
    meaning: int


class Sources:
    """The units in use, in the document's order, and what their sources have been."""

    def __init__(self) -> None:
        rows = Unit.objects.filter(retired_at=None).values_list(
            "pk",
            "statement_key",
            "field",
            "message_format",
            "description",
            "current_source_id",
            "current_source__text",
            "current_source__meaning",
        )
        units = [SourceUnit(*row, context=f"{row[1]}/{row[2]}") for row in rows]
        self.units = {unit.context: unit for unit in units}
        self.versions = {unit.source_id: SourceText(unit.source, unit.meaning) for unit in units}
        self._objects: dict[int, Unit] = {}

    def read_versions(self, ids: Iterable[int]) -> None:
        """Have these source versions at hand. One query, none where they are."""
        missing = set(ids) - self.versions.keys()
        if missing:
            rows = SourceVersion.objects.filter(pk__in=missing).values_list("pk", "text", "meaning")
            self.versions |= {pk: SourceText(text, meaning) for pk, text, meaning in rows}

    def objects(self, units: Iterable[SourceUnit]) -> Mapping[int, Unit]:
        """The model instances of units that are to be saved, with the source that was read.

        Should that be an earlier one by now, what is saved was still made for it.
        """
        missing = {unit.source_id for unit in units if unit.pk not in self._objects}
        if missing:
            for version in SourceVersion.objects.filter(pk__in=missing).select_related("unit"):
                version.unit.current_source = version
                self._objects[version.unit_id] = version.unit
        return self._objects

    @cached_property
    def retired(self) -> frozenset[str]:
        """The contexts of units that are in use no more."""
        rows = Unit.objects.exclude(retired_at=None).values_list("statement_key", "field")
        return frozenset(f"{statement_key}/{field}" for statement_key, field in rows)


class Held(NamedTuple):
    """One translation, and what its catalog said of it when both last agreed."""

    pk: int
    text: str
    state: str
    version: int
    source_id: int
    origin: str
    author_name: str
    catalog_version: int | None
    catalog_fuzzy: bool
    catalog_source_id: int | None

    @property
    def is_draft(self) -> bool:
        """Whether a machine wrote the text and no person has read it."""
        return self.origin == Origin.MACHINE and self.state != State.REVIEWED


@dataclass(frozen=True, slots=True)
class Standing:
    """How a unit stands in one language: what the database holds, as a catalog would say it."""

    unit: SourceUnit
    held: Held | None
    message: Message

    @property
    def state(self) -> State:
        """What people said of the text, and ``fuzzy`` where the source has moved on."""
        if self.held is None or not self.message.text:
            return State.UNTRANSLATED
        return State.FUZZY if self.message.fuzzy else State(self.held.state)

    @property
    def version(self) -> int:
        """The version that a save must name: 0 where there is no translation."""
        return self.held.version if self.held else 0


class Snapshot:
    """One language's translations of the units in use, in the document's order."""

    def __init__(self, locale: Locale, sources: Sources) -> None:
        self.locale = locale
        self.sources = sources
        rows = Translation.objects.filter(locale=locale, unit__retired_at=None).values_list(
            "unit_id", "pk", *Held._fields[1:]
        )
        held = {unit_id: Held(*row) for unit_id, *row in rows}
        sources.read_versions(each.source_id for each in held.values())
        self.standings = {
            context: self._standing(unit, held.get(unit.pk))
            for context, unit in sources.units.items()
        }
        self._read_bases(locale, held.values())

    def __iter__(self) -> Iterator[Standing]:
        return iter(self.standings.values())

    @property
    def has_drafts(self) -> bool:
        """Whether any text is a machine's that no person has read."""
        held = (each.held for each in self.standings.values())
        return any(each is not None and each.text and each.is_draft for each in held)

    def newest(self) -> Translation | None:
        """The translation that was saved last. One query."""
        translations = Translation.objects.filter(locale=self.locale, unit__retired_at=None)
        return translations.order_by("-updated_at", "-pk").first()

    def note_saved(
        self, standing: Standing, message: Message, state: State, origin: Origin
    ) -> None:
        """Follow a save of what the catalog says already, without reading it back.

        The translation's id is not known here; whoever needs it reads a new snapshot.
        """
        unit = standing.unit
        is_present = not message.text or message.source == unit.source
        made_for = unit.source_id if is_present else 0
        held = Held(
            pk=0,
            text=message.text,
            state=state.value,
            version=standing.version + 1,
            source_id=made_for,
            origin=origin.value,
            author_name="",
            catalog_version=standing.version + 1,
            catalog_fuzzy=message.fuzzy,
            catalog_source_id=made_for,
        )
        self.standings[unit.context] = Standing(unit, held, message)

    def base(self, held: Held | None) -> Message | None:
        """What the catalog said when it and the database last agreed; ``None``: they never did."""
        if held is None or held.catalog_version is None or held.catalog_source_id is None:
            return None
        is_present = held.catalog_version == held.version
        text = held.text if is_present else self._texts[held.pk]
        source = self.sources.versions[held.catalog_source_id].text
        return Message(text=text, fuzzy=held.catalog_fuzzy, source=source)

    def _standing(self, unit: SourceUnit, held: Held | None) -> Standing:
        if held is None or not held.text:
            return Standing(unit, held, EMPTY)
        made_for = self.sources.versions[held.source_id]
        is_outdated = made_for.meaning != unit.meaning
        source = made_for.text if is_outdated else unit.source
        is_fuzzy = is_outdated or held.state == State.FUZZY
        return Standing(unit, held, Message(text=held.text, fuzzy=is_fuzzy, source=source))

    def _read_bases(self, locale: Locale, held: Iterable[Held]) -> None:
        """The texts of bases that the database has moved on from. At most two queries."""
        self._texts: dict[int, str] = {}
        moved_on = False
        source_ids = set()
        for each in held:
            if each.catalog_version is not None and each.catalog_source_id is not None:
                source_ids.add(each.catalog_source_id)
                moved_on = moved_on or each.catalog_version != each.version
        self.sources.read_versions(source_ids)
        if moved_on:
            rows = TranslationVersion.objects.filter(
                translation__locale=locale, number=F("translation__catalog_version")
            ).exclude(number=F("translation__version"))
            self._texts = dict(rows.values_list("translation_id", "text"))
