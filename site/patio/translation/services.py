"""The ways to write translations and sources. There are no others.

A change of a translation passes, in this order: permission, version, checks; then it is written
with its history, and what is live follows by the team's policy. All changes of one call are one
transaction, and cost the same number of queries however many they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from patio.catalog.checks import check_translation
from patio.catalog.units import (
    MessageFormat,
    Origin,
    RevisionKind,
    State,
    UnitKey,
    fingerprint,
)

from .errors import CheckFailedError, PermissionDeniedError, RefusedError, StaleVersionError
from .models import SourceVersion, Suggestion, Team, Translation, TranslationVersion, Unit
from .permissions import Action, Actor, can
from .queue import undecided
from .signals import sources_changed, translations_changed


@dataclass(frozen=True, slots=True)
class TranslationChange:
    """One text to save.

    ``expected_version`` is the version that the author read: 0 where there was no translation.
    ``source`` is the source version that the text was made for; ``None`` means the present one.
    """

    unit: Unit
    text: str
    state: State
    expected_version: int
    origin: Origin
    source: SourceVersion | None = None
    author_name: str = ""


@dataclass(slots=True)
class SaveReport:
    """What became of each change of one call: the saved translations and the refusals, by unit."""

    saved: dict[UnitKey, Translation] = field(default_factory=dict)
    refused: dict[UnitKey, RefusedError] = field(default_factory=dict)


def save_translation(*, actor: Actor, team: Team, change: TranslationChange) -> Translation:
    """Save one text and return the translation.

    Raises ``PermissionDeniedError``, ``StaleVersionError`` (which holds both texts) or
    ``CheckFailedError`` where it was refused; then nothing was written.
    """
    report = save_translations(actor=actor, team=team, changes=[change])
    for refusal in report.refused.values():
        raise refusal
    return report.saved[change.unit.key]


@transaction.atomic
def save_translations(
    *, actor: Actor, team: Team, changes: Sequence[TranslationChange]
) -> SaveReport:
    """Save many texts of one language; refuse one by one, and save the rest."""
    report = SaveReport()
    _lock(change.unit.pk for change in changes)
    present = {
        translation.unit_id: translation
        for translation in Translation.objects.select_for_update().filter(
            locale=team.locale, unit__in=[change.unit for change in changes]
        )
    }
    accepted: list[tuple[Translation, TranslationChange]] = []
    for change in changes:
        translation = present.get(change.unit.pk)
        refusal = _refusal(actor, team, change, translation)
        if refusal is not None:
            report.refused[change.unit.key] = refusal
        else:
            accepted.append((_with_change(translation, change, actor, team), change))
    _write(accepted, actor, team)
    report.saved = {change.unit.key: translation for translation, change in accepted}
    if accepted:
        statements = {change.unit.statement_key for _translation, change in accepted}
        translations_changed.send(Translation, locale=team.locale, statement_keys=statements)
    return report


def _lock(unit_ids: Iterable[int]) -> None:
    """Let one writer at a time at some units; a first translation has no row of its own to lock."""
    list(Unit.objects.select_for_update().filter(pk__in=list(unit_ids)).order_by("pk"))


def _refusal(
    actor: Actor, team: Team, change: TranslationChange, translation: Translation | None
) -> RefusedError | None:
    language = team.locale.language_code
    action = Action.REVIEW if change.state == State.REVIEWED else Action.TRANSLATE
    if not can(actor, action, language):
        return PermissionDeniedError(unit=str(change.unit), action=action, language=language)
    version = translation.version if translation else 0
    if version != change.expected_version:
        theirs = translation.text if translation else ""
        return StaleVersionError(unit=str(change.unit), theirs=theirs, mine=change.text)
    if change.state == State.UNTRANSLATED:
        return None
    findings = check_translation(
        change.text, message_format=MessageFormat(change.unit.message_format)
    )
    errors = tuple(finding for finding in findings if finding.is_error)
    return CheckFailedError(unit=str(change.unit), findings=errors) if errors else None


def _with_change(
    translation: Translation | None, change: TranslationChange, actor: Actor, team: Team
) -> Translation:
    if translation is None:
        translation = Translation(unit=change.unit, locale=team.locale)
    translation.text = "" if change.state == State.UNTRANSLATED else change.text
    translation.state = change.state
    translation.source = change.source or _current_source(change.unit)
    translation.origin = change.origin
    translation.author_name = change.author_name or actor.name
    translation.version += 1
    translation.updated_at = timezone.now()
    return translation


def _current_source(unit: Unit) -> SourceVersion:
    assert unit.current_source is not None, "a unit in use has a source"  # noqa: S101
    return unit.current_source


def _write(accepted: list[tuple[Translation, TranslationChange]], actor: Actor, team: Team) -> None:
    Translation.objects.bulk_create(
        translation for translation, _change in accepted if translation._state.adding
    )
    versions = TranslationVersion.objects.bulk_create(
        TranslationVersion(
            translation=translation,
            number=translation.version,
            text=translation.text,
            state=translation.state,
            source_id=translation.source_id,
            origin=translation.origin,
            author=actor.user,
            author_name=translation.author_name,
            created_at=translation.updated_at,
        )
        for translation, change in accepted
    )
    for (translation, _change), version in zip(accepted, versions, strict=True):
        if translation.state == State.UNTRANSLATED:
            translation.live = None
        elif team.lets_out(translation.state):
            translation.live = version
    Translation.objects.bulk_update(
        [translation for translation, _change in accepted],
        ["text", "state", "source", "origin", "author_name", "version", "updated_at", "live"],
        batch_size=500,
    )


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
    """
    existing = {
        unit.key: unit
        for unit in Unit.objects.select_for_update(of=("self",))
        .filter(statement_key__in=sources)
        .order_by("pk")
        .select_related("current_source")
    }
    wanted = {source.key: source for texts in sources.values() for source in texts if source.text}
    changed = _create_or_describe_units(existing, wanted)
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


@transaction.atomic
def set_publish_policy(*, actor: Actor, team: Team, policy: str) -> int:
    """Change what a team lets out, and what is live with it; the number of texts that changed.

    Raises ``PermissionDeniedError`` for who does not coordinate the team.
    """
    language = team.locale.language_code
    if not can(actor, Action.COORDINATE, language):
        raise PermissionDeniedError(unit="", action=Action.COORDINATE, language=language)
    team.publish_policy = policy
    team.save(update_fields=["publish_policy"])
    newest: dict[int, TranslationVersion] = {}
    history = TranslationVersion.objects.filter(translation__locale=team.locale).order_by("number")
    for version in history.iterator():
        if version.state == State.UNTRANSLATED:
            newest.pop(version.translation_id, None)
        elif team.lets_out(version.state):
            newest[version.translation_id] = version
    moved = []
    for translation in Translation.objects.filter(locale=team.locale).select_related("unit"):
        live = newest.get(translation.pk)
        if translation.live_id != (live.pk if live else None):
            translation.live = live
            moved.append(translation)
    Translation.objects.bulk_update(moved, ["live"], batch_size=500)
    if moved:
        statements = {translation.unit.statement_key for translation in moved}
        translations_changed.send(Translation, locale=team.locale, statement_keys=statements)
    return len(moved)


def add_suggestions(*, suggestions: Sequence[Suggestion]) -> None:
    """Keep texts that could not become translations. One that stands already stands once.

    One that was decided on, beside the very translation that there is now, stays decided: a file
    may bring it at every sync. Beside another translation it is a new question, and asked anew.
    """
    for suggestion in suggestions:
        suggestion.text_hash = fingerprint(suggestion.text)
    Suggestion.objects.bulk_create(undecided(suggestions), ignore_conflicts=True)
