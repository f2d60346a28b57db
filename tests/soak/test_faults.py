"""What playing the world has found, each as small as it gets."""

from __future__ import annotations

from pathlib import Path
from random import Random

import polib
import pytest

from patio.catalog.units import MessageFormat, UnitKey
from patio.sync.operations import sync_all
from patio.translation.sources import SourceText, record_sources, retire_statements
from tests.factories import translate

from . import files
from .kills import Kill
from .play import NO_TASKS

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

KEY = "value.care"


def _publish(text: str = "Care") -> None:
    source = SourceText(UnitKey(KEY, "title"), text, MessageFormat.PLAIN, "Care, title")
    record_sources(sources={KEY: [source]})


@pytest.fixture
def spanish(translations_dir: Path, settings) -> Path:
    """A catalog with one translated entry, in step with the database."""
    settings.TASKS = NO_TASKS
    _publish()
    translate("es", {f"{KEY}/title": "Cuidado"})
    sync_all()
    return translations_dir / "es/LC_MESSAGES/statements.po"


def _entries(path: Path) -> list[polib.POEntry]:
    return list(polib.pofile(str(path)))


def test_a_comment_comes_back_with_its_statement(spanish) -> None:
    """Also where the entry, obsolete or live, has flags of the translator's."""
    file = polib.pofile(str(spanish))
    file[0].tcomment = "“Cuidado” can also mean “danger”."
    file.save()
    retire_statements(statement_keys=[KEY])
    sync_all()
    assert [(entry.obsolete, bool(entry.tcomment)) for entry in _entries(spanish)] == [(1, True)]

    _publish()
    sync_all()

    (entry,) = _entries(spanish)
    assert (entry.obsolete, entry.msgstr) == (0, "Cuidado")
    assert entry.tcomment == "“Cuidado” can also mean “danger”."


def test_both_entries_of_a_retired_unit_are_set_aside_at_once(spanish) -> None:
    data = spanish.read_bytes()
    spanish.write_bytes(
        data + f'\nmsgctxt "{KEY}/title"\nmsgid "Caring"\nmsgstr "Cuidar"\n'.encode()
    )
    retire_statements(statement_keys=[KEY])

    sync_all()

    after = spanish.read_bytes()
    assert [entry.obsolete for entry in _entries(spanish)] == [1, 1]
    sync_all()
    assert spanish.read_bytes() == after


def test_a_killed_run_leaves_no_rubbish_for_good(spanish) -> None:
    translate("es", {f"{KEY}/title": "Cuidar"})
    for place in range(1, 20):
        kill = Kill(place)
        with kill.lying_in_wait():
            sync_all(["es"])
        if list(spanish.parent.glob(".statements*")):
            break
    assert kill.has_struck

    sync_all()

    assert [path.name for path in spanish.parent.iterdir()] == ["statements.po"]


def test_what_stands_for_people_does_what_they_do(spanish) -> None:
    """The editor of these tests is no dummy: it changes the one text, and marks nothing fuzzy."""
    edited = files.with_polib(
        spanish.read_bytes(),
        lambda file: files.translate(file, Random(1), lambda entry: f"{entry.msgid}!"),  # noqa: S311
    )
    spanish.write_bytes(edited)

    assert [(entry.msgstr, entry.fuzzy) for entry in _entries(spanish)] == [("Care!", False)]
