"""The header entry: the fields in the ``msgstr`` of the empty ``msgid``.

Source: GNU gettext manual, "Header Entry".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_CHARSET: Final = re.compile(r"charset=([^ \t\n]*)")
_TEMPLATE_CHARSETS: Final = {"CHARSET", ""}
_SAME_AS_UTF8: Final = {"utf-8", "utf8"}


def read_fields(text: str) -> Mapping[str, str]:
    r"""The fields of a header, in its order; of a repeated one the first counts, as for gettext.

    >>> dict(read_fields("Language: es\nX-Note: a: b\n"))
    {'Language': 'es', 'X-Note': 'a: b'}
    """
    fields: dict[str, str] = {}
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip(), value.strip())
    return MappingProxyType(fields)


def foreign_charset(text: str) -> str | None:
    """The charset that a header names if it is another one than UTF-8.

    As ``msgfmt`` does, a header without a charset, and a template's ``CHARSET``, are let pass.
    """
    match = _CHARSET.search(text)
    if match is None or match[1] in _TEMPLATE_CHARSETS or match[1].lower() in _SAME_AS_UTF8:
        return None
    return match[1]


def is_language(expected: str, found: str) -> bool:
    """Whether two language tags are the same but for case and ``-`` or ``_``; none is any.

    >>> is_language("pt_BR", "pt-br"), is_language("pt_BR", "pt")
    (True, False)
    """
    return not found or found.replace("-", "_").lower() == expected.replace("-", "_").lower()
