"""The real site with the real statements, served as in ``make run``, and a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import find_chromium
from tests.servers import Site, running_site


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here, and skip it in one line where there is no browser."""
    missing = find_chromium() is None
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            if missing:
                item.add_marker(pytest.mark.skip(reason="no Chromium here: set CHROMIUM"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A fresh site for each module of tests."""
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, site: Site) -> Iterator[Any]:
    """``open_page(path, **context options)``: a page in a window of its own.

    A test fails where the page logs an error or asks another host for anything.
    """
    contexts, faults = [], []

    def _open(path: str, **options: Any) -> Any:
        context = chromium.new_context(
            base_url=site.url,
            **({"locale": "en", "viewport": {"width": 1280, "height": 900}} | options),
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith((site.url, "data:", "blob:")) else faults.append(r.url)
            ),
        )
        page.goto(path)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 404" not in fault] == []
