"""Small sites to test with, built by the same services that people's work goes through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.cache import cache
from wagtail.models import Locale

from patio.catalog.languages import Language
from patio.catalog.units import Origin, State, UnitKey
from patio.statements.document import parse_document
from patio.statements.loader import load_document
from patio.statements.models import HomePage, SectionPage, StatementPage
from patio.sync.languages import ensure_language
from patio.sync.publishing import publish_language
from patio.translation.models import Team, Translation, Unit
from patio.translation.permissions import Action, Actor
from patio.translation.services import SaveReport, TranslationChange, save_translations

DOCUMENT = """\
# Patio {#home}

Technology for a fair world

## Values {#value slug=values}

What we hold dear.

### Solidarity {#value.solidarity}

We support *our members*.

### Autonomy {#value.autonomy}

Each cooperative decides for itself.
"""

EVERYONE = Actor(name="Ana", everywhere=frozenset(Action))


def load(text: str = DOCUMENT) -> None:
    """Load a statements document as the source."""
    cache.clear()
    load_document(parse_document(text, name="test.md"))


def language(tag: str) -> Locale:
    """A language of the site, added where it is missing."""
    return ensure_language(Language.parse(tag))


def unit(key: str) -> Unit:
    """A unit by its key, ``value.solidarity/body``."""
    parsed = UnitKey.parse(key)
    return Unit.objects.select_related("current_source").get(
        statement_key=parsed.statement, field=parsed.field
    )


def translate(
    tag: str,
    texts: Mapping[str, str],
    *,
    state: State = State.TRANSLATED,
    origin: Origin = Origin.CMS,
    actor: Actor = EVERYONE,
) -> SaveReport:
    """Save texts by unit key, over whatever version there is."""
    locale = language(tag)
    versions = dict(Translation.objects.filter(locale=locale).values_list("unit_id", "version"))
    units = {key: unit(key) for key in texts}
    return save_translations(
        actor=actor,
        team=Team.objects.get(locale=locale),
        changes=[
            TranslationChange(
                unit=units[key],
                text=text,
                state=state,
                expected_version=versions.get(units[key].pk, 0),
                origin=origin,
            )
            for key, text in texts.items()
        ],
    )


def translate_all(tags: Iterable[str]) -> None:
    """Give every unit a recognisable text in each language, and publish: ``[es] Solidarity``."""
    for tag in tags:
        texts = {str(unit.key): f"[{tag}] {unit.current_source.text}" for unit in _units()}
        translate(tag, texts)
        publish_language(language(tag))


def _units() -> Iterable[Unit]:
    return Unit.objects.filter(retired_at=None).select_related("current_source")


def source_page(key: str) -> HomePage | SectionPage | StatementPage:
    """The source page of a statement, fresh from the database."""
    return page(key, "en")


def page(key: str, tag: str) -> HomePage | SectionPage | StatementPage:
    """A statement's page in a language, fresh from the database."""
    for model in (HomePage, SectionPage, StatementPage):
        found = model.objects.filter(key=key, locale__language_code=tag).first()
        if found is not None:
            return found
    raise LookupError(f"{key} in {tag}")


def revise(key: str, **fields: str) -> None:
    """Publish a revision of a source page, as an editor does."""
    revised = source_page(key)
    for name, value in fields.items():
        setattr(revised, name, value)
    revised.save_revision().publish()
