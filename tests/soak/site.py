"""The site's side of the world: editors who change sources, and people who translate in the CMS."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from wagtail.models import Locale

from patio.catalog.languages import Language
from patio.catalog.units import MessageFormat, Origin, RevisionKind, State, UnitKey
from patio.sync.languages import ensure_language
from patio.translation.errors import RefusedError
from patio.translation.models import PublishPolicy, SourceVersion, Team, Translation, Unit
from patio.translation.permissions import Action, Actor
from patio.translation.services import TranslationChange, save_translation, set_publish_policy
from patio.translation.sources import SourceText, record_sources, retire_statements, set_positions

from .texts import DAMAGE, SOURCE, Mint

FIRST_LANGUAGES = ("es", "ar", "zh-hans", "pt-br")
STATEMENTS = 5
FIELDS = {"title": MessageFormat.PLAIN, "body": MessageFormat.MARKDOWN}
EVERYONE = Actor(name="Ana", everywhere=frozenset(Action))


class Site:
    """A few statements with a plain and a Markdown unit each, and four languages.

    ``written`` are the texts that must never be out of reach, by language.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mint = Mint()
        self.counts: Counter[str] = Counter()
        self.log: list[str] = []
        self.written: dict[str, set[str]] = {}
        #: What people said is good: ``(tag, unit, source, text)``.
        self.approved: set[tuple[str, str, str, str]] = set()
        self.statements: dict[str, dict[str, str]] = {}
        self.retired: dict[str, dict[str, str]] = {}
        _empty_database()
        random = Random(0)  # noqa: S311
        for number in range(STATEMENTS):
            self.statements[f"value.s{number}"] = self._new_source(random)
        record_sources(sources={key: self._source_texts(key) for key in self.statements})
        for tag in FIRST_LANGUAGES:
            ensure_language(Language(tag))

    # -- editors

    def revise(self, random: Random) -> None:
        """A source gets another text, or an earlier one back."""
        key = random.choice(sorted(self.statements))
        texts = self.statements[key]
        field = random.choice(sorted(texts))
        earlier = SourceVersion.objects.filter(unit__statement_key=key, unit__field=field)
        known = sorted(set(earlier.values_list("text", flat=True)))
        if random.random() < 0.3:
            texts[field] = random.choice(known)
        else:
            is_markdown = FIELDS[field] is MessageFormat.MARKDOWN
            texts[field] = self.mint.text(random, SOURCE, is_markdown=is_markdown)
        self._record(key, random.choice(list(RevisionKind)))

    def drop_or_add_field(self, random: Random) -> None:
        """A statement loses its body, or gets one again."""
        key = random.choice(sorted(self.statements))
        texts = self.statements[key]
        if "body" in texts:
            del texts["body"]
        else:
            texts["body"] = self.mint.text(random, SOURCE, is_markdown=True)
        self._record(key)

    def retire(self, random: Random) -> None:
        """A statement is published no more."""
        if len(self.statements) > 2:
            key = random.choice(sorted(self.statements))
            self.retired[key] = self.statements.pop(key)
            retire_statements(statement_keys=[key])

    def bring_back(self, random: Random) -> None:
        """A retired statement is published again."""
        if self.retired and len(self.statements) < STATEMENTS + 2:
            key = random.choice(sorted(self.retired))
            self.statements[key] = self.retired.pop(key)
            self._record(key)

    def rename(self, random: Random) -> None:
        """A statement is taken away and made again under another key, with the same words."""
        key = random.choice(sorted(self.statements))
        self.retired[key] = self.statements.pop(key)
        self.mint.count += 1
        new = f"value.s{self.mint.count}"
        self.statements[new] = dict(self.retired[key])
        with transaction.atomic():
            retire_statements(statement_keys=[key])
            self._record(new)

    def move(self, random: Random) -> None:
        """The document gets another order."""
        keys = sorted(self.statements)
        random.shuffle(keys)
        set_positions(positions={key: place for place, key in enumerate(keys)})

    # -- translators

    def save(self, random: Random) -> None:
        """Somebody saves a text, or says something of the one that stands."""
        tag = random.choice(self.languages)
        unit = random.choice(list(Unit.objects.select_related("current_source")))
        present = Translation.objects.filter(unit=unit, locale__language_code=tag).first()
        state = random.choice([*State, State.TRANSLATED, State.TRANSLATED])
        is_new = present is None or not present.text or random.random() < 0.6
        is_markdown = unit.message_format == MessageFormat.MARKDOWN
        text = (
            self.mint.text(random, tag, is_markdown=is_markdown) if is_new else present.text  # type: ignore[union-attr]
        )
        if state == State.UNTRANSLATED:
            text = ""
        if text and random.random() < 0.05:
            text += DAMAGE
        version = present.version if present else 0
        stale = random.random() < 0.15
        change = TranslationChange(
            unit=unit,
            text=text,
            state=state,
            expected_version=version + random.choice([-1, 1]) if stale else version,
            origin=random.choice([Origin.CMS, Origin.CMS, Origin.MACHINE]),
        )
        if state.is_good and not stale and DAMAGE not in text:
            self.approved.add((tag, str(unit), unit.current_source.text, text))
        team = Team.objects.get(locale__language_code=tag)
        try:
            save_translation(actor=EVERYONE, team=team, change=change)
        except RefusedError:
            assert stale or DAMAGE in text, "a good save was refused"
        else:
            assert not stale
            assert DAMAGE not in text
            self._must_keep(tag, {text})

    def save_without_right(self, random: Random) -> None:
        """Somebody of another team saves a text, and is refused."""
        tag = random.choice(self.languages)
        unit = random.choice(list(Unit.objects.select_related("current_source")))
        text = self.mint.text(random, tag, is_markdown=False)
        actor = Actor(name="Eve", grants={"fr": frozenset(Action)})
        change = TranslationChange(unit, text, State.TRANSLATED, 0, Origin.CMS)
        try:
            save_translation(
                actor=actor, team=Team.objects.get(locale__language_code=tag), change=change
            )
        except RefusedError:
            return
        raise AssertionError("somebody of another language was let in")

    def change_policy(self, random: Random) -> None:
        """A team decides what it lets out."""
        team = Team.objects.get(locale__language_code=random.choice(self.languages))
        set_publish_policy(actor=EVERYONE, team=team, policy=random.choice(PublishPolicy.values))

    # -- what the actions have in common

    @property
    def languages(self) -> list[str]:
        """The tags of the languages that are translated into."""
        locales = Locale.objects.exclude(language_code=SOURCE)
        return sorted(locales.values_list("language_code", flat=True))

    def _believe_database(self) -> None:
        """What a statement is after a death: as it was, or as it was to be."""
        for key in [*self.statements, *self.retired]:
            units = Unit.objects.filter(statement_key=key).select_related("current_source")
            active = {u.field: u.current_source.text for u in units if u.retired_at is None}
            if active:
                self.statements[key] = active
                self.retired.pop(key, None)
            elif key in self.statements:
                self.retired[key] = self.statements.pop(key)

    def _new_source(self, random: Random) -> dict[str, str]:
        return {
            field: self.mint.text(random, SOURCE, is_markdown=kind is MessageFormat.MARKDOWN)
            for field, kind in FIELDS.items()
        }

    def _source_texts(
        self, key: str, kind: RevisionKind = RevisionKind.MEANING
    ) -> list[SourceText]:
        return [
            SourceText(UnitKey(key, field), text, FIELDS[field], f"{key}, {field}", kind)
            for field, text in self.statements[key].items()
        ]

    def _record(self, key: str, kind: RevisionKind = RevisionKind.MEANING) -> None:
        record_sources(sources={key: self._source_texts(key, kind)})

    def _must_keep(self, tag: str, texts: set[str]) -> None:
        self.written.setdefault(tag, set()).update(texts - {""})


def _empty_database() -> None:
    """No unit, text or language but the source's. History refuses to be deleted, but by SQL."""
    with transaction.atomic(), connection.cursor() as cursor:
        for label in ("sync", "translation"):
            for model in apps.get_app_config(label).get_models(include_auto_created=True):
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608
        cursor.execute("DELETE FROM wagtailcore_locale WHERE language_code <> %s", [SOURCE])
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
