"""Addresses that lead nowhere, and pages that need nothing."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from patio.reader.views.errors import server_error

pytestmark = pytest.mark.django_db


def test_a_missing_page_is_said_in_the_readers_language_with_ways_on(site, read) -> None:
    page = read("/ar/values/nothing/", status=404)

    assert page.html["lang"] == "ar"
    ways = {link["href"] for link in page.select(".ways a")}
    assert {"/ar/", "/ar/values/", "/es/", "/en/"} <= ways
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    assert not page.select('link[rel="canonical"]')


def test_an_unknown_language_is_answered_with_those_there_are(site, read) -> None:
    page = read("/eu/values/", status=404, **{"Accept-Language": "es"})

    assert page.html["lang"] == "es"
    assert "euskera" in page.main.get_text() or "vasco" in page.main.get_text()
    assert {"/es/", "/ar/", "/pl/"} <= {link["href"] for link in page.select(".ways a")}


def test_the_nearest_language_is_offered(site, read) -> None:
    page = read("/es-mx/", status=404)

    assert page.select_one('.opening a[hreflang="es"]')["href"] == "/es/"


@pytest.mark.parametrize("path", ["/nothing.php", "/en/<script>", "/%00/", "/en/" + "a/" * 40])
def test_nonsense_is_not_found(site, read, path: str) -> None:
    page = read(path, status=404)

    assert not page.find_all("script")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("path", ["/", "/en/", "/en/translations/", "/en/side-by-side/es/", "/EN/"])
def test_nothing_is_written_by_reading(db, method: str, path: str) -> None:
    client = Client(enforce_csrf_checks=True)

    assert getattr(client, method)(path).status_code == 405


def test_the_page_for_errors_asks_nothing(rf: RequestFactory, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert 'lang="ar" dir="rtl"' in response.content.decode()
