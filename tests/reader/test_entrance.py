"""Addresses that lead on, and the language that they lead to."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        pytest.param("es-AR,en;q=0.8", "es", id="a country's variety finds the language"),
        pytest.param("eu,pl;q=0.7,es;q=0.5", "pl", id="the best that there is"),
        pytest.param("ca", "en", id="Catalan is not taken for Spanish"),
        pytest.param("", "en", id="no wish"),
        pytest.param("*", "en", id="any"),
        pytest.param("es;q=0", "en", id="anything but that"),
        pytest.param("xx-broken;q=z,<script>", "en", id="nonsense"),
    ],
)
def test_the_entrance_follows_the_browser(site, client, wishes: str, language: str) -> None:
    response = client.get("/", headers={"Accept-Language": wishes})

    assert response.status_code == 302
    assert response["Location"] == f"/{language}/"
    assert {part.strip() for part in response["Vary"].split(",")} >= {"Accept-Language", "Cookie"}


def test_an_earlier_choice_counts_more_than_the_browser(site, client) -> None:
    client.get("/ar/values/", headers={"Referer": "http://testserver/en/values/"})

    assert client.get("/", headers={"Accept-Language": "es"})["Location"] == "/ar/"


@pytest.mark.parametrize(
    "referrer",
    [
        pytest.param("http://testserver/es/", id="from the same language"),
        pytest.param("https://elsewhere.example/en/", id="from another site"),
        pytest.param("http://testserver/admin/", id="from no language"),
        pytest.param("http://testserver/eu/", id="from a language that is not there"),
        pytest.param("http://[broken", id="nonsense"),
        pytest.param("", id="from nowhere"),
    ],
)
def test_reading_without_switching_is_no_choice(site, client, referrer: str) -> None:
    response = client.get("/es/", headers={"Referer": referrer})

    assert "language" not in response.cookies


def test_the_choice_is_kept_for_a_year(site, client) -> None:
    response = client.get("/es/", headers={"Referer": "http://testserver/en/"})

    assert response["Cache-Control"] == "private"
    cookie = response.cookies["language"]
    assert cookie.value == "es"
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert cookie["samesite"] == "Lax"


def test_a_cookie_with_nonsense_is_passed_over(site, client) -> None:
    client.cookies["language"] = "../../etc"

    assert client.get("/")["Location"] == "/en/"


def test_an_empty_site_says_so(client) -> None:
    response = client.get("/")

    assert response.status_code == 404
    assert "Nothing is published here yet." in response.content.decode()


def test_a_statement_has_a_permanent_address(site, client) -> None:
    address = "/statements/value.solidarity/"

    assert client.get(address)["Location"] == "/en/values/solidarity/"
    response = client.get(address, headers={"Accept-Language": "pl"})
    assert response["Location"] == "/pl/values/solidarity/"
    assert client.get("/statements/value.nothing/").status_code == 404


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("/ES/values/?a=1", "/es/values/?a=1"),
        ("/pt_BR/", "/pt-br/"),
        ("/pt_BR", "/pt-br/"),
        ("/ZH-Hans/x/", "/zh-hans/x/"),
    ],
)
def test_other_ways_to_write_a_language_lead_to_the_one(client, written, canonical) -> None:
    response = client.get(written)

    assert response.status_code == 301
    assert response["Location"] == canonical


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("/es", "/es/"),
        ("/en/values?a=1", "/en/values/?a=1"),
        ("/es/values/solidarity", "/es/values/solidarity/"),
        ("/es/values/solidarity/changes", "/es/values/solidarity/changes/"),
        ("/en/translations", "/en/translations/"),
        ("/es/side-by-side/en+ar", "/es/side-by-side/en+ar/"),
    ],
)
def test_a_missing_slash_is_added(site, client, written: str, canonical: str) -> None:
    response = client.get(written)

    assert response.status_code == 301
    assert response["Location"] == canonical


@pytest.mark.parametrize("path", ["/eu", "/en/nothing", "/en/<script>", "/eu/values"])
def test_no_slash_is_added_where_it_would_not_help(site, client, path: str) -> None:
    assert client.get(path).status_code == 404
