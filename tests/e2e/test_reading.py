"""What readers do, in a real browser on the real statements."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import polib
import pytest

LANGUAGES = ["en", "ar", "ca", "de", "es", "fa", "fr", "hi", "it", "pl", "pt-br", "sw", "zh-hans"]
SECTIONS = {
    "missions": "community business",
    "visions": "business community",
    "values": "responsibility openness social-impact collaboration innovation diversity "
    "democracy solidarity growth worker-ownership autonomy",
}
STATEMENTS = [
    "",
    *(f"{section}/{slug}/" for section in SECTIONS for slug in SECTIONS[section].split()),
]
PHONE = {"viewport": {"width": 360, "height": 740}}


def _catalog_text(site: Any, language: str, key: str) -> str:
    entries = polib.pofile(str(site.catalog(language)))
    return next(entry.msgstr for entry in entries if entry.msgctxt == key)


def test_sixteen_statements_in_thirteen_languages_answer(site) -> None:
    assert len(STATEMENTS) == 16
    for language in LANGUAGES:
        for path in STATEMENTS:
            with urllib.request.urlopen(f"{site.url}/{language}/{path}", timeout=20) as answer:  # noqa: S310
                assert answer.status == 200
                text = answer.read().decode()
            assert f'<html lang="{language[:2]}' in text


def test_reads_and_switches_on_the_same_page(site, open_page) -> None:
    page = open_page("/en/values/solidarity/")
    assert "Solidarity" in page.get_by_role("heading", level=1).inner_text()

    page.locator(".switcher summary").click()
    page.get_by_role("link", name="español").first.click()
    page.wait_for_url("**/es/values/solidarity/")

    assert page.get_by_role("heading", level=1).inner_text() == _catalog_text(
        site, "es", "value.solidarity/title"
    )
    assert page.locator("html").get_attribute("lang") == "es"


def test_remembers_the_choice_and_otherwise_follows_the_browser(open_page) -> None:
    assert open_page("/", locale="ar-EG").url.endswith("/ar/")
    assert open_page("/", locale="ja").url.endswith("/en/")

    page = open_page("/", locale="de-AT")
    assert page.url.endswith("/de/")
    page.locator(".switcher summary").click()
    page.locator('.switcher a[hreflang="it"]').click()
    page.wait_for_url("**/it/")
    page.goto("/")
    assert page.url.endswith("/it/")


def test_right_to_left(open_page) -> None:
    page = open_page("/ar/values/solidarity/")

    assert page.locator("html").get_attribute("dir") == "rtl"
    heading = page.get_by_role("heading", level=1).bounding_box()
    assert heading["x"] + heading["width"] > 640, "text begins at the right"


def test_side_by_side_holds_every_statement_in_each_language(site, open_page) -> None:
    page = open_page("/en/side-by-side/es+ar/")

    text = page.locator("main").inner_text()
    for language in ("es", "ar"):
        for entry in polib.pofile(str(site.catalog(language))):
            if entry.msgctxt.endswith("/body"):
                assert entry.msgstr in text
    arabic = page.locator('main td[lang="ar"], main td [lang="ar"]').first
    assert arabic.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_the_same_value_stands_beside_itself(site, open_page) -> None:
    page = open_page("/en/side-by-side/es+ar/")
    row = page.locator("tr", has_text="we support our members")

    boxes = [cell.bounding_box() for cell in row.locator("td").all()]

    assert len(boxes) == 3
    assert len({round(box["y"]) for box in boxes}) == 1
    assert _catalog_text(site, "ar", "value.solidarity/body") in row.inner_text()


def test_headings_stay_in_view(open_page) -> None:
    page = open_page("/en/side-by-side/es+ar/")

    page.locator("tr", has_text="Respecting the autonomy").scroll_into_view_if_needed()

    assert page.get_by_role("columnheader", name="español").is_visible()
    assert page.get_by_role("columnheader", name="español").bounding_box()["y"] >= 0


def test_languages_are_chosen_without_a_script(open_page) -> None:
    page = open_page("/en/side-by-side/", java_script_enabled=False)

    page.get_by_role("checkbox", name="français").check()
    page.get_by_role("checkbox", name="العربية").check()
    page.get_by_role("button", name="Show side by side").click()

    assert page.url.endswith(("/en/side-by-side/ar+fr/", "/en/side-by-side/fr+ar/"))


@pytest.mark.parametrize("path", ["", "values/solidarity/", "side-by-side/es+ar/", "translations/"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_phone_never_scrolls_sideways(path: str, language: str, open_page) -> None:
    page = open_page(f"/{language}/{path.replace('es+ar', 'es+fa')}", **PHONE)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_at_400_percent_nothing_is_cut(open_page) -> None:
    """WCAG 1.4.10: 1280 CSS pixels wide at 400 % are 320."""
    page = open_page("/de/values/", viewport={"width": 320, "height": 256})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_by_keyboard_alone(open_page) -> None:
    page = open_page("/en/values/solidarity/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.reload()
    page.locator(".switcher summary").focus()
    page.keyboard.press("Enter")
    for _step in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('hreflang')") == "fr":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/values/solidarity/")


def test_every_control_shows_its_focus(open_page) -> None:
    page = open_page("/en/")

    for _step in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/en/",
        "/ar/",
        "/zh-hans/values/",
        "/hi/values/solidarity/",
        "/de/side-by-side/es+ar/",
        "/en/side-by-side/",
        "/fa/translations/",
        "/es/nowhere/",
    ],
)
def test_axe_finds_no_violation(path: str, scheme: str, open_page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(path, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    violations = Axe().run(page).response["violations"]

    assert violations == [], json.dumps(violations, indent=1, ensure_ascii=False)[:4000]
