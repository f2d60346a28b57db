"""Links and addresses: the source's must be in the translation, unchanged.

translate-toolkit's ``urls`` and ``emails`` compare the addresses of running text in order and by
spelling: they fail ``https://x.org/en/`` → ``https://x.org/es/``, which is what a translator should
write, fail two links in another order, and see no link of Markdown. So these are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from patio.catalog.languages import Language
from patio.catalog.units import MessageFormat

from .base import Check, Example, register
from .finding import Finding
from .markup import place_of
from .pair import Pair

_LANGUAGE_PART = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{2,4}){0,2}")
_WEB = re.compile(r"(?:https?://)?(?:www\.)?([^/?#]*)([^?#]*)(.*)", re.DOTALL)


@register
class Links(Check):
    """Links lost or changed.

    Allowed is what a good translator does: the same page in their own language (``/en/`` →
    ``/es/``, ``en.wikipedia.org`` → ``es.wikipedia.org``), another order, another spelling of the
    same address, one link for two that lead to the same place, a link of a bare address.
    """

    id = "links"
    name = "Links and addresses"
    description = (
        "Each link and each address of the source must be in the translation, unchanged but for "
        "the language in it (/en/ may be /es/). Copy the address from the source."
    )
    severity = "error"
    bad = (
        Example("See [us](https://x.org/a).", "Véanos."),
        Example("See [us](https://x.org/a).", "Vea [aquí](https://x.org/b)."),
        Example("See [it](page:value.care).", "انظر [هنا](page:value.car).", "ar"),
        Example("Write to us@x.org.", "Пишите на us@x.com.", "ru"),
        Example("Call [us](tel:+15550100).", "致电[我们](tel:+15550101)。", "zh_Hans"),
        Example("See [us](https://x.org/a).", "Véase https://x.org/a."),
    )
    good = (
        Example("See [us](https://x.org/a).", "[Véanos](https://X.org/a/)."),
        Example("[a](https://x.org/en/q) [b](page:home)", "[b](page:home) [a](https://x.org/es/q)"),
        Example(
            "[It](https://en.wikipedia.org/wiki/Cooperative)",
            "[Eso](https://es.wikipedia.org/wiki/Cooperativa)",
        ),
        Example("Write to us@x.org.", "[Écrivez](mailto:us@x.org).", "fr"),
        Example("See https://x.org.", "请看https://x.org。", "zh_Hans", MessageFormat.PLAIN),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding for each address that is missing."""
        if pair.source is None or not pair.source_links.addresses:
            return
        links = {canonical(address) for address in pair.links.targets}
        any_address = links | {canonical(address) for address in pair.links.bare}
        for place, address in enumerate(dict.fromkeys(pair.source_links.addresses)):
            wanted = canonical(address)
            is_link = place < len(set(pair.source_links.targets))
            candidates = links if is_link else any_address
            if any(is_same(wanted, found, pair.language) for found in candidates):
                continue
            if is_link and any(is_same(wanted, found, pair.language) for found in any_address):
                message = (
                    f"The link to {_show(address)} is an address only: write [words]({address})."
                )
                yield self.finding(message, place_of(pair.text, address))
            elif is_link:
                message = f"The link to {_show(address)} is missing: write [words]({address})."
                yield self.finding(message)
            else:
                yield self.finding(f"The address {_show(address)} is missing: copy it.")


@register
class AddedLinks(Check):
    """Links that the source does not have: legal, and the way spam comes in."""

    id = "links-added"
    name = "Added links"
    description = (
        "The translation leads to a place that the source does not. Leave it out, or say why."
    )
    severity = "warning"
    bad = (
        Example("Care", "Cuidado: https://spam.example"),
        Example("See [us](https://x.org).", "[Vea](https://x.org) [más](https://y.org)."),
    )
    good = (Example("See [us](https://x.org/en/).", "[Vea](https://x.org/es/)."),)

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding for each address that was added."""
        if pair.source is None:
            return
        known = {canonical(address) for address in pair.source_links.addresses}
        for address in dict.fromkeys(pair.links.addresses):
            mine = canonical(address)
            if not any(is_same(theirs, mine, pair.language) for theirs in known):
                message = f"The source does not lead to {_show(address)}: leave the link out."
                yield self.finding(message, place_of(pair.text, address))


def _show(address: str) -> str:
    return address if len(address) <= 80 else f"{address[:79]}…"


@lru_cache(maxsize=4096)
def canonical(address: str) -> str:
    """An address in the form in which two that lead to the same place are equal.

    >>> canonical("https://WWW.Ex.org/a%20b/") == canonical("http://ex.org/a b")
    True
    >>> canonical("mailto:Us@Ex.org"), canonical("tel:+1 555-01")
    ('us@ex.org', 'tel:+155501')
    """
    address = address.strip()
    scheme, colon, rest = address.partition(":")
    scheme = scheme.lower() if colon else ""
    if scheme == "page":
        return f"page:{rest}"
    if scheme == "tel":
        return "tel:" + re.sub(r"[^0-9+]", "", rest)
    if scheme == "mailto" or ("@" in address and "/" not in address):
        return unquote(rest if scheme == "mailto" else address).lower()
    found = _WEB.fullmatch(address)
    if found is None:
        return address
    host, path, query = found.groups()
    return f"{host.lower()}{unquote(path).rstrip('/')}{unquote(query)}"


def is_same(source: str, translation: str, language: Language) -> bool:
    """Whether two canonical addresses differ in nothing but the language they name.

    >>> is_same("x.org/en/a", "x.org/es/a", Language("es"))
    True
    >>> is_same("x.org/a", "x.org/b", Language("es"))
    False
    """
    if source == translation:
        return True
    if source.startswith(("page:", "tel:")) or "@" in source:
        return False
    tag = language.tag
    own = {tag, tag.replace("-", "_"), tag.split("-")[0]}
    source_host, _, source_path = source.partition("/")
    host, _, path = translation.partition("/")
    if host != source_host:
        # A site for each language: its pages have names of their own.
        return _swaps_language(source_host.split("."), host.split("."), own)
    parts = re.split(r"[/=&?]", path.lower())
    return _swaps_language(re.split(r"[/=&?]", source_path.lower()), parts, own)


def _swaps_language(source: list[str], translation: list[str], own: set[str]) -> bool:
    """Whether one part names the translation's language, where the source's has another or none."""
    if len(source) == len(translation):
        pairs = [(s, t) for s, t in zip(source, translation, strict=True) if s != t]
        return bool(pairs) and all(t in own and _LANGUAGE_PART.fullmatch(s) for s, t in pairs)
    if len(translation) == len(source) + 1:
        return any(
            part in own and translation[:place] + translation[place + 1 :] == source
            for place, part in enumerate(translation)
        )
    return source == [""] and len(translation) == 1 and translation[0] in own
