"""Languages side by side, and helpful answers to odd choices."""

from __future__ import annotations

import pytest

from patio.sync.publishing import publish_language
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_statement_stands_beside_itself(site, read) -> None:
    page = read("/en/side-by-side/es+ar/")

    assert [head["dir"] for head in page.select("thead .column-head")] == ["ltr", "ltr", "rtl"]
    rows = {row["id"]: row.find_all("td") for row in page.select("tbody tr")}
    assert list(rows) == ["home", "values", "solidarity", "autonomy"]
    for statement, cells in rows.items():
        assert len(cells) == 3, statement
        marked = [cell.select_one("div[lang]") for cell in cells]
        assert [text["lang"] for text in marked] == ["en", "es", "ar"]
        assert "[ar]" in marked[2].get_text()


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("values/", ["values", "solidarity", "autonomy"]),
        ("values/autonomy/", ["values", "autonomy"]),
    ],
)
def test_a_section_or_a_statement_alone(site, read, path: str, rows: list[str]) -> None:
    page = read(f"/en/{path}side-by-side/es/")

    assert [row["id"] for row in page.select("tbody tr")] == rows


def test_the_switcher_keeps_the_columns(site, read) -> None:
    page = read("/en/side-by-side/es+ar/")

    links = {link["hreflang"]: link["href"] for link in page.select(".switcher a[hreflang]")}
    assert links["es"] == "/es/side-by-side/en+ar/"
    assert links["pl"] == "/pl/side-by-side/es+ar/"


def test_the_form_leads_to_an_address_to_share(site, client, read) -> None:
    boxes = read("/en/side-by-side/").select('input[name="languages"]')

    assert [box["value"] for box in boxes] == ["es", "pl", "ar"]
    response = client.get("/en/values/side-by-side/?languages=es&languages=ar")
    assert response["Location"] == "/en/values/side-by-side/es+ar/"
    response = client.get("/en/values/side-by-side/?languages=es%2Bar")
    assert response["Location"] == "/en/values/side-by-side/es+ar/"


@pytest.mark.parametrize(
    ("choice", "canonical"),
    [
        pytest.param("es+es", "es", id="twice"),
        pytest.param("en+es", "es", id="the page's own"),
        pytest.param("ES+AR", "es+ar", id="upper case"),
        pytest.param("es%20ar", "es+ar", id="a space between"),
        pytest.param("es,%20ar", "es+ar", id="a comma between"),
    ],
)
def test_the_same_choice_has_one_address(site, client, choice: str, canonical: str) -> None:
    response = client.get(f"/en/side-by-side/{choice}/")

    assert response.status_code == 302
    assert response["Location"] == f"/en/side-by-side/{canonical}/"


@pytest.mark.parametrize(
    ("choice", "shown", "said"),
    [
        pytest.param("es+xx", ["en", "es"], "“xx” is not a language that we know.", id="unknown"),
        pytest.param("es+eu", ["en", "es"], "euskara", id="untranslated"),
        pytest.param("es+ar+pl+fr", ["en", "es", "ar", "pl"], "français", id="too many"),
        pytest.param("xx", [], "Choose at least one more language.", id="nothing left"),
        pytest.param("en", [], "Choose at least one more language.", id="single"),
        pytest.param("+", [], "Choose at least one more language.", id="empty"),
        pytest.param("%3Cscript%3E+es", ["en", "es"], "“<script>” is not", id="hostile"),
        pytest.param("es+" + "x+" * 500, ["en", "es"], "“x” is not", id="endless"),
    ],
)
def test_odd_choices_get_the_nearest_answer(site, read, choice, shown, said) -> None:
    factories.translate_all(["fr"])

    page = read(f"/en/side-by-side/{choice}/")

    assert said in page.main.get_text()
    assert [head.a["hreflang"] for head in page.select("thead th")] == shown
    assert not page.main.find_all("script")
    assert bool(page.select(".choice-form"))


def test_few_unknown_languages_are_named_and_none_at_length(site, read) -> None:
    names = [f"x{number}" + "z" * 100 for number in range(9)]

    notice = read(f"/en/side-by-side/es+{'+'.join(names)}/").select_one(".notice")

    said = [line.get_text(strip=True) for line in notice.find_all("p")]
    assert said == [
        f"“x{number}{'z' * 32}…” is not a language that we know." for number in range(5)
    ]


def test_a_form_sent_empty_says_what_to_do(site, read) -> None:
    page = read("/en/side-by-side/?languages=")

    assert "Choose at least one more language." in page.main.get_text()
    assert "Choose at least one" not in read("/en/side-by-side/").main.get_text()


def test_an_untranslated_cell_says_so_and_shows_no_source(site, read) -> None:
    factories.translate(
        "fr", {"home/slogan": "La technologie", "value.autonomy/title": "Autonomie"}
    )
    publish_language(factories.language("fr"))

    page = read("/en/side-by-side/fr/")

    french = page.select("#solidarity td")[1]
    assert "Not translated yet" in french.get_text()
    assert "We support" not in french.get_text()
    partly = page.select("#autonomy td")[1].get_text()
    assert "Autonomie" in partly
    assert "Not translated yet" in partly
    assert "Each cooperative" not in partly


def test_an_unknown_page_or_language_has_no_comparison(site, read) -> None:
    read("/en/nothing/side-by-side/es/", status=404)
    read("/eu/side-by-side/es/", status=404)
