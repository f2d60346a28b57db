"""What readers of a variant see: its own texts, and its parent's, marked as such."""

from __future__ import annotations

import pytest

from patio.sync.publishing import publish_language
from tests.factories import language, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def variant(site) -> None:
    """Argentina's Spanish, which differs in a title and a text."""
    translate("es-ar", {"value.solidarity/body": "Apoyamos, che.", "home/title": "Patio"})
    publish_language(language("es-ar"))


def test_a_page_shows_what_is_inherited_in_its_own_language(variant, read) -> None:
    main = read("/es-ar/values/solidarity/").main

    assert main.h1["lang"] == "es"
    assert main.h1.get_text(strip=True) == "[es] Solidarity"
    assert "Apoyamos, che." in main.get_text()
    assert "Not translated yet" not in main.get_text()


def test_a_page_that_differs_in_nothing_is_the_parents(variant, read) -> None:
    page = read("/es-ar/values/autonomy/")

    assert page.html["lang"] == "es-AR"
    assert page.main.h1["lang"] == "es"
    assert page.main.h1.get_text(strip=True) == "[es] Autonomy"
    notice = page.select_one(".notice")
    assert (notice.p["lang"], notice.get_text(strip=True)) == ("es", "español")
    assert page.select_one('link[rel="canonical"]')["href"].endswith("/es/values/autonomy/")
    assert page.select_one('meta[name="robots"]')["content"].startswith("noindex")


def test_only_what_differs_is_listed_as_a_translation(variant, read) -> None:
    def alternates(path: str) -> set[str]:
        return {link["hreflang"] for link in read(path).select('link[rel="alternate"][hreflang]')}

    assert "es-AR" in alternates("/es/values/solidarity/")
    assert "es-AR" not in alternates("/es/values/autonomy/")


def test_titles_in_navigation_are_the_parents(variant, read) -> None:
    links = read("/es-ar/values/solidarity/").select('a[href="/es-ar/values/autonomy/"]')

    assert any("[es] Autonomy" in link.get_text() for link in links)
    assert not any("[es]" not in link.get_text() for link in links if "Autonomy" in link.get_text())


def test_side_by_side_shows_what_a_reader_of_each_sees(variant, read) -> None:
    text = read("/en/side-by-side/es-ar/").main.get_text()

    assert "Apoyamos, che." in text
    assert "[es] Each cooperative" in text
    assert "Not translated yet" not in text


def test_a_neighbour_variant_is_offered_the_parent(variant, read, client) -> None:
    assert client.get("/", headers={"accept-language": "es-MX"}).url == "/es/"
    assert client.get("/", headers={"accept-language": "es-AR"}).url == "/es-ar/"
