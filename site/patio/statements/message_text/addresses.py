"""Which addresses may become links, and in which form they are kept.

An allow-list: ``http://`` and ``https://`` with a host, ``mailto:`` and ``tel:`` with something
after them, and internal pages. Whatever a browser would skip or decode on its way to the scheme
(WHATWG URL, *basic URL parser*: it strips C0 controls and space from the ends, and tab and newline
from anywhere) is skipped here first, so what is judged is what a browser would see.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TypeAlias
from urllib.parse import quote

#: Where a link leads: an absolute address, or the id of a page.
Target: TypeAlias = str | int

PAGE_SCHEME = "page:"

_SKIPPED_BY_BROWSERS = str.maketrans("", "", "\t\n\r")
_ALLOWED = re.compile(r"(?:https?://[^/?#\\\s@:]|(?:mailto|tel):[^\s/?#])", re.IGNORECASE)
#: RFC 3986 section 2: none of these may stand in an address; they are percent-encoded.
_NEVER_BARE = frozenset('<>"\\`')
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE)
_PAGE_ID = re.compile(r"#([1-9][0-9]{0,17})")


def canonical_address(address: str) -> str | None:
    """An address as it is kept, or ``None`` where it may not become a link.

    Idempotent. What comes out holds no white space, control or format characters and none of
    ``<>"`` and backslash and backtick, so it needs no more than parentheses looked after to stand
    in Markdown (CommonMark 6.3, *link destination*).

    >>> canonical_address("https://ex.org/a b")
    'https://ex.org/a%20b'
    >>> canonical_address("java\\tscript:alert(1)") is None
    True
    """
    seen = address.translate(_SKIPPED_BY_BROWSERS).strip("".join(map(chr, range(0x21))))
    if not _ALLOWED.match(seen):
        return None
    kept = []
    for character in seen:
        category = unicodedata.category(character)
        if category in {"Cc", "Cs"}:
            return None
        bare = character not in _NEVER_BARE and category not in {"Zs", "Zl", "Zp", "Cf"}
        kept.append(character if bare else quote(character, safe=""))
    return "".join(kept)


def is_allowed_on_the_way_out(address: str) -> bool:
    """Whether a reader's page may hold this address: the above, or a path of this site's own.

    A path starts with a single slash: ``//host`` and ``/\\host`` lead to another site.

    >>> is_allowed_on_the_way_out("/es/values/"), is_allowed_on_the_way_out("//evil.example")
    (True, False)
    """
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in address):
        return False
    if address.startswith("/"):
        return not address[1:2] or address[1] not in "/\\"
    return bool(_ALLOWED.match(address))


def page_id(value: str | None) -> int | None:
    """The id in a database link's ``id`` attribute."""
    found = _PAGE_ID.fullmatch(f"#{value}")
    return int(found[1]) if found else None


def to_destination(target: Target, keys: Mapping[int, str]) -> str:
    """A target as a message text names it: an address, ``page:<statement key>``, or ``page:#<id>``
    for a page that is no statement."""
    if isinstance(target, str):
        return target
    key = keys.get(target)
    return f"{PAGE_SCHEME}{key}" if key and _KEY.fullmatch(key) else f"{PAGE_SCHEME}#{target}"


def is_page_reference(destination: str) -> bool:
    """Whether a destination means to name a page of this site."""
    return destination.startswith(PAGE_SCHEME)


def from_destination(destination: str, ids: Mapping[str, int]) -> Target | None:
    """The target that a message text names, or ``None`` where it may not become a link."""
    if not is_page_reference(destination):
        return canonical_address(destination)
    reference = destination.removeprefix(PAGE_SCHEME)
    found = _PAGE_ID.fullmatch(reference)
    return int(found[1]) if found else ids.get(reference)
