"""Languages: tags, names, plurals and matching."""

from __future__ import annotations

import gettext

import pytest
from weblate_language_data.languages import LANGUAGES
from weblate_language_data.rtl import RTL_LANGS

from patio.catalog.languages import Language, UnknownLanguageError, best_match


@pytest.mark.parametrize(
    ("name", "tag", "gettext_name", "direction", "script"),
    [
        pytest.param("pt_BR", "pt-br", "pt_BR", "ltr", "Latn", id="gettext form"),
        pytest.param("zh-hans", "zh-hans", "zh_Hans", "ltr", "Hans", id="script"),
        pytest.param("ar", "ar", "ar", "rtl", "Arab", id="Arabic"),
        pytest.param("FA", "fa", "fa", "rtl", "Arab", id="capitals"),
        pytest.param("es-419", "es-419", "es_419", "ltr", "Latn", id="region of digits"),
    ],
)
def test_parse(name, tag, gettext_name, direction, script) -> None:
    language = Language.parse(name)

    assert (language.tag, language.gettext) == (tag, gettext_name)
    assert (language.direction, language.script) == (direction, script)


@pytest.mark.parametrize("name", ["", "x", "../etc", "xx", "klingon", "en_", "e n", "en.po", "qqq"])
def test_refuses_what_is_no_language(name) -> None:
    with pytest.raises(UnknownLanguageError, match="names no language"):
        Language.parse(name)


@pytest.mark.parametrize(
    ("tag", "forms"), [("pl", 3), ("ar", 6), ("zh-hans", 1), ("fr", 2), ("pt-br", 2)]
)
def test_plural_forms_are_gettexts(tag, forms) -> None:
    header = Language.parse(tag).plural_forms

    assert header.startswith(f"nplurals={forms};")
    choose = gettext.c2py(header.partition("plural=")[2].rstrip(";"))
    assert {choose(n) for n in range(200)} <= set(range(forms))


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        pytest.param(["es-AR"], "es", id="a region finds its language"),
        pytest.param(["zh-CN"], "zh-hans", id="a region finds its script"),
        pytest.param(["pt"], "pt-br", id="a language finds its only region"),
        pytest.param(["xx", "de"], "de", id="the next wish"),
        pytest.param(["ja"], None, id="nothing near"),
        pytest.param(["*", "';--", "\x00", "en" * 50], None, id="hostile"),
        pytest.param([], None, id="no wish"),
    ],
)
def test_best_match(wishes, expected) -> None:
    available = ["en", "es", "pt-br", "zh-hans", "de", "ar"]

    assert best_match(wishes, available) == expected


#: Weblate marks what a language, CLDR what an orthography: a spelling or a form of address.
_MODIFIED = ("@", "1901", "_devel", "pehoeji", "tailo", "sco-ulster")
#: CLDR writes Hausa in Latin and hieroglyphs from the left, and Sogdian from the right.
_CLDR_DIFFERS = {"ha", "egy", "sog"}
WEBLATES = [row[0] for row in LANGUAGES if not any(mark in row[0] for mark in _MODIFIED)]


def test_every_language_of_weblates_list_can_be_added() -> None:
    assert len(WEBLATES) > 750
    for name in WEBLATES:
        language = Language.parse(name)
        assert Language.parse(language.bcp47) == Language.parse(language.gettext) == language
        assert language.endonym
        assert language.english_name
        assert language.name_in(Language("es"))
        assert len(language.script) == 4
        assert language.locale.text_direction
        header = language.plural_forms
        count = int(header.removeprefix("nplurals=").partition(";")[0])
        choose = gettext.c2py(header.partition("plural=")[2].rstrip(";"))
        assert {choose(n) for n in range(200)} <= set(range(count)), name


def test_directions_are_weblates_where_cldr_says_nothing_else() -> None:
    for name in WEBLATES:
        language = Language.parse(name)
        is_marked = bool({name, name.partition("_")[0]} & RTL_LANGS) and language.script != "Latn"
        if name.partition("_")[0] not in _CLDR_DIFFERS and len(name.split("_")[-1]) != 4:
            assert (language.direction == "rtl") == is_marked, name


@pytest.mark.parametrize(
    ("name", "parents"),
    [
        pytest.param("es-AR", ["es-419", "es"], id="through a macroregion"),
        pytest.param("pt_AO", ["pt-pt", "pt"], id="to another country"),
        pytest.param("pt_BR", ["pt"], id="a region"),
        pytest.param("es", [], id="no variant"),
        pytest.param("zh_Hant", [], id="another script is no parent"),
        pytest.param("zh_TW", ["zh-hant"], id="a script that the name leaves out"),
        pytest.param("zh_Hant_MO", ["zh-hant-hk", "zh-hant"], id="script and region"),
        pytest.param("sr_Latn", [], id="Latin to Cyrillic"),
        pytest.param("hi_Latn", [], id="CLDR's parent is another language"),
        pytest.param("nn", [], id="Nynorsk is not written for Bokmål"),
        pytest.param("ach_UG", ["ach"], id="unknown to CLDR"),
    ],
)
def test_parents(name, parents) -> None:
    assert [parent.tag for parent in Language.parse(name).parents] == parents


def test_a_language_without_a_locale_has_names_and_dates() -> None:
    acoli = Language.parse("ach")

    assert (acoli.english_name, acoli.name_in(Language("es"))) == ("Acoli", "acoli")
    assert acoli.locale.language == "en", "dates need some locale"
    assert Language.parse("syc").direction == "rtl"


def test_a_region_without_a_catalog_finds_the_nearest() -> None:
    assert best_match(["es-MX"], ["en", "es", "es-419"]) == "es-419"
    assert best_match(["es-MX"], ["en", "es"]) == "es"
    assert best_match(["zh-TW"], ["en", "zh-hans"]) is None
