"""The progress of each language."""

from __future__ import annotations

import pytest

from patio.catalog.units import State
from patio.sync.publishing import publish_language
from tests import factories

pytestmark = pytest.mark.django_db


def test_each_language_has_its_bar_and_its_numbers(site, read) -> None:
    factories.translate("es", {"value.autonomy/title": "Autonomía"}, state=State.REVIEWED)
    publish_language(factories.language("es"))
    factories.language("sw")

    rows = {
        row.select_one(".endonym")["lang"]: [cell.get_text() for cell in row.select("td")[1:]]
        for row in read("/en/translations/").select(".progress tbody tr")
    }

    assert rows["es"] == ["1", "7", "0", "0"]
    assert rows["sw"] == ["0", "0", "0", "8"]
    assert "en" not in rows


def test_a_language_without_pages_has_no_link(site, read) -> None:
    factories.language("sw")

    assert not read("/en/translations/").select('a.endonym[lang="sw"]')
