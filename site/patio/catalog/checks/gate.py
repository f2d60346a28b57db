"""The gate of ``errors_in``: proves of most texts, in about a microsecond, that no error is there.

A text that consists of letters, spaces and the everyday marks of this class only, and begins with a
letter, holds nothing that an error check looks for in the text itself. A source without digits and
marks holds nothing that could be lost. Whatever is not proven clean goes the slow way.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .characters import DUBIOUS, may_be_damaged

_IS_DUBIOUS = re.compile(f"[{DUBIOUS}]").match
_LATIN = "".join(filter(str.isalpha, map(chr, range(0xC0, 0x250))))
_HARMLESS_LATIN = "".join(letter for letter in _LATIN if not _IS_DUBIOUS(letter))
#: Blocks of letters and marks without any invisible character, by their Unicode charts.
_SCRIPTS = (
    "\u0386-\u03ff"  # Greek
    "\u0400\u0401\u0403-\u048f\u0491-\u052f"  # Cyrillic, but two that mojibake is made of
    "\u0531-\u058a"  # Armenian
    "\u05b0-\u05f4"  # Hebrew
    "\u060c\u061b\u061d-\u064b\u064c-\u066a\u066d-\u06ff\u0750-\u077f"  # Arabic
    "\u0900-\u0d7f"  # of India
    "\u0e01-\u0e5b"  # Thai
    "\u1200-\u137c"  # Ethiopic
    "\u1e00-\u1fff"  # Latin and Greek with more marks
    "\u3001-\u3011\u3041-\u30ff"  # Japanese
    "\u4e00-\u9fff"  # Han
    "\uac00-\ud7a3"  # Hangul
    "\uff01-\uff02\uff07-\uff09\uff0c\uff0e\uff1a-\uff1b\uff1f"  # full-width marks
)
_MARKS = " !'(),./:;?0-9\u00a0\u2013\u2014\u2019\u2026\u202f"
_NOT_PLAIN = re.compile(rf"[^{_MARKS}A-Za-z{_HARMLESS_LATIN}{_SCRIPTS}-]")
_NOT_PROSE = re.compile(rf"[^{_MARKS}A-Za-z{_LATIN}{_SCRIPTS}\n¡«»¿‘‚“”„\u200c\u200dЂҐ-]")
_NUMBERED_LINE = re.compile(r"\n\s*\d")
_MAY_BE_LOST = re.compile(r"[\d@{}%<>\[\]\\]|://|www\.", re.IGNORECASE)


def is_clean(text: str, *, is_markdown: bool) -> bool:
    """Whether a text is certain to hold no error of its own, its length aside."""
    if _NOT_PLAIN.search(text) is None and text[:1].isalpha():
        return True
    return (
        _NOT_PROSE.search(text) is None
        and not text.isspace()
        and "---" not in text
        and ("\n" not in text or (is_markdown and not _NUMBERED_LINE.search(text)))
        and not may_be_damaged(text)
    )


@lru_cache(maxsize=8192)
def has_what_may_be_lost(source: str) -> bool:
    """Whether there is a number, link, address or placeholder in a source, to be lost.

    Remembered: all languages translate the same sources.
    """
    return _MAY_BE_LOST.search(source) is not None
