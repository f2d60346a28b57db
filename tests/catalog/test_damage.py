"""Damaged text is found, and good text in any script is left alone."""

from __future__ import annotations

import pytest

from patio.catalog.damage import find_damage


@pytest.mark.parametrize(
    ("text", "repairs"),
    [
        pytest.param("clientsâ€™ needs", ["’"], id="mojibake"),
        pytest.param("solidaritÃ©", ["é"], id="mojibake of an accent"),
        pytest.param("This\tvalue", [" "], id="tab"),
        pytest.param("a\x00b", [""], id="NUL"),
        pytest.param("zero\u200bwidth", [""], id="zero-width space"),
        pytest.param("वि\u200bजय", [""], id="zero-width space in Hindi, which has spaces"),
        pytest.param("\ufeffstart", [""], id="byte order mark"),
        pytest.param("evil\u202etxt.exe", [""], id="direction override"),
        pytest.param("ไทย\u200b\u200bไทย", ["", ""], id="two zero-width spaces between Thai words"),
        pytest.param("co\u200dop", [""], id="joiner in Latin"),
        pytest.param("co\u200d", [""], id="joiner behind Latin"),
        pytest.param("\u200dഅവ", [""], id="joiner before Malayalam"),
        pytest.param("കുക\u200d", [""], id="joiner behind Malayalam without a virama"),
        pytest.param("lost \ufffd", [""], id="replacement character"),
    ],
)
def test_bad(text: str, repairs: list[str]) -> None:
    assert [damage.repair for damage in find_damage(text)] == repairs


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("clients’ needs — “quoted”, naïve", id="curly quotes and dashes"),
        pytest.param("First line.\n\nSecond line.", id="line feeds"),
        pytest.param("La liberté : « oui »\u202f!", id="French spaces"),
        pytest.param("می\u200cخواهیم همکاری\u200cها", id="Persian joiners"),
        pytest.param("क्\u200dष और श्री\u200c।", id="Hindi joiners"),
        pytest.param("അഫാര്\u200d", id="a chillu of old at the end of a Malayalam text"),
        pytest.param("അഫാര്\u200d, സിയാന്\u200d.", id="chillus of old at the ends of words"),
        pytest.param("ಸದರ್ನ್\u200c", id="a visible virama at the end of a Kannada text"),
        pytest.param("អក្សរ\u200bកាត់", id="Khmer words"),
        pytest.param("រយៈពេល ៧\u200bថ្ងៃ", id="Khmer digits"),
        pytest.param("ស្រុក\u200bDjango", id="Khmer beside Latin"),
        pytest.param("ภาษา\u200bไทย", id="Thai words"),
        pytest.param("ພາສາ\u200bລາວ", id="Lao words"),
        pytest.param("မြန်မာ\u200bဘာသာ", id="Burmese words"),
        pytest.param(
            "我们支持合作社的民主原则：公平、公开（透明）。", id="Chinese full-width signs"
        ),
        pytest.param("نحن ندعم التعاونيات، والتضامن؟", id="Arabic"),
        pytest.param("family 👩\u200d👩\u200d👧", id="joined emoji"),
        pytest.param("ﬁne", id="ligature"),
        pytest.param("AT&amp;T", id="entity"),
    ],
)
def test_good(text: str) -> None:
    assert find_damage(text) == []


def test_says_which_characters() -> None:
    (damage,) = find_damage("zero\u200bwidth")

    assert "[U+200B ZERO WIDTH SPACE]" in str(damage)
    assert "character 5" in str(damage)
