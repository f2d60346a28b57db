"""The parts of a message text that are not prose: links, addresses, placeholders, entities.

The grammar is that of message texts (``docs/translators.md``, *Markdown*): CommonMark's links,
lists, escapes and entities (https://spec.commonmark.org/0.31.2/), read by markdown-it-py with the
rest switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from markdown_it import MarkdownIt

#: Stands for each character of what is no prose. Neither letter nor space nor punctuation.
BLOT = "\ufffc"

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPE = r"\\[!-/:-@\[-`{-~]"
_ENTITY_OR_ESCAPE = re.compile(rf"{_ESCAPE}|{ENTITY.pattern}")

#: ``{name}``, ``{{ name }}``, ``${name}``, ``%(name)s``, ``%s``, ``%1$s``. A space flag (``% d``)
#: is none here, or "100 % de" would be one.
PLACEHOLDER = re.compile(
    r"\$?\{\{? ?[A-Za-z_][\w.\-]{0,60} ?\}?\}|\{[0-9]{0,2}\}"
    r"|%\([^()\s%]{1,60}\)[#0+-]{0,4}[0-9.]{0,6}[a-zA-Z]"
    r"|(?<![0-9%])%(?:[0-9]{1,2}\$)?[sdif](?![A-Za-z])"
)
#: What may stand in a bare address (RFC 3986, section 2); other scripts' letters end it, since
#: languages without spaces write on right after it.
_BARE_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9@/.])(?:(?:https?://(?=[A-Za-z0-9\[])|www\.(?=[A-Za-z0-9]))"
    r"[A-Za-z0-9\-._~:/?#@!$&'*+,;=%()]{1,2000}"
    r"|[A-Za-z0-9][A-Za-z0-9._+\-]{0,63}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8})",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?'*_~"
#: ``](destination "title")``, its three parts.
_DESTINATION = re.compile(
    r"(\]\()(\s{0,9}(?:<[^<>\n]{0,2000}>|(?:[^\s()\\]|\\.|\([^\s()]{0,200}\)){0,2000})"
    r"(?:\s{1,9}(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'))?\s{0,9})(?=\))"
)
#: What may become a link; ``statements.message_text.addresses`` has the same list.
_ALLOWED = re.compile(
    r"https?://[^/?#\\\s@:]|(?:mailto|tel):[^\s/?#]|page:(?:#[1-9]|[a-z0-9])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class LinkList:
    """The links of a text, in order.

    ``targets`` are the destinations of what becomes a link, ``bare`` the addresses that stand in
    the text, ``refused`` destinations that make none, ``titles`` titles of links, and ``empty`` the
    destinations of links without any text.
    """

    targets: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """All that a reader could follow or copy."""
        return (*self.targets, *self.bare)


NO_LINKS = LinkList()


def read_links(text: str, *, is_markdown: bool) -> LinkList:
    """The links and addresses of a text. Never raises."""
    if is_markdown and "](" in text:
        return _read_markdown(text)
    bare = tuple(address for address, _span in bare_addresses(text))
    return LinkList(bare=bare) if bare else NO_LINKS


def bare_addresses(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Addresses that stand in running text, with their places.

    >>> list(bare_addresses("Write to us@patio.org."))
    [('us@patio.org', (9, 21))]
    """
    for found in _BARE_ADDRESS.finditer(text):
        address = found[0].rstrip(_TRAILING)
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(_TRAILING)
        if address:
            yield address, (found.start(), found.start() + len(address))


class _LinkReader(MarkdownIt):
    """markdown-it with the links and lists of message texts, that notes what it refuses."""

    def __init__(self) -> None:
        super().__init__("zero", {"maxNesting": 24})
        self.enable(["escape", "entity", "newline", "list", "link"])
        self.refused: list[str] = []

    def normalizeLink(self, url: str) -> str:  # noqa: N802  markdown-it's name
        """Leave it as it is written."""
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802  markdown-it's name
        """Whether it may become a link."""
        if _ALLOWED.match(url.strip()):
            return True
        self.refused.append(url)
        return False


@lru_cache(maxsize=1024)
def _read_markdown(text: str) -> LinkList:
    reader = _LinkReader()
    targets: list[str] = []
    titles: list[str] = []
    empty: list[str] = []
    bare: list[str] = []
    for block in reader.parse(text.replace("![", r"!\[")):
        is_open, has_text = False, False
        for token in block.children or ():
            if token.type == "link_open":
                destination = str(token.attrGet("href") or "")
                if destination:
                    targets.append(destination)
                else:  # ``[text]()``, the one destination that the parser doesn't ask for
                    reader.refused.append("")
                if token.attrGet("title"):
                    titles.append(str(token.attrGet("title")))
                is_open, has_text = True, False
            elif token.type == "link_close":
                if not has_text and targets:
                    empty.append(targets[-1])
                is_open = False
            elif token.content.strip(" *\n"):
                has_text = True
                if not is_open and token.type == "text":
                    bare += [address for address, _span in bare_addresses(token.content)]
    refused = [url for url in reader.refused if url not in targets]
    return LinkList(tuple(targets), tuple(bare), tuple(refused), tuple(titles), tuple(empty))


def prose(text: str, *, is_markdown: bool) -> str:
    """A text of the same length in which what is no prose is blotted out.

    >>> prose("See [us](https://x.org), {name}!", is_markdown=True).replace(BLOT, "_")
    'See [us](_____________), ______!'
    """
    if is_markdown:
        text = blot_destinations(text)
        if "&" in text:
            text = ENTITY.sub(_blot, text)
    if "//" in text or "@" in text or ":" in text or "www." in text:
        for _address, (start, end) in bare_addresses(text):
            text = text[:start] + BLOT * (end - start) + text[end:]
    if "{" in text or "%" in text:
        text = PLACEHOLDER.sub(_blot, text)
    return text


def blot_destinations(text: str) -> str:
    """The same of the destinations and titles of links alone."""
    if "](" not in text:
        return text
    return _DESTINATION.sub(lambda found: found[1] + BLOT * len(found[2]), text)


def _blot(found: re.Match[str]) -> str:
    return BLOT * len(found[0])


@dataclass(frozen=True, slots=True)
class Decoded:
    """A Markdown text with its entities and escapes resolved, and where each character stood."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A place of the decoded text as a place of the text as written."""
        return self.starts[start], self.ends[end - 1]


def decode(text: str) -> Decoded:
    """What a reader gets to see of the characters of a Markdown text.

    >>> decode("a&#8203;b").span(1, 2)
    (1, 8)
    """
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for found in _ENTITY_OR_ESCAPE.finditer(text):
        between = range(position, found.start())
        characters += text[position : found.start()]
        starts += between
        ends += (index + 1 for index in between)
        meant = found[0][1:] if found[0][0] == "\\" else unescape(found[0])
        characters += meant
        starts += [found.start()] * len(meant)
        ends += [found.end()] * len(meant)
        position = found.end()
    between = range(position, len(text))
    characters += text[position:]
    starts += between
    ends += (index + 1 for index in between)
    return Decoded("".join(characters), tuple(starts), tuple(ends))
