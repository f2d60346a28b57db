"""A statement made anew gets its old texts back: as proposals, never live."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from patio.catalog.units import MessageFormat, Origin, State, UnitKey
from patio.translation.models import SourceVersion, Translation
from patio.translation.selectors import unit_translations
from patio.translation.sources import SourceText, record_sources, retire_statements
from tests.factories import language, load, translate

pytestmark = pytest.mark.django_db

OLD = "value.solidarity/body"
NEW = "value.mutual-aid"
SOURCE = "We support *our members*."


@pytest.fixture(autouse=True)
def _site() -> None:
    load()


def _publish(text: str, key: str = NEW, count: int = 1) -> None:
    names = ["body", *(f"body{'x' * n}" for n in range(1, count))]
    record_sources(
        sources={
            key: [
                SourceText(UnitKey(key, name), text, MessageFormat.MARKDOWN, "Mutual aid, text")
                for name in names
            ]
        }
    )


def _proposal(tag: str = "es"):
    (item,) = [i for i in unit_translations(language(tag)) if str(i.unit) == f"{NEW}/body"]
    return item


class TestAStatementMadeAnew:
    def test_is_proposed_its_old_translations_in_every_language(self) -> None:
        translate("es", {OLD: "Apoyamos a *nuestra gente*."})
        translate("ar", {OLD: "ندعم *أعضاءنا*."})
        retire_statements(statement_keys=["value.solidarity"])

        _publish("We support *our members* always.")

        assert _proposal("es").translation.text == "Apoyamos a *nuestra gente*."
        assert _proposal("ar").translation.text == "ندعم *أعضاءنا*."

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(SOURCE, id="the same source"),
            pytest.param("We support *our members* always.", id="a source like it"),
        ],
    )
    def test_never_shows_them(self, text) -> None:
        translate("es", {OLD: "Apoyamos a *nuestra gente*."})
        retire_statements(statement_keys=["value.solidarity"])

        _publish(text)

        item = _proposal()
        assert item.state is State.FUZZY
        assert item.translation.live is None
        assert item.translation.origin == Origin.MEMORY
        assert item.translation.author_name == "Ana"
        assert item.translation.source.text == SOURCE
        assert item.translation.versions.get().text == item.translation.text

    def test_a_text_keeps_the_source_that_it_was_made_for(self) -> None:
        translate("es", {OLD: "Apoyamos a *nuestra gente*."})
        _publish("We support *all our members*.", key="value.solidarity")
        retire_statements(statement_keys=["value.solidarity"])

        _publish("We support *all of our members*.")

        item = _proposal()
        assert item.translation.source.text == SOURCE
        assert item.translation.source.unit_id == item.unit.pk
        assert [version.number for version in SourceVersion.objects.filter(unit=item.unit)] == [
            1,
            2,
        ]

    def test_a_machines_draft_stays_one(self) -> None:
        translate("es", {OLD: "Apoyamos."}, origin=Origin.MACHINE)
        retire_statements(statement_keys=["value.solidarity"])

        _publish(SOURCE)

        assert _proposal().translation.origin == Origin.MACHINE

    def test_of_which_nothing_is_like_it_starts_empty(self) -> None:
        translate("es", {OLD: "Apoyamos."})
        retire_statements(statement_keys=["value.solidarity"])

        _publish("Quarterly figures are published on the first of each month.")

        assert _proposal().translation is None

    def test_leaves_the_old_one_what_it_has(self) -> None:
        translate("es", {OLD: "Apoyamos."})
        retire_statements(statement_keys=["value.solidarity"])

        _publish(SOURCE)

        assert Translation.objects.get(unit__statement_key="value.solidarity").text == "Apoyamos."

    def test_costs_the_same_for_any_number_of_languages(self, django_assert_num_queries) -> None:
        translate("es", {OLD: "Apoyamos."})
        retire_statements(statement_keys=["value.solidarity"])
        with CaptureQueriesContext(connection) as few:
            _publish(SOURCE)
        for tag in ("fr", "de", "it"):
            translate(tag, {OLD: tag})

        with django_assert_num_queries(len(few)):
            _publish(SOURCE, key="value.once-more")
