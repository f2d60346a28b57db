"""Languages: tags, names, plurals and matching."""

from __future__ import annotations

import gettext

import pytest

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
