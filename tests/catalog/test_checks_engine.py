"""The engine: its gate lets no error through, nothing is slow or loaded too early or raises."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patio.catalog.checks import (
    Finding,
    check_translation,
    errors_in,
    registered_checks,
)
from patio.catalog.checks.base import register
from patio.catalog.checks.characters import may_be_damaged
from patio.catalog.checks.form import Blank
from patio.catalog.checks.gate import has_what_may_be_lost, is_clean
from patio.catalog.checks.pair import Pair
from patio.catalog.checks.tokens import decode, prose
from patio.catalog.damage import find_damage
from patio.catalog.languages import Language
from patio.catalog.units import MessageFormat

SITE = Path(__file__).resolve().parents[2] / "site"
LANGUAGES = [Language(tag) for tag in ("es", "fr", "ar", "fa", "hi", "zh-hans", "am", "th", "el")]
SOURCE = "We foster an inclusive federation, and advance social innovation together."

#: Letters, marks and whatever else means something to a check.
PIECES = st.sampled_from(
    [
        *"abzéßÑœÃÂ€™«»“”„‚¿¡…’–—жЂҐλ；。我،؟م। ்",
        *"\u200c\u200d\u200b\u00a0\u202f\u00ad\ufffd\x00\x85\t\n",
        *"0123٣९,.;:!?/-_*#`~|<>[](){}\\&%$@+=^' ",
        *["https://x.org", "a@x.org", "{name}", "%(n)s", "](", "&#8203;", "&amp;", "1. ", "- "],
        *["1,500", "000", "IX", "---", "page:home", "<b>", "![", "\n\n", "Patio", "We care"],
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=40)
FORMATS = st.sampled_from(MessageFormat)


def _slow_errors(source: str | None, text: str, message_format: MessageFormat) -> list[Finding]:
    pair = Pair(source=source, text=text, message_format=message_format, language=Language("es"))
    checks = [check for check in registered_checks().values() if check.severity == "error"]
    found = [finding for check in checks for finding in check.find(pair)] if text else []
    too_long = [finding for finding in found if finding.check == "length"]
    return too_long or found


class TestGate:
    @given(source=TEXTS | st.none(), text=TEXTS, message_format=FORMATS)
    def test_says_what_the_checks_say(self, source, text, message_format) -> None:
        found = errors_in(
            source=source, text=text, message_format=message_format, language=Language("es")
        )

        assert set(found) == set(_slow_errors(source, text, message_format))

    @given(text=TEXTS, message_format=FORMATS)
    def test_passes_no_text_with_an_error(self, text, message_format) -> None:
        if text and is_clean(text, is_markdown=message_format is MessageFormat.MARKDOWN):
            assert _slow_errors(None, text, message_format) == []

    @given(source=TEXTS, text=TEXTS)
    def test_passes_no_source_of_which_anything_can_be_lost(self, source, text) -> None:
        if text and not has_what_may_be_lost(source):
            lost = _slow_errors(source, text, MessageFormat.MARKDOWN)
            own = _slow_errors("", text, MessageFormat.MARKDOWN)
            assert {finding.check for finding in lost} <= {finding.check for finding in own}

    def test_knows_every_character(self) -> None:
        for number in range(0x110000):
            text = f"a{chr(number)}a"
            if is_clean(text, is_markdown=False):
                assert find_damage(text) == [], hex(number)

    @given(text=TEXTS | st.text(alphabet="ÃÂØÙÐÎœŒàâ€™“”«»‚„¿¡°µ´·–—… ЂвГўВ×²√±aZ.", max_size=12))
    def test_misses_no_damage(self, text) -> None:
        if find_damage(text):
            assert may_be_damaged(text)

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("Impulsamos una federación inclusiva, y la innovación.", id="es"),
            pytest.param("Мы развиваем федерацию; вместе!", id="ru"),
            pytest.param("نتطلّع إلى مجتمع تعاوني، معًا؟", id="ar"),
            pytest.param("ما فدراسیونی از تعاونی‌های فناوری را پرورش می‌دهیم.", id="fa, joiners"),
            pytest.param("हम संघ को बढ़ावा देते हैं।", id="hi"),
            pytest.param("我们培育一个包容的全球科技合作社联合会，推动社会创新。", id="zh"),
            pytest.param("Nous promouvons une «\u00a0fédération\u00a0»\u202f!", id="fr, quotes"),
            pytest.param("„Wir fördern“, Ärzte und Ökonomie.", id="de, capitals"),
            pytest.param("Uno.\n\nDos.", id="paragraphs"),
        ],
    )
    def test_lets_good_prose_through_at_once(self, text: str) -> None:
        assert is_clean(text, is_markdown=True)

    def test_costs_a_fraction_of_the_checks(self) -> None:
        text = "Impulsamos una federación inclusiva, y avanzamos juntas la innovación social. " * 2

        def fast() -> None:
            errors_in(
                source=SOURCE,
                text=text,
                message_format=MessageFormat.MARKDOWN,
                language=LANGUAGES[0],
            )

        slow_time = min(_time(lambda: find_damage(text)) for _ in range(5))
        assert min(_time(fast) for _ in range(5)) < slow_time / 8


def _time(function, times: int = 200) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        function()
    return time.perf_counter() - begun


class TestEveryText:
    @given(
        source=TEXTS | st.none(),
        text=TEXTS,
        message_format=FORMATS,
        language=st.sampled_from(LANGUAGES),
    )
    def test_is_checked_and_each_place_is_in_it(
        self, source, text, message_format, language
    ) -> None:
        found = check_translation(
            source=source,
            text=text,
            message_format=message_format,
            language=language,
            names=("Patio",),
        )

        checks = registered_checks()
        for finding in found:
            assert checks[finding.check].severity == finding.severity
            assert finding.message
            if finding.span is not None:
                assert 0 <= finding.span[0] < finding.span[1] <= len(text), finding
            assert finding.fix is None or finding.span is not None
        assert [finding.is_error for finding in found] == sorted(
            (finding.is_error for finding in found), reverse=True
        )

    @given(text=TEXTS.filter(lambda text: text.strip()))
    def test_that_repeats_a_sound_source_has_no_error_of_comparison(self, text) -> None:
        found = errors_in(
            source=text,
            text=text,
            message_format=MessageFormat.MARKDOWN,
            language=Language("es"),
        )

        lost = {"links", "numbers", "placeholders", "markup"}
        assert {finding.check for finding in found}.isdisjoint(lost), found

    @given(text=TEXTS)
    def test_keeps_its_length_as_prose_and_its_characters_when_decoded(self, text) -> None:
        assert len(prose(text, is_markdown=True)) == len(text)
        decoded = decode(text)
        assert len(decoded.text) == len(decoded.starts) == len(decoded.ends)

    @pytest.mark.parametrize(
        "seed",
        ["(", "[a](", "[", "*", "**", "1. a\n", "9,9", "9 ", "a a ", "https://", "a@", "&", "<a ",
         "“", "%(", "{", "\n- ", "_a", "`", "![", "the quick brown ", "我", "«", "\u200c", "é", " ",
         "a.", "IX ", "\n1)", "?!", "|", "---", "\\", "<!--", "$", "a,b", '[a](b "c'],
    )  # fmt: skip
    def test_is_checked_in_time_that_grows_with_it(self, seed: str) -> None:
        def check(length: int) -> float:
            text = (seed * length)[:length]
            begun = time.process_time()
            check_translation(
                source=SOURCE * 3,
                text=text,
                message_format=MessageFormat.MARKDOWN,
                language=Language("es"),
            )
            return time.process_time() - begun

        check(100)
        # Four times the text; in quadratic time it would take sixteen times as long.
        short = min(check(4_000) for _ in range(2))
        most = max(10 * short, 0.5)
        times: list[float] = []
        while len(times) < 3 and (not times or min(times) >= most):
            times.append(check(16_000))
        assert min(times) < most, (short, times)


def test_a_finding_travels_between_processes() -> None:
    (finding,) = errors_in(
        source="2019", text="2018", message_format=MessageFormat.PLAIN, language=Language("es")
    )
    assert pickle.loads(pickle.dumps(finding)) == finding  # noqa: S301


def test_a_text_that_is_too_long_is_only_that() -> None:
    found = check_translation(
        source="Care",
        text="<b>" * 60_000,
        message_format=MessageFormat.MARKDOWN,
        language=Language("es"),
    )
    assert [finding.check for finding in found] == ["length"]


def test_an_empty_text_is_no_fault() -> None:
    for source in (SOURCE, None):
        assert not check_translation(
            source=source, text="", message_format=MessageFormat.PLAIN, language=Language("es")
        )


def test_a_warning_that_is_turned_off_is_not_looked_for_and_an_error_is() -> None:
    found = check_translation(
        source="We care, since 2019.",
        text="Cuidamos desde 2018",
        message_format=MessageFormat.MARKDOWN,
        language=Language("es"),
        turned_off={"end-punctuation", "numbers"},
    )
    assert [finding.check for finding in found] == ["numbers"]


def test_an_id_is_taken_once() -> None:
    with pytest.raises(ValueError, match="Two checks are called 'blank'"):
        register(Blank)


def test_a_fix_mends_its_place() -> None:
    text = "Uno  dos"
    (finding,) = check_translation(
        source="One two",
        text=text,
        message_format=MessageFormat.PLAIN,
        language=Language("es"),
    )
    assert finding.apply_fix(text) == "Uno dos"


def test_neither_start_up_nor_errors_load_what_is_slow() -> None:
    script = (
        "import sys; from patio.catalog.checks import errors_in, registered_checks;"
        "from patio.catalog.languages import Language;"
        "from patio.catalog.units import MessageFormat;"
        "errors_in(source='2019', text='<b>2018', message_format=MessageFormat.MARKDOWN,"
        "language=Language('es'));"
        "print([name for name in ('translate', 'py3langid', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=SITE, capture_output=True, text=True
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
