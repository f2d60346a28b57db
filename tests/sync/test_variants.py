"""A variant of a language holds only what differs; the rest it shows of its parent."""

from __future__ import annotations

import pytest
from django.conf import settings

from patio.catalog.units import State
from patio.sync.catalogs import export_language
from patio.sync.folder import CatalogFolder
from patio.sync.languages import parent_locales, variants_of
from patio.sync.publishing import publish_language
from tests.factories import language, load, page, revise, translate

pytestmark = pytest.mark.django_db

BODY, TITLE = "value.solidarity/body", "value.solidarity/title"


@pytest.fixture(autouse=True)
def _site() -> None:
    load()
    for tag in ("es", "es-419", "es-ar", "ar"):
        language(tag)


def _status(field: str, tag: str = "es-ar") -> dict:
    return page("value.solidarity", tag).translation_status[field]


def test_what_differs_is_the_variants_and_the_rest_its_parents() -> None:
    translate("es", {BODY: "Apoyáis a *vuestra gente*.", TITLE: "Solidaridad"})
    translate("es-ar", {BODY: "Apoyan a *su gente*."})

    publish_language(language("es-ar"))

    variant = page("value.solidarity", "es-ar")
    assert variant.live
    assert (variant.title, "Apoyan" in variant.body) == ("Solidaridad", True)
    assert (_status("title")["language"], _status("title")["status"]) == ("es", "current")
    assert "language" not in _status("body")


def test_the_nearest_parent_comes_first() -> None:
    translate("es", {BODY: "de España", TITLE: "de España"})
    translate("es-419", {TITLE: "de América"})
    translate("es-ar", {"value.solidarity/body": "de acá"})

    publish_language(language("es-ar"))

    assert page("value.solidarity", "es-ar").title == "de América"
    assert _status("title")["language"] == "es-419"


def test_the_source_stands_in_where_no_parent_has_a_text() -> None:
    translate("es-ar", {BODY: "de acá"})

    publish_language(language("es-ar"))

    assert page("value.solidarity", "es-ar").title == "Solidarity"
    assert _status("title")["status"] == "source"


def test_a_page_without_a_text_of_its_own_is_no_translation() -> None:
    translate("es", {BODY: "Apoyáis.", TITLE: "Solidaridad"})

    publish_language(language("es-ar"))

    draft = page("value.solidarity", "es-ar")
    assert not draft.live
    seen = draft.get_latest_revision_as_object()
    assert seen.title == "Solidaridad", "who opens it in the CMS begins with the parent's text"


def test_an_inherited_text_is_outdated_where_the_parents_is() -> None:
    translate("es", {BODY: "Apoyáis."})
    translate("es-ar", {TITLE: "Solidaridad"})
    revise("value.solidarity", body="<p>We support everyone.</p>")

    publish_language(language("es-ar"))

    assert (_status("body")["status"], _status("body")["source"]) == ("outdated", 1)


def test_a_change_of_the_parent_reaches_its_variants(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        translate("es", {TITLE: "Solidaridad"})
        translate("es-ar", {BODY: "de acá"})
    with django_capture_on_commit_callbacks(execute=True):
        translate("es", {TITLE: "Apoyo mutuo"})
    assert page("value.solidarity", "es-ar").title == "Apoyo mutuo"

    with django_capture_on_commit_callbacks(execute=True):
        translate("es-ar", {BODY: ""}, state=State.UNTRANSLATED)
    assert not page("value.solidarity", "es-ar").live


def test_a_variants_catalog_holds_only_what_differs() -> None:
    translate("es", {BODY: "Apoyáis.", TITLE: "Solidaridad"})
    translate("es-ar", {TITLE: "Solidaridad"})

    export_language(language("es-ar"))

    folder = CatalogFolder.configured()
    text = (folder.root / "es_AR" / "LC_MESSAGES" / "statements.po").read_text()
    assert text.count('msgstr "Solidaridad"') == 1, "an equal text is its author's, and stays"
    assert "Apoyáis" not in text


def test_who_inherits_from_whom() -> None:
    language("en-gb")

    assert [found.language_code for found in parent_locales(language("es-ar"))] == ["es-419", "es"]
    assert parent_locales(language("en-gb")) == [], "what the source says is the source's"
    assert variants_of("es") == ["es-419", "es-ar"]
    assert variants_of("ar") == []
    assert settings.LANGUAGE_CODE == "en"


def test_a_language_without_parents_costs_no_query_more(django_assert_num_queries) -> None:
    translate("ar", {BODY: "ندعم"})
    publish_language(language("ar"))
    locale = language("ar")

    with django_assert_num_queries(9):
        publish_language(locale)
