"""Whether the text is in its language at all: by script, by look-alikes, by words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .tokens import BLOT
from .typography import script_of_character, scripts_of, words_in

_LETTERS = re.compile(r"[^\W\d_]+")
#: Scripts whose letters pass for one another's.
_ALIKE: Final = frozenset({"LATIN", "CYRILLIC", "GREEK"})
#: Letters from which on py3langid is asked: under it, it may be sure of wrong things.
_LONG_ENOUGH = 40
#: How likely it must find the other language, and how unlikely the one that it should be.
_SURE = 0.95
_RULED_OUT = 0.001
#: Languages that even a person tells apart by a word or two.
_NEAR: Final = (
    frozenset({"no", "nb", "nn", "da", "sv"}),
    frozenset({"hr", "bs", "sr", "sl", "mk", "bg"}),
    frozenset({"es", "gl", "pt", "ca", "an", "oc", "ast"}),
    frozenset({"id", "ms", "jv", "su"}),
    frozenset({"cs", "sk"}),
    frozenset({"ru", "uk", "be", "bg"}),
    frozenset({"hi", "mr", "ne", "sa"}),
    frozenset({"ar", "fa", "ur", "ug", "ps"}),
    frozenset({"zh", "ja"}),
    frozenset({"nl", "af", "fy", "de", "lb"}),
    frozenset({"sw", "rw", "ny"}),
    frozenset({"tr", "az"}),
    frozenset({"zu", "xh"}),
)


@register
class Script(Check):
    """Another script than the language's, by CLDR's *likely subtags*."""

    id = "script"
    name = "Wrong script"
    description = (
        "Most letters are of a script in which the language is not written, or letters of two "
        "scripts that look alike stand in one word (а Cyrillic a in a Spanish word)."
    )
    severity = "warning"
    bad = (
        Example("We care about each other.", "Nos cuidamos mutuamente.", "ar"),
        Example("We care.", "Мы заботимся.", "es"),
        Example("Care", "Cuid\u0430do"),
        Example("Care", "Забoта", "ru"),
        Example("We care.", "हम ख़याल रखते हैं।", "zh_Hans"),
    )
    good = (
        Example("We care.", "ケアします。", "ja"),
        Example("Patio cares.", "Patio 关怀。", "zh_Hans"),
        Example("Patio", "Patio", "hi"),
        Example("We use Wagtail.", "Wagtail的使用", "zh_Hans"),
        Example("web page", "web-страница", "ru"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding of the whole, or one a word of look-alikes."""
        scripts = scripts_of(pair.language)
        if not scripts or pair.text.strip() == (pair.source or "").strip():
            return  # Of the source itself ``same-as-source`` speaks.
        taken_over = {word[0] for word in words_in(pair.source_prose) if not word[0].islower()}
        words = [word[0] for word in words_in(pair.prose) if word[0] not in taken_over]
        own = sum(len(word) for word in words if script_of_character(word[0]) in scripts)
        if 2 * own < sum(map(len, words)):
            yield self.finding(
                f"Most of this text is not in the script of {pair.language.english_name}."
            )
            return
        for word in _LETTERS.finditer(pair.prose):
            if len({script_of_character(letter) for letter in word[0]} & _ALIKE) > 1:
                message = (
                    f"“{word[0]}” mixes letters of two scripts that look alike: type it again."
                )
                yield self.finding(message, word.span())


@register
class WrongLanguage(Check):
    """Another language, where py3langid is sure: of a long text, in a language that it knows."""

    id = "language"
    name = "Wrong language"
    description = (
        "The text seems to be in another language. Only long texts are judged, and only where "
        "there is hardly a doubt."
    )
    severity = "warning"
    bad = (
        Example(
            "We care about people and about the whole world around us.",
            "We care about people and about the whole wide world around all of us.",
        ),
        Example(
            "We care about people and about the whole world around us.",
            "Wir kümmern uns um die Menschen und um die ganze Welt um uns herum.",
            "fr",
        ),
    )
    good = (
        Example(
            "We care about people and about the whole world around us.",
            "Nos importan las personas y el mundo entero que nos rodea a todas.",
        ),
        Example("Social impact", "Impact social", "de"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding."""
        text = pair.prose.replace(BLOT, " ")
        for name in pair.names:
            text = text.replace(name, " ")
        if sum(map(str.isalpha, text)) < _LONG_ENOUGH:
            return
        expected = pair.language.tag.split("-")[0]
        identifier = _identifier()
        if expected not in identifier.labels:
            return
        ranks = identifier.rank(text)
        code, probability = ranks[0]
        if probability < _SURE or dict(ranks)[expected] > _RULED_OUT or _are_near(code, expected):
            return
        yield self.finding(
            f"This seems to be no {pair.language.english_name}, but “{code}” "
            f"({probability:.1%} sure)."
        )


def _are_near(one: str, other: str) -> bool:
    return any(one in group and other in group for group in _NEAR)


@cache
def _identifier() -> Any:
    """py3langid's model, loaded when it is first asked: a second or two."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
