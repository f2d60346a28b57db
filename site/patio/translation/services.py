"""The ways to write translations. There are no others.

A change of a translation passes, in this order: permission, version, checks; then it is written
with its history, and what is live follows by the team's policy. All changes of one call are one
transaction, and cost the same number of queries however many they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from patio.catalog.checks import errors_in
from patio.catalog.languages import Language
from patio.catalog.units import (
    MessageFormat,
    Origin,
    State,
    UnitKey,
    fingerprint,
)

from .errors import (
    CheckFailedError,
    EmptyTextError,
    PermissionDeniedError,
    RefusedError,
    StaleVersionError,
)
from .models import SourceVersion, Suggestion, Team, Translation, TranslationVersion, Unit
from .permissions import Action, Actor, can
from .queue import undecided
from .rows import Row, insert_rows, reserve_ids, update_rows
from .signals import translations_changed


@dataclass(frozen=True, slots=True)
class TranslationChange:
    """One text to save.

    ``expected_version`` is the version that the author read: 0 where there was no translation.
    ``source`` is the source version that the text was made for; ``None`` means the present one.
    ``is_in_catalog`` says that the catalog has this very text, so that both agree once it is saved.
    """

    unit: Unit
    text: str
    state: State
    expected_version: int
    origin: Origin
    source: SourceVersion | None = None
    author_name: str = ""
    is_in_catalog: bool = False

    @property
    def made_for(self) -> SourceVersion:
        """The source version that the text was made for."""
        return self.source or self.current_source

    @property
    def current_source(self) -> SourceVersion:
        """The present source version of the unit."""
        assert self.unit.current_source is not None, "a unit in use has a source"  # noqa: S101
        return self.unit.current_source


@dataclass(slots=True)
class SaveReport:
    """What became of each change of one call: the new version of what was saved, the refusals."""

    saved: dict[UnitKey, int] = field(default_factory=dict)
    refused: dict[UnitKey, RefusedError] = field(default_factory=dict)


def save_translation(*, actor: Actor, team: Team, change: TranslationChange) -> Translation:
    """Save one text and return the translation.

    Raises ``PermissionDeniedError``, ``StaleVersionError`` (which holds both texts),
    ``EmptyTextError`` or ``CheckFailedError`` where it was refused; then nothing was written.
    """
    report = save_translations(actor=actor, team=team, changes=[change])
    for refusal in report.refused.values():
        raise refusal
    return Translation.objects.get(unit=change.unit, locale=team.locale)


@transaction.atomic
def save_translations(
    *, actor: Actor, team: Team, changes: Sequence[TranslationChange]
) -> SaveReport:
    """Save many texts of one language; refuse one by one, and save the rest."""
    # One writer at a time in a language: a first translation has no row of its own to lock.
    Team.objects.select_for_update().get(pk=team.pk)
    present = _present(team, changes)
    report = SaveReport()
    accepted: list[tuple[_Present, TranslationChange]] = []
    language = Language(team.locale.language_code)
    for change in changes:
        held = present.get(change.unit.id, _ABSENT)
        refusal = _refusal(actor, language, change, held)
        if refusal is not None:
            report.refused[change.unit.key] = refusal
        else:
            report.saved[change.unit.key] = held.version + 1
            accepted.append((held, change))
    if accepted:
        _write(accepted, actor, team)
        statements = {change.unit.statement_key for _held, change in accepted}
        translations_changed.send(Translation, locale=team.locale, statement_keys=statements)
    return report


class _Present(NamedTuple):
    """What a save has to know of the translation that it replaces."""

    pk: int
    version: int
    text: str
    live_id: int | None


_ABSENT = _Present(0, 0, "", None)
#: So many changes that naming their units would take longer than reading the whole language.
_MANY: Final = 200


def _present(team: Team, changes: Sequence[TranslationChange]) -> dict[int, _Present]:
    translations = Translation.objects.filter(locale=team.locale)
    if len(changes) < _MANY:
        translations = translations.filter(unit__in=[change.unit.id for change in changes])
    rows = translations.values_list("unit_id", "pk", "version", "text", "live_id")
    return {row[0]: _Present(*row[1:]) for row in rows}


def _refusal(
    actor: Actor, language: Language, change: TranslationChange, present: _Present
) -> RefusedError | None:
    action = Action.REVIEW if change.state == State.REVIEWED else Action.TRANSLATE
    if not can(actor, action, language.tag):
        return PermissionDeniedError(unit=str(change.unit), action=action, language=language.tag)
    if present.version != change.expected_version:
        return StaleVersionError(unit=str(change.unit), theirs=present.text, mine=change.text)
    if change.state == State.UNTRANSLATED:
        return None
    if not change.text:
        # To clear a text is to say so: what is empty by mistake must not take a live text down.
        return EmptyTextError(unit=str(change.unit))
    # A fuzzy text is work that is not done: what it lacks of the source is no reason to refuse it.
    source = None if change.state == State.FUZZY else change.made_for
    errors = errors_in(
        source=source.text if source else None,
        text=change.text,
        message_format=MessageFormat(change.unit.message_format),
        language=language,
    )
    return CheckFailedError(unit=str(change.unit), findings=tuple(errors)) if errors else None


_TRANSLATION_FIELDS = (
    *("text", "state", "source", "origin", "author_name", "version", "updated_at", "live"),
    *("catalog_version", "catalog_fuzzy", "catalog_source"),
)
_WITHOUT_CATALOG = _TRANSLATION_FIELDS[:-3]
_VERSION_FIELDS = (
    *("id", "translation", "number", "text", "state", "source", "origin", "author"),
    *("author_name", "created_at"),
)


def _write(
    accepted: Sequence[tuple[_Present, TranslationChange]], actor: Actor, team: Team
) -> None:
    """Write accepted changes, each with its version of the history."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    new_ids = iter(reserve_ids(Translation, sum(not present.pk for present, _change in accepted)))
    version_ids = reserve_ids(TranslationVersion, len(accepted))
    lets_out = {state: team.lets_out(state) for state in State}
    versions: list[Row] = []
    created: list[Row] = []
    updated: list[Row] = []
    agreed: list[Row] = []
    user_id = actor.user.pk if actor.user else None
    for (present, change), version_id in zip(accepted, version_ids, strict=True):
        pk, number = present.pk or next(new_ids), present.version + 1
        current = change.current_source
        made_for = change.source or current
        has_text = change.state != State.UNTRANSLATED
        told = (
            change.text if has_text else "",
            change.state.value,
            made_for.id,
            change.origin.value,
        )
        author = change.author_name or actor.name
        versions.append((version_id, pk, number, *told, user_id, author, now))
        live_id = present.live_id if has_text else None
        if lets_out[change.state]:
            live_id = version_id
        row: Row = (*told, author, number, now, live_id)
        if change.is_in_catalog:
            is_outdated = made_for.meaning != current.meaning
            is_fuzzy = has_text and (is_outdated or change.state is State.FUZZY)
            row += (number, is_fuzzy, made_for.id if is_outdated else current.id)
        elif not present.pk:
            row += (None, False, None)
        if not present.pk:
            created.append((pk, change.unit.id, team.locale_id, *row))
        elif change.is_in_catalog:
            agreed.append((*row, pk))
        else:
            updated.append((*row, pk))
    insert_rows(Translation, ("id", "unit", "locale", *_TRANSLATION_FIELDS), created)
    insert_rows(TranslationVersion, _VERSION_FIELDS, versions)
    update_rows(Translation, _TRANSLATION_FIELDS, agreed)
    update_rows(Translation, _WITHOUT_CATALOG, updated)


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
