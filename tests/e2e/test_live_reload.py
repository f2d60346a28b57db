"""A translator saves a catalog, and the page that is open shows it by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator

import polib
import pytest

from tests.servers import Site, running_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as ``make run`` serves it."""
    folder = tmp_path_factory.mktemp("site")
    with running_site(folder, command="serve", languages=["fr"]) as running:
        yield running


def test_the_open_page_shows_what_was_saved(site, open_page) -> None:
    from playwright.sync_api import expect

    page = open_page("/fr/values/autonomy/")
    heading = page.get_by_role("heading", level=1)
    expect(heading).not_to_have_text("Autonomie choisie")
    catalog = polib.pofile(str(site.catalog("fr")), wrapwidth=78)
    next(
        entry for entry in catalog if entry.msgctxt == "value.autonomy/title"
    ).msgstr = "Autonomie choisie"
    temporary = site.catalog("fr").with_suffix(".po.tmp")
    catalog.save(str(temporary))

    saved = time.monotonic()
    temporary.replace(site.catalog("fr"))
    expect(heading).to_have_text("Autonomie choisie", timeout=20_000)
    print(f"from the save to the open page: {time.monotonic() - saved:.2f} s")  # noqa: T201

    time.sleep(1)
    page.evaluate("window.isSamePage = true")
    time.sleep(1.5)
    assert page.evaluate("window.isSamePage"), "nothing more changed: it reloads no more"


def test_editors_forms_stay(site, open_page) -> None:
    page = open_page("/admin/login/")

    assert page.locator('script[src^="/live-reload/"]').count() == 0
