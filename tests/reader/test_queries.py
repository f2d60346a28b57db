"""What a page costs does not grow with languages, statements or links."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories

pytestmark = pytest.mark.django_db

THREE = ["es", "ar"]
THIRTEEN = [*THREE, "fr", "pt-br", "de", "it", "ca", "fa", "zh-hans", "hi", "pl", "sw"]
LONGER = factories.DOCUMENT + "".join(
    f"\n### Value {number} {{#value.v{number}}}\n\n"
    "As in [autonomy](page:value.autonomy) and [solidarity](page:value.solidarity).\n"
    for number in range(8)
)

COSTS = {
    "/es/": 2,
    "/es/values/": 4,
    "/es/values/solidarity/": 3,
    "/es/values/solidarity/changes/": 3,
    "/en/side-by-side/": 2,
    "/en/side-by-side/es+ar/": 4,
    "/en/values/solidarity/side-by-side/es+ar/": 4,
    "/es/translations/": 5,
}


@pytest.mark.parametrize(
    ("document", "languages"),
    [
        pytest.param(factories.DOCUMENT, THREE, id="3 languages"),
        pytest.param(factories.DOCUMENT, THIRTEEN, id="13 languages"),
        pytest.param(LONGER, THREE, id="more statements and links"),
    ],
)
def test_queries(client: Client, document: str, languages: list[str]) -> None:
    factories.load(document)
    factories.translate_all(languages)
    costs = {}

    for path in COSTS:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        costs[path] = len(queries)

    assert costs == COSTS


def test_a_language_with_nothing_live_costs_one_query_more(
    site, client: Client, django_assert_num_queries
) -> None:
    factories.language("fr")

    for path in ["", "values/", "values/solidarity/", "side-by-side/", "translations/"]:
        with django_assert_num_queries(COSTS.get(f"/es/{path}", COSTS["/en/side-by-side/"]) + 1):
            client.get(f"/fr/{path}")
