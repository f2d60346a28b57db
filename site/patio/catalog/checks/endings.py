"""How a text ends: as its source does, with the language's own mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from patio.catalog.units import MessageFormat

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .typography import ENDS, ENDS_IN_LATIN, WITHOUT_END_MARKS, Marks, for_language

_PLAIN = MessageFormat.PLAIN
#: What may stand after the end mark: quotation marks, brackets, emphasis, spaces.
_CLOSING = re.compile(r"[\s\"'’”“»«›‹)\]）」』》〉*_]+$")
#: Which kind of end a mark is, of whatever language it is.
_KINDS: Final = {
    mark: kind
    for marks in (*ENDS.values(), ENDS_IN_LATIN)
    for kind, of_kind in marks.items()
    for mark in of_kind
    if mark not in ";:·\u0387։."
} | {".": ".", ":": ":", ";": ";", "։": ".", "\u037e": "?"}
_NAMES: Final = {
    ".": "a full stop",
    "?": "a question mark",
    "!": "an exclamation mark",
    ":": "a colon",
    ";": "a semicolon",
    "…": "an ellipsis",
    "": "no mark",
}


@register
class EndPunctuation(Check):
    """The last mark.

    Ours, because translate-toolkit's ``endpunc`` fails the danda of Hindi, the ។ of Khmer, the
    question of Armenian (whose mark stands inside the word), French with the narrow space that
    CLDR asks for, and ``… «cooperativas».`` for ``… "cooperatives."``.
    """

    id = "end-punctuation"
    name = "End punctuation"
    description = (
        "The text ends otherwise than its source, or not with the language's own mark: ؟ in "
        "Arabic, ; for a question in Greek, । in Hindi, 。 in Chinese, ። in Amharic, "
        "։ in Armenian; nothing in Thai."
    )
    severity = "warning"
    bad = (
        Example("We care.", "Cuidamos"),
        Example("Who cares?", "مَن يهتم?", "ar"),
        Example("Who cares?", "Ποιος νοιάζεται?", "el"),
        Example("We care.", "हम देखभाल करते हैं.", "hi"),
        Example("We care.", "我们关怀.", "zh_Hans"),
        Example("We care.", "እንንከባከባለን.", "am"),
        Example("Care", "Cuidado.", "es", _PLAIN),
        Example("We care.", "Мы заботимся?", "ru"),
    )
    good = (
        Example("Who cares?", "¿A quién le importa?"),
        Example("Who cares?", "مَن يهتم؟", "ar"),
        Example("Who cares?", "Ποιος νοιάζεται;", "el"),
        Example("We care.", "हम देखभाल करते हैं।", "hi"),
        Example('We "care."", "Nosotras «cuidamos».', "Nosotras «cuidamos»."),
        Example("We care.", "我们关怀。", "zh_Hans"),
        Example("We care.", "เราใส่ใจ", "th"),
        Example("We care.", "Մենք հոգում ենք։", "hy"),
        Example("Who cares?", "Ո՞վ է հոգում։", "hy"),
        Example("Who cares?", "Qui s’en soucie\u202f?", "fr"),
        Example("We care", "Cuidamos de todas las personas."),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """At most one finding."""
        if pair.source is None or pair.language.tag.split("-")[0] in WITHOUT_END_MARKS:
            return
        marks = for_language(ENDS, pair.language, ENDS_IN_LATIN)
        _place, source_mark = _last_mark(pair.source_prose)
        wanted = ENDS_IN_LATIN.get(source_mark, "") and source_mark
        place, mark = _last_mark(pair.prose)
        if not wanted:
            is_sentence = pair.is_markdown or not _KINDS.get(mark)
            if not is_sentence:
                message = f"The source ends with no mark, the text with “{mark}”: leave it out."
                yield self.finding(message, (place, place + 1), "")
            return
        if mark in marks.get(wanted, "") and mark:
            return
        kind = _KINDS.get(mark, "")
        usual = marks[wanted][0]
        if kind and _is_foreign(mark, wanted, marks):
            message = f"{pair.language.english_name} has “{usual}” here, and not “{mark}”."
            yield self.finding(message, (place, place + 1), usual)
        elif kind != wanted:
            message = (
                f"The source ends with {_NAMES[wanted]}, the text with {_NAMES[kind]}: "
                f"end it with “{usual}”."
            )
            yield self.finding(
                message, (place, place + 1) if mark else None, usual if mark else None
            )


def _last_mark(text: str) -> tuple[int, str]:
    """Where a text's last mark stands, and which; an empty one where it ends with a word."""
    end = len(_CLOSING.sub("", text))
    if text[end - 3 : end] == "...":
        return end - 3, "…"
    mark = text[end - 1 : end]
    # A text of one statement may end in a quotation with the mark inside or outside of it.
    return max(end - 1, 0), mark if mark in _KINDS else ""


def _is_foreign(mark: str, wanted: str, marks: Marks) -> bool:
    """Whether a mark is of the kind wanted in another language only."""
    return mark not in marks[wanted] and _KINDS.get(mark) == wanted
