"""Home, sections and statements: texts, languages, switcher, notices, head."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from django.utils.translation import gettext

from patio.catalog.units import Origin, State
from patio.sync.publishing import publish_language
from patio.translation import services
from tests import factories

pytestmark = pytest.mark.django_db


def _publish(tag: str, texts: dict[str, str], **how: object) -> None:
    factories.translate(tag, texts, **how)
    publish_language(factories.language(tag))


def _revise(key: str, **fields: str) -> None:
    """An editor's revision, and what the background tasks make of it."""
    factories.revise(key, **fields)
    for tag in ["es", "ar", "pl"]:
        publish_language(factories.language(tag), [key])


def _switcher(page: BeautifulSoup) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in page.select(".switcher a[hreflang]")}


def test_a_page_is_in_its_language(site, read) -> None:
    page = read("/ar/values/solidarity/")

    assert page.html["lang"] == "ar"
    assert page.html["dir"] == "rtl"
    assert page.h1.get_text() == "[ar] Solidarity"
    assert "[ar] We support" in page.select_one(".statement-text").get_text()


def test_home_leads_to_every_statement(site, read) -> None:
    page = read("/es/")

    assert page.h1.get_text() == "[es] Technology for a fair world"
    links = {link["href"] for link in page.select(".contents a")}
    assert links == {"/es/values/", "/es/values/solidarity/", "/es/values/autonomy/"}


def test_a_section_holds_its_statements_in_full(site, read) -> None:
    page = read("/pl/values/")

    assert [item["id"] for item in page.select(".statements > li")] == ["solidarity", "autonomy"]
    assert "[pl] Each cooperative decides" in page.select_one("#autonomy").get_text()


def test_the_switcher_leads_to_the_same_page(site, read) -> None:
    page = read("/es/values/autonomy/")

    assert _switcher(page) == {tag: f"/{tag}/values/autonomy/" for tag in ["en", "es", "pl", "ar"]}
    arabic = page.select_one('.switcher a[hreflang="ar"] .endonym')
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")
    assert arabic.get_text() == "العربية"
    current = page.select(".switcher a[aria-current]")
    assert [link["hreflang"] for link in current] == ["es"]


def test_the_switcher_lists_real_translations_only(site, read) -> None:
    _publish("fr", {"home/slogan": "La technologie"})

    assert "fr" in _switcher(read("/en/"))
    assert "fr" not in _switcher(read("/en/values/autonomy/"))


def test_the_switcher_marks_drafts_and_outdated_texts(site, read) -> None:
    _revise("value.autonomy", body="<p>Something else.</p>")

    page = read("/en/values/autonomy/")

    spanish = page.select_one('.switcher a[hreflang="es"]').get_text(" ", strip=True)
    assert "draft" in spanish
    assert "outdated" in spanish
    assert "draft" not in page.select_one('.switcher a[hreflang="en"]').get_text()


def test_other_languages_stand_below_each_with_its_own_text(site, read) -> None:
    sisters = read("/en/values/autonomy/").select(".sisters li a")

    assert [(link["lang"], link["dir"]) for link in sisters] == [
        ("es", "ltr"),
        ("pl", "ltr"),
        ("ar", "rtl"),
    ]
    assert "[pl] Autonomy" in sisters[1].get_text()


@pytest.mark.parametrize(
    ("how", "notice"),
    [
        pytest.param(
            {"origin": Origin.MACHINE},
            "Draft translation by machine, awaiting review.",
            id="machine",
        ),
        pytest.param({"origin": Origin.CMS}, "Translation awaiting review.", id="person"),
        pytest.param({"state": State.REVIEWED}, None, id="reviewed"),
    ],
)
def test_readers_are_told_what_nobody_has_reviewed(site, read, how, notice) -> None:
    _publish("es", {"value.autonomy/title": "Autonomía", "value.autonomy/body": "Cada una."}, **how)

    found = read("/es/values/autonomy/").select_one(".notice")

    with translation.override("es"):
        expected = gettext(notice) if notice else None
    assert (found.get_text(" ", strip=True) if found else None) == expected


def test_an_outdated_page_keeps_its_text_says_so_and_shows_the_change(site, read) -> None:
    _revise("value.autonomy", body="<p>Each federation decides for itself.</p>")

    page = read("/es/values/autonomy/")

    assert "[es] Each cooperative decides" in page.select_one(".statement-text").get_text()
    notice = page.select_one(".notice .is-outdated")
    assert notice.a["href"] == "/es/values/autonomy/changes/"
    changes = read(notice.a["href"])
    assert changes.select_one("del").get_text() == "cooperative"
    assert changes.select_one("ins").get_text() == "federation"
    diff = changes.select_one(".diff")
    assert (diff["lang"], diff["dir"]) == ("en", "ltr")


def test_a_revision_of_the_translation_alone_is_no_change_of_the_source(site, read) -> None:
    _publish("es", {"value.autonomy/body": "Cada una."}, state=State.FUZZY)
    with translation.override("es"):
        said = gettext("The original has not changed, but somebody is revising this translation.")

    page = read("/es/values/autonomy/")

    assert said in page.select_one(".notice").get_text()
    assert not page.select(".is-outdated")
    assert said in read("/es/values/").select_one("#autonomy .label").get_text()
    assert said in read("/es/values/autonomy/changes/").main.get_text()
    beside = read("/es/side-by-side/en/").select_one("#autonomy td")
    assert said in beside.get_text()
    assert not beside.select(".is-outdated")


def test_nothing_changed_is_said_too(site, read) -> None:
    assert not read("/es/values/autonomy/changes/").select(".diff")
    assert not read("/en/values/autonomy/changes/").select(".diff")


def test_an_untranslated_page_offers_the_source_labelled(site, read) -> None:
    _publish("fr", {"home/slogan": "La technologie"})

    page = read("/fr/values/autonomy/")

    assert page.html["lang"] == "fr"
    assert (page.h1["lang"], page.h1["dir"]) == ("en", "ltr")
    assert page.select_one(".statement-text .prose")["lang"] == "en"
    assert page.select_one(".notice a")["href"] == "/fr/translations/#help"
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    assert page.select_one('link[rel="canonical"]')["href"] == (
        "http://testserver/en/values/autonomy/"
    )
    assert not page.select('link[rel="alternate"]')


@pytest.mark.parametrize("path", ["", "values/", "values/autonomy/"])
def test_a_language_with_nothing_live_offers_the_source_labelled(site, read, path: str) -> None:
    factories.language("fr")

    page = read(f"/fr/{path}")

    assert (page.html["lang"], page.h1["lang"]) == ("fr", "en")
    assert page.select_one(".notice.is-strong a")["href"] == "/fr/translations/#help"
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    assert page.select_one('link[rel="canonical"]')["href"] == f"http://testserver/en/{path}"
    assert set(_switcher(page)) == {"en", "es", "pl", "ar"}


def test_a_language_with_nothing_live_has_the_other_screens_too(site, client, read) -> None:
    factories.language("fr")

    for path in ["translations/", "side-by-side/", "side-by-side/es/", "values/changes/"]:
        assert read(f"/fr/{path}").html["lang"] == "fr"
    read("/fr/nothing/", status=404)
    response = client.get("/", headers={"Accept-Language": "fr,es;q=0.5"})
    assert response["Location"] == "/es/"


def test_untranslated_parts_of_a_page_are_marked(site, read) -> None:
    _publish("fr", {"home/slogan": "La technologie", "value.autonomy/title": "Autonomie"})

    page = read("/fr/values/autonomy/")

    assert not page.h1.has_attr("lang")
    assert page.select_one(".untranslated .prose")["lang"] == "en"
    assert page.select_one(".notice") is not None


def test_titles_in_navigation_are_marked_where_they_are_the_source(site, read) -> None:
    _publish("fr", {"home/slogan": "La technologie", "value/introduction": "Ce qui compte."})

    section = read("/fr/").select_one(".sections a")

    assert section.get_text() == "Values"
    assert section["lang"] == "en"


def test_alternates_name_every_translation_and_the_default(site, read) -> None:
    page = read("/es/values/autonomy/")

    alternates = {link["hreflang"]: link["href"] for link in page.select('link[rel="alternate"]')}
    host = "http://testserver"
    assert alternates == {
        tag: f"{host}/{language}/values/autonomy/"
        for tag, language in {
            "en": "en",
            "es": "es",
            "ar": "ar",
            "pl": "pl",
            "x-default": "en",
        }.items()
    }
    assert page.select_one('link[rel="canonical"]')["href"] == f"{host}/es/values/autonomy/"
    assert page.title.get_text() == "[es] Autonomy · [es] Patio"
    assert "[es] Each cooperative" in page.select_one('meta[name="description"]')["content"]


def test_hostile_texts_are_harmless(site, read, monkeypatch) -> None:
    # As if they had come past the checks on the way in, which refuse them.
    monkeypatch.setattr(services, "errors_in", lambda **pair: [])
    hostile = "<script>alert(1)</script> [x](javascript:alert(1)) <!--><b onclick=x>"
    _publish(
        "es",
        {"value.autonomy/title": '"><script>alert(1)</script>', "value.autonomy/body": hostile},
    )

    for path in ["/es/values/autonomy/", "/es/values/", "/es/", "/en/side-by-side/es/"]:
        page = read(path)
        assert not page.find_all("script")
        assert not page.select("[onclick], [href^=javascript]")
    assert "<script>alert(1)</script>" in read("/es/values/autonomy/").h1.get_text()


def test_pages_carry_no_inline_script_or_style(site, read) -> None:
    for path in [
        "/en/",
        "/en/values/",
        "/en/translations/",
        "/en/side-by-side/es+ar/",
        "/en/none/",
    ]:
        page = read(path, status=404 if "none" in path else 200)
        assert not page.select("script:not([src]), style, [style], [onclick]")


def test_links_lead_to_the_language_that_is_read(site, read) -> None:
    _publish("es", {"value.autonomy/body": "Como la [solidaridad](page:value.solidarity)."})

    link = read("/es/values/autonomy/").select_one(".statement-text a")

    assert link["href"] == "/es/values/solidarity/"
    beside = read("/en/values/side-by-side/es/").select_one("#autonomy td .prose a")
    assert beside["href"] == "/es/values/solidarity/"


def test_a_link_to_a_page_that_is_gone_becomes_its_text(site, read) -> None:
    _publish("es", {"value.autonomy/body": "Como la [solidaridad](page:value.solidarity)."})
    factories.source_page("value.solidarity").unpublish()

    page = read("/es/values/autonomy/")

    assert "Como la solidaridad." in page.select_one(".statement-text").get_text()
    assert not page.select(".statement-text a[href]")


def test_chinese_fonts_are_declared_where_there_is_chinese(site, read) -> None:
    _publish("zh-hans", {"home/slogan": "科技"})

    def declares(path: str) -> bool:
        return bool(read(path).select('link[href*="noto-sans-sc"]'))

    assert declares("/zh-hans/")
    assert declares("/en/side-by-side/zh-hans/")
    assert not declares("/en/")


def test_persian_pages_count_in_persian(site, read) -> None:
    factories.translate_all(["fa"])

    numerals = [numeral.get_text() for numeral in read("/fa/values/").select(".numeral")]

    assert numerals == ["۱", "۲"]


@pytest.mark.parametrize("key", ["home", "value", "value.autonomy"])
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_wagtail_previews_what_readers_will_see(site, rf, admin_user, key: str, tag: str) -> None:
    page = factories.page(key, tag)
    page.title = "A draft"
    request = rf.get("/admin/")
    request.user = admin_user

    response = page.make_preview_request(request, page.default_preview_mode)

    preview = BeautifulSoup(response.render().content, "html.parser")
    assert preview.html["lang"] == tag
    assert "A draft" in preview.title.get_text()


def test_only_editors_get_the_user_bar(site, client, admin_client) -> None:
    assert b"wagtail-userbar" in admin_client.get("/es/values/").content
    assert b"wagtail-userbar" not in client.get("/es/values/").content
