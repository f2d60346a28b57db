"""Migrations of a site that has data: what file and database agreed on is still known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from patio.sync.operations import sync_all
from patio.translation.models import Suggestion, Translation
from tests.factories import language, load, translate

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TITLE, BODY = "value.solidarity/title", "value.solidarity/body"
_BASES, _STATES = "0001_initial", "0002_states_and_pending_updates"


def _migrate(name: str) -> Any:
    """Bring the app's tables to a migration, and return the models as they were then."""
    MigrationExecutor(connection).migrate([("sync", name)])
    return MigrationExecutor(connection).loader.project_state([("sync", name)]).apps


def test_bases_of_the_first_release_are_kept(translations_dir: Path) -> None:
    """Also that of a unit which had no translation yet: its version was 0, which none has."""
    load()
    language("es")
    translate("es", {TITLE: "Solidaridad"})
    sync_all()
    path = translations_dir / "es/LC_MESSAGES/statements.po"
    synced = path.read_bytes()
    translate("es", {BODY: "Apoyamos a *nuestra gente*."})
    path.write_bytes(synced)  # The site was stopped before it had written that.
    (title,) = Translation.objects.filter(unit__field="title").select_related("source")
    (body,) = Translation.objects.filter(unit__field="body")
    Translation.objects.update(catalog_version=None, catalog_source=None)

    base = _migrate(_BASES).get_model("sync", "SyncBase")
    try:
        base.objects.create(
            unit_id=title.unit_id,
            locale_id=title.locale_id,
            text=title.text,
            source_text=title.source.text,
            version=title.version,
        )
        base.objects.create(unit_id=body.unit_id, locale_id=body.locale_id)
    finally:
        _migrate(_STATES)

    title.refresh_from_db()
    assert (title.catalog_version, title.catalog_source_id) == (1, title.source_id)
    (report,) = sync_all()
    assert report.counts == {"written": 1}
    assert b"nuestra gente" in path.read_bytes()
    assert not Suggestion.objects.exists()
    (report,) = sync_all()
    assert report.counts == {}
