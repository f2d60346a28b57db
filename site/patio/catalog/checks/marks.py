"""Marks inside a text: the language's own, spaced as the language spaces them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .tokens import BLOT
from .typography import for_language

_FULL_WIDTH: Final = {",": "，", "?": "？", "!": "！", ":": "：", ";": "；", ".": "。"}
_ARABIC: Final = {",": "،", ";": "؛", "?": "؟"}
_INDIC: Final = {"|": "।"}
_ETHIOPIC: Final = {",": "፣", ";": "፤"}
#: What another language's mark is in this one.
_OWN: Final[dict[str, dict[str, str]]] = {
    "zh": _FULL_WIDTH,
    "yue": _FULL_WIDTH,
    "ja": {**_FULL_WIDTH, ",": "、"},
    **dict.fromkeys(["ar", "fa", "ps", "ckb", "ug", "sd"], _ARABIC),
    "ur": {**_ARABIC, ".": "۔"},
    **dict.fromkeys(["hi", "ne", "bn", "as", "or", "pa", "sa"], _INDIC),
    **dict.fromkeys(["am", "ti"], _ETHIOPIC),
}
#: Letters of the scripts of those languages: a mark between Latin letters is theirs.
_OTHER_LETTER = (
    "[\u0590-\u08ff\u0900-\u0dff\u1200-\u137f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\ufb50-\ufdff\ufe70-\ufefc]"
)
_FOREIGN = re.compile(rf"(?<={_OTHER_LETTER})[,;?!:.|](?=\s|$|{_OTHER_LETTER})")
#: Before a mark: in French a no-break space (CLDR: narrow but for the colon), elsewhere none.
_FRENCH = re.compile(rf"(?<=[^\W_]|[)»”’*])( ?)([;!?:»])(?![^\s)\]»”’*{BLOT}])")
_FRENCH_OPENING = re.compile(r"«(?=[^\s\u00a0\u202f])")
_SPACE_BEFORE = re.compile(r"(?<=\w)[ \u00a0\u202f]+(?=[,.;:!?…،؛؟。，！？](?:\s|$))")
_INVERTED: Final = {"?": "¿", "!": "¡"}


@register
class OwnMarks(Check):
    """Commas and other marks of another script, inside the text; the last one has its own check."""

    id = "own-marks"
    name = "Marks of another language"
    description = (
        "A mark is not the language's own: ، ؛ ؟ in Arabic and Persian, ，。？ in Chinese, ። in "
        "Amharic, । in Hindi."
    )
    severity = "warning"
    bad = (
        Example("Care, and love.", "العناية, والحب.", "ar"),
        Example("Care, and love.", "关怀,爱。", "zh_Hans"),
        Example("Care. Love.", "देखभाल| प्रेम।", "hi"),
    )
    good = (
        Example("Care, and love.", "العناية، والحب.", "ar"),
        Example("Care, and love.", "关怀，爱。", "zh_Hans"),
        Example("Patio, Inc. cares.", "Patio, Inc.关怀。", "zh_Hans"),
        Example("Care, and love.", "Забота, любовь.", "ru"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a place, with the right mark."""
        own = for_language(_OWN, pair.language, {})
        if not own:
            return
        end = len(pair.prose.rstrip()) - 1
        for found in _FOREIGN.finditer(pair.prose):
            mark = own.get(found[0])
            if mark is not None and found.start() != end:
                message = f"{pair.language.english_name} has “{mark}” here, and not “{found[0]}”."
                yield self.finding(message, found.span(), mark)


@register
class MarkSpacing(Check):
    """Space before marks: French has one, no other language here."""

    id = "mark-spacing"
    name = "Space before punctuation"
    description = (
        "In French a no-break space stands before : ; ! ? » and after «; in other languages "
        "no mark has a space before it."
    )
    severity = "warning"
    bad = (
        Example("Who? We.", "Qui? Nous.", "fr"),
        Example('"Care"', "«soin»", "fr"),
        Example("Care.", "Cuidado ."),
        Example("Care, love", "рано , поздно", "ru"),
    )
    good = (
        Example("Who? We.", "Qui\u202f? Nous.", "fr"),
        Example("Who? We.", "Qui ? Nous.", "fr"),
        Example("Who? We.", "Qui? Nous.", "fr_CA"),
        Example('"Care": 10:30', "«\u00a0soin\u00a0»\u00a0: 10:30", "fr"),
        Example("Care.", "Cuidado."),
        Example("Wait …", "Espera …"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a place, with the space that should stand there."""
        if pair.language.tag.split("-")[0] != "fr":
            for found in _SPACE_BEFORE.finditer(pair.prose):
                if pair.prose[found.end()] != "…":
                    yield self.finding("No space stands before this mark.", found.span(), "")
            return
        canadian = pair.language.tag == "fr-ca"
        for found in _FRENCH.finditer(pair.prose):
            if found[1] or (canadian and found[2] in ";!?"):
                continue
            space = "\u00a0" if found[2] in ":»" else "\u202f"
            message = f"In French a no-break space stands before {found[2]}."
            yield self.finding(message, found.span(2), space + found[2])
        for found in _FRENCH_OPENING.finditer(pair.prose):
            yield self.finding(
                "In French a no-break space stands after «.", found.span(), "«\u00a0"
            )


@register
class InvertedMarks(Check):
    """Spanish opens what it closes: ¿…? and ¡…!"""

    id = "inverted-marks"
    name = "¿ and ¡"
    description = "In Spanish a question begins with ¿ and an exclamation with ¡."
    severity = "warning"
    bad = (Example("Who?", "Quién?"), Example("Now!", "Ahora!", "es_AR"))
    good = (
        Example("Who?", "¿Quién?"),
        Example("Now!", "¡Ahora!"),
        Example("Who?", "Quem?", "pt_BR"),
        Example("What?!", "¡¿Qué?!"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding a mark that is not opened."""
        if pair.language.tag.split("-")[0] not in {"es", "ast"}:
            return
        opened: dict[str, int] = {}
        for place, character in enumerate(pair.prose):
            if character in "¿¡":
                opened[character] = place
            elif (opening := _INVERTED.get(character)) and opening not in opened:
                if pair.prose[max(place - 1, 0)] in "?!" and place and opened:
                    continue  # “?!” closes what either of them opened.
                kind = "question" if character == "?" else "exclamation"
                message = f"In Spanish this {kind} begins with {opening}."
                yield self.finding(message, (place, place + 1))
            elif character in "\n.":
                opened.clear()
