"""What a sync leaves behind: file, database and base say one thing, whatever came before.

And what happens *while* it runs is neither lost nor taken for something else.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from patio.catalog import po
from patio.catalog.languages import Language
from patio.catalog.units import MessageFormat, RevisionKind, State, UnitKey
from patio.sync import language_sync
from patio.sync.catalogs import read_catalog, sync_language
from patio.sync.entries import message_in
from patio.sync.folder import CatalogFolder
from patio.sync.language_sync import LanguageSync
from patio.sync.models import CatalogState
from patio.sync.report import Outcome
from patio.sync.shared import SyncRun
from patio.sync.snapshot import Snapshot, Sources
from patio.sync.states import States, note_changes
from patio.translation.models import Suggestion, Translation
from patio.translation.sources import SourceText, record_sources
from tests.factories import language, load, revise, translate

pytestmark = pytest.mark.django_db

TITLE, BODY = "value.solidarity/title", "value.solidarity/body"
KEYS = (TITLE, BODY)
SOURCES = ("We support our members.", "We help our members.", "We stand by our members.")
#: Also what has a meaning to COPY, to arrays and to PO files.
TEXTS = (
    "",
    "Apoyamos.",
    "Ayudamos.",
    'a\tb\\n\\. "c" {d,NULL}\n\\N',
    "\\N",
    "NULL",
    "ñ 🌍 ' %s %%",
)


@pytest.fixture(autouse=True)
def _site() -> None:
    load()


@pytest.fixture
def spanish(translations_dir: Path) -> Path:
    """The Spanish catalog, in step with the database."""
    translate("es", {TITLE: "Solidaridad", BODY: "Apoyamos."})
    _sync()
    return translations_dir / "es/LC_MESSAGES/statements.po"


def _sync(run: SyncRun | None = None):
    return sync_language(Locale.objects.get(language_code="es"), run=run)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def _revise(source: str, kind: RevisionKind) -> None:
    texts = [
        SourceText(UnitKey.parse(key), f"{source}{end}", MessageFormat.PLAIN, "", kind)
        for key, end in ((TITLE, ""), (BODY, " All."))
    ]
    record_sources(sources={"value.solidarity": texts})


_file_edits = st.tuples(
    st.just("file"),
    st.sampled_from(KEYS),
    st.sampled_from(TEXTS),
    st.booleans(),
    st.sampled_from((None, None, *SOURCES, "Nobody ever wrote that.")),
    st.sampled_from((None, None, *SOURCES)),
)
_saves = st.tuples(
    st.just("save"),
    st.sampled_from(KEYS),
    st.sampled_from(TEXTS),
    st.sampled_from((State.FUZZY, State.TRANSLATED, State.REVIEWED)),
)
_revisions = st.tuples(
    st.just("revise"), st.sampled_from(SOURCES), st.sampled_from(list(RevisionKind))
)
_rounds = st.lists(
    st.lists(st.one_of(_file_edits, _saves, _revisions), max_size=4), min_size=1, max_size=4
)


def _do(step: tuple, folder: CatalogFolder) -> None:
    match step:
        case ("file", key, text, fuzzy, previous, msgid):
            catalog = read_catalog(folder, Language("es"))
            if catalog is None:
                return
            (entry,) = [e for e in catalog.entries if e.msgctxt == key and not e.obsolete]
            wanted = po.Entry(
                msgctxt=key,
                msgid=msgid or entry.msgid,
                msgstr=text,
                flags=("fuzzy",) if fuzzy else (),
                previous_msgid=previous if fuzzy else None,
                extracted_comments=entry.extracted_comments,
                references=entry.references,
            )
            folder.write(
                folder.path(Language("es")),
                po.patch(catalog, replace={catalog.index_of(entry): wanted}),
            )
        case ("save", key, text, state):
            translate("es", {key: text}, state=state if text else State.UNTRANSLATED)
        case ("revise", source, kind):
            _revise(source, kind)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rounds=_rounds)
def test_after_a_sync_all_say_the_same(rounds, spanish: Path) -> None:
    before = spanish.read_bytes()
    with transaction.atomic():
        for steps in rounds:
            _check_round(steps, spanish)
        transaction.set_rollback(True)
    spanish.write_bytes(before)


def _check_round(steps: list[tuple], path: Path) -> None:
    folder = CatalogFolder.configured()
    locale = Locale.objects.get(language_code="es")
    for step in steps:
        _do(step, folder)
    sync = LanguageSync(locale, SyncRun([locale]), take=True, write=True, dry_run=False)
    report = sync.run()
    refused = {entry.unit for entry in report.entries if entry.outcome is Outcome.REFUSED}
    catalog = read_catalog(folder, Language("es"))
    assert catalog is not None
    entries = {entry.msgctxt: entry for entry in catalog.entries if not entry.obsolete}
    fresh = Snapshot(locale, Sources())
    for context, standing in fresh.standings.items():
        followed = sync.snapshot.standings[context]
        assert (followed.message, followed.state, followed.version) == (
            standing.message,
            standing.state,
            standing.version,
        )
        if context not in refused:
            assert message_in(entries[context]) == standing.message
            if standing.held is not None:
                assert fresh.base(standing.held) == standing.message
    assert States([locale]).is_settled(locale.pk, path) == (not refused)
    again = sync_language(locale)
    assert {entry.unit for entry in again.entries} == refused


class TestWhileASyncRuns:
    def test_a_file_saved_in_an_editor_is_read_again(self, spanish, monkeypatch) -> None:
        """Between reading a catalog and replacing it, a person's tool saves it."""
        translate("es", {TITLE: "La solidaridad"})
        patched = language_sync.patched_catalog

        def _patched_while_somebody_saves(*args):
            monkeypatch.setattr(language_sync, "patched_catalog", patched)
            _edit(spanish, "Apoyamos.", "Nos apoyamos.")
            return patched(*args)

        monkeypatch.setattr(language_sync, "patched_catalog", _patched_while_somebody_saves)
        _sync()
        _sync()

        assert Translation.objects.filter(text="Nos apoyamos.").exists()
        assert "La solidaridad" in spanish.read_text()
        assert "Nos apoyamos." in spanish.read_text()

    def test_a_catalog_that_appears_is_not_overwritten(self, spanish, monkeypatch) -> None:
        before = spanish.read_bytes()
        spanish.unlink()
        new = language_sync.new_catalog

        def _new_while_somebody_saves(*args):
            monkeypatch.setattr(language_sync, "new_catalog", new)
            spanish.write_bytes(before.replace(b"Apoyamos.", b"Nos apoyamos."))
            return new(*args)

        monkeypatch.setattr(language_sync, "new_catalog", _new_while_somebody_saves)
        _sync()

        assert Translation.objects.filter(text="Nos apoyamos.").exists()

    def test_a_text_is_never_taken_for_a_source_that_came_later(self, spanish) -> None:
        """The source moves on after the units were read: the text was made for the earlier one."""
        run = SyncRun([Locale.objects.get(language_code="es")])
        made_for = run.sources.units[BODY].source
        _edit(spanish, "Apoyamos.", "Nos apoyamos.")
        revise("value.solidarity", body="<p>We leave.</p>")

        _sync(run)

        taken = Translation.objects.select_related("source").get(text="Nos apoyamos.")
        assert taken.source.text == made_for
        _sync()
        entry = po.parse(spanish.read_bytes(), name="es").entries
        assert [e.fuzzy for e in entry if e.msgctxt == BODY] == [True]
        assert not Suggestion.objects.exists()


def test_a_change_is_counted_where_no_sync_has_been(spanish) -> None:
    """Else one that is committed after the first sync has looked would never be noticed."""
    CatalogState.objects.all().delete()

    note_changes("es")

    state = CatalogState.objects.get(locale=language("es"))
    assert state.changes > state.seen_changes
