"""Names of people, as catalogs, commits and reports hold them: on one line, without an address.

A catalog travels far, and a volunteer's address is nobody's business.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_NAME: Final = 200
"""Characters of a name that are kept."""

#: Last translator of a catalog whose newest text is a machine's draft.
MACHINE_TRANSLATOR: Final = "Machine draft, awaiting review"
#: What gettext's tools leave where nobody has filled in a name.
_PLACEHOLDER: Final = "FULL NAME"
_ADDRESS: Final = re.compile(r"<[^<>]*>")
_JOINERS: Final = "\u200c\u200d"


def name_only(author: str) -> str:
    r"""A name on one line, without address, control characters and angle brackets.

    ``""`` where there is nothing but an address.

    >>> name_only("Ana <ana@example.org>"), name_only("ana@example.org")
    ('Ana', '')
    >>> name_only("Ana\nLanguage: fr")
    'Ana Language: fr'
    """
    plain = "".join(map(_harmless, _ADDRESS.sub(" ", author)))
    name = " ".join(plain.split())
    return "" if "@" in name else name[:MAX_NAME].rstrip()


def last_translator(told: str) -> str:
    """Whom a catalog's ``Last-Translator`` names; ``""`` where it names no person.

    >>> last_translator("Ana <ana@example.org>"), last_translator("FULL NAME <EMAIL@ADDRESS>")
    ('Ana', '')
    """
    name = name_only(told)
    return "" if name == MACHINE_TRANSLATOR or name.startswith(_PLACEHOLDER) else name


def _harmless(character: str) -> str:
    """A character, or a space for what is not part of a name: controls, directions, brackets."""
    is_other = unicodedata.category(character)[0] == "C" and character not in _JOINERS
    return " " if is_other or character in "<>" else character
