"""What languages write: their marks, quotation marks and scripts, by CLDR and Unicode.

Keys are languages as in ``Language.tag``; the nearest counts, ``zh-hant`` before ``zh``. Babel
carries no CLDR *delimiters*, so those are here (CLDR 47, ``delimiters``: quotation and alternate
quotation marks), with the pairs that the same language's printers use beside them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, TypeVar

from patio.catalog.languages import Language

_Value = TypeVar("_Value")


def for_language(table: Mapping[str, _Value], language: Language, default: _Value) -> _Value:
    """The entry of a language, or of the nearest that contains it.

    >>> for_language({"zh": 1, "zh-hant": 2}, Language("zh-hant"), 0)
    2
    """
    parts = language.tag.split("-")
    while parts:
        found = table.get("-".join(parts))
        if found is not None:
            return found
        parts.pop()
    return default


#: How a language ends a sentence: for each kind of end its marks, the usual one first.
Marks = Mapping[str, str]
ENDS_IN_LATIN: Final[Marks] = {".": ".", "?": "?", "!": "!", ":": ":", ";": ";", "…": "…"}
_ARABIC: Final[Marks] = {**ENDS_IN_LATIN, "?": "؟", ";": "؛"}
_DANDA: Final[Marks] = {**ENDS_IN_LATIN, ".": "।॥"}
_DANDA_OR_STOP: Final[Marks] = {**ENDS_IN_LATIN, ".": ".।"}
_FULL_WIDTH: Final[Marks] = {".": "。．｡", "?": "？", "!": "！", ":": "：", ";": "；", "…": "…⋯"}
_ETHIOPIC: Final[Marks] = {".": "።", "?": "?፧", "!": "!", ":": "፦:", ";": "፤;", "…": "…"}
ENDS: Final[Mapping[str, Marks]] = {
    **dict.fromkeys(["ar", "fa", "ps", "ckb", "ug", "sd"], _ARABIC),
    "ur": {**_ARABIC, ".": "۔"},
    **dict.fromkeys(["hi", "ne", "bn", "as", "or", "pa", "sa", "mai", "bho"], _DANDA),
    **dict.fromkeys(["mr", "gu", "kok"], _DANDA_OR_STOP),
    **dict.fromkeys(["zh", "ja", "yue"], _FULL_WIDTH),
    **dict.fromkeys(["am", "ti"], _ETHIOPIC),
    "hy": {**ENDS_IN_LATIN, ".": "։:", "?": "։:", "!": "։:", ":": ".՝"},
    "el": {**ENDS_IN_LATIN, "?": ";\u037e", ";": "·\u0387"},
    "my": {**ENDS_IN_LATIN, ".": "။"},
    "km": {**ENDS_IN_LATIN, ".": "។៕"},
    "bo": {**ENDS_IN_LATIN, ".": "།"},
    "dz": {**ENDS_IN_LATIN, ".": "།"},
}
#: Languages that end a sentence with a space, or with nothing.
WITHOUT_END_MARKS: Final = frozenset({"th", "lo"})

#: CLDR's quotation marks, outer and inner, and pairs in use beside them.
_CURLY: Final = ("“”", "‘’")
_LOW: Final = ("„“", "‚‘", "»«", "›‹")
_GUILLEMETS: Final = ("«»", "“”", "‹›", "‘’")
_SLAVIC: Final = ("«»", "„“", "„”", "“”")
_CORNERS: Final = ("「」", "『』", "“”", "‘’", "《》", "〈〉")
QUOTES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(["es", "ca", "it", "pt-pt", "eu", "gl", "ast", "oc", "an"], _GUILLEMETS),
    **dict.fromkeys(["fr", "br", "fa", "ps", "am", "ti", "hy", "sq", "fy"], _GUILLEMETS),
    "ar": ("«»", "”“", "’‘", "“”", "‘’"),
    "ur": ("”“", "’‘", "“”", "‘’", "«»"),
    **dict.fromkeys(["de", "cs", "sk", "sl", "is", "et", "lt", "ka"], (*_LOW, "«»")),
    "da": ("“”", "‘’", "»«", "„“"),
    "de-ch": ("«»", "‹›", "„“"),
    **dict.fromkeys(["hr", "bs", "sr", "mk", "bg"], ("„“", "„”", "‚‘", "‚’", "’’", "»«", "«»")),
    **dict.fromkeys(["ru", "uk", "be", "kk", "ky", "tt"], _SLAVIC),
    **dict.fromkeys(["pl", "ro"], ("„”", "«»", "»«", "‚’", "‘’")),
    "hu": ("„”", "»«", "’’"),
    **dict.fromkeys(["nb", "nn", "no"], ("«»", "‘’", "“”")),
    **dict.fromkeys(["sv", "fi"], ("””", "’’", "»»", "»«", "“”")),
    "el": ("«»", "“”", "‘’"),
    "he": ("””", "’’", "“”", "„”", "״״"),
    "tr": ("“”", "‘’", "«»"),
    "az": ("“”", "‘’", "«»"),
    "nl": ("“”", "‘’", "„”"),
    "zh": ("“”", "‘’", "《》", "〈〉", "「」", "『』"),
    **dict.fromkeys(["ja", "zh-hant", "yue"], _CORNERS),
    "ko": ("“”", "‘’", "「」", "『』", "《》", "〈〉"),
}


def quotes_of(language: Language) -> tuple[str, ...]:
    """The pairs of quotation marks of a language, CLDR's or the most usual one first."""
    return for_language(QUOTES, language, _CURLY)


#: Unicode's names of scripts begin the names of their characters; here by ISO 15924.
_SCRIPT_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "Arab": ("ARABIC",),
    "Armn": ("ARMENIAN",),
    "Beng": ("BENGALI",),
    "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",),
    "Ethi": ("ETHIOPIC",),
    "Geor": ("GEORGIAN",),
    "Grek": ("GREEK",),
    "Gujr": ("GUJARATI",),
    "Guru": ("GURMUKHI",),
    "Hang": ("HANGUL",),
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Hebr": ("HEBREW",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"),
    "Khmr": ("KHMER",),
    "Knda": ("KANNADA",),
    "Kore": ("HANGUL", "CJK"),
    "Laoo": ("LAO",),
    "Latn": ("LATIN",),
    "Mlym": ("MALAYALAM",),
    "Mymr": ("MYANMAR",),
    "Orya": ("ORIYA",),
    "Sinh": ("SINHALA",),
    "Taml": ("TAMIL",),
    "Telu": ("TELUGU",),
    "Tfng": ("TIFINAGH",),
    "Thai": ("THAI",),
    "Tibt": ("TIBETAN",),
}


def scripts_of(language: Language) -> tuple[str, ...]:
    """The scripts of a language, as ``script_of_character`` names them; empty if not known here.

    >>> scripts_of(Language("ja"))[0], scripts_of(Language("es"))
    ('CJK', ('LATIN',))
    """
    return _SCRIPT_NAMES.get(_script_code(language), ())


_UNSPACED: Final = frozenset({"Hans", "Hant", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"})


@lru_cache(maxsize=512)
def _script_code(language: Language) -> str:
    return language.script


@lru_cache(maxsize=4096)
def script_of_character(character: str) -> str | None:
    """The script of a letter, as its Unicode name begins; ``None`` of all else.

    >>> script_of_character("ж"), script_of_character("!")
    ('CYRILLIC', None)
    """
    if not character.isalpha():
        return None
    name = unicodedata.name(character, "").split(" ", 1)[0]
    return (
        None if name in {"MODIFIER", "FULLWIDTH", "MATHEMATICAL", "FEMININE", "MASCULINE"} else name
    )


def is_spaced(language: Language) -> bool:
    """Whether spaces stand between words, as not in Chinese, Japanese, Thai, Lao, Khmer …"""
    return _script_code(language) not in _UNSPACED


#: A run of letters of one of the alphabets that other scripts' texts are strewn with, or of others.
_WORD = re.compile(r"(?:[A-Za-z\u00c0-\u024f](?:['’](?=[A-Za-z]))?)+|[^\W\d_A-Za-z\u00c0-\u024f]+")


def words_in(text: str) -> list[re.Match[str]]:
    """The words of a text, and where there are no spaces the runs of letters; a Latin word is one
    for itself, whatever it leans on.

    >>> [word[0] for word in words_in("l’eau, 我们Patio")]
    ['l’eau', '我们', 'Patio']
    """
    return list(_WORD.finditer(text))
