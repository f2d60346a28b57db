"""A statements document: one Markdown file that holds an organisation's statements.

::

    # Name of the organisation {#home}

    The slogan, one line

    ## A section {#value slug=values}

    An introduction, if there is one

    ### A statement {#value.solidarity}

    Its text

The braces are optional: a key and an address are proposed from the headings. See
``docs/document-format.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.text import slugify

from patio.catalog.damage import find_damage
from patio.catalog.errors import CatalogError
from patio.catalog.units import is_statement_key

from .addresses import RESERVED_SLUGS
from .keys import propose_key

_HEADING = re.compile(r"(#{1,3})[ \t]+(.+?)[ \t]*(?:\{([^{}]*)\})?[ \t]*#*")
_DEEPER = re.compile(r"#{4,6}[ \t]")


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """What is wrong in one line of a document."""

    line: int
    what: str


class DocumentError(CatalogError):
    """A statements document that can't be read. ``problems`` says where, all in one go."""

    def __init__(self, name: str, problems: list[DocumentProblem]) -> None:
        self.problems = problems
        super().__init__(
            "\n".join(f"{name}:{problem.line}: {problem.what}" for problem in problems)
        )


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A heading and the text under it, up to the next heading."""

    line: int
    level: int
    title: str
    key: str
    slug: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section's own part, and its statements."""

    part: DocumentPart
    statements: list[DocumentPart] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: the home page, and the sections."""

    home: DocumentPart
    sections: list[Section]

    def parts(self) -> Iterator[DocumentPart]:
        """All parts, in reading order."""
        yield self.home
        for section in self.sections:
            yield section.part
            yield from section.statements


def parse_document(text: str, *, name: str) -> Document:
    """Read a document. Raises ``DocumentError`` with every problem; ``name`` is shown in it."""
    problems: list[DocumentProblem] = []
    parts = list(_parts(text, problems))
    document = _arrange(parts, problems)
    _check(parts, problems)
    if problems or document is None:
        raise DocumentError(name, sorted(problems, key=lambda problem: problem.line))
    return document


def _parts(text: str, problems: list[DocumentProblem]) -> Iterator[DocumentPart]:
    current: DocumentPart | None = None
    lines: list[str] = []
    section_key = ""
    for number, line in enumerate(text.splitlines(), 1):
        for damage in find_damage(line):
            problems.append(DocumentProblem(number, str(damage)))
        heading = _HEADING.fullmatch(line)
        if heading is None:
            if _DEEPER.match(line):
                problems.append(DocumentProblem(number, "headings go three levels deep, no deeper"))
            elif current is None and line.strip():
                problems.append(DocumentProblem(number, "text before the first heading"))
            lines.append(line)
            continue
        if current is not None:
            yield replace(current, text="\n".join(lines).strip())
        current, lines = _heading_part(number, heading, section_key, problems), []
        if current.level == 2:
            section_key = current.key
    if current is not None:
        yield replace(current, text="\n".join(lines).strip())


def _heading_part(
    number: int, heading: re.Match[str], section_key: str, problems: list[DocumentProblem]
) -> DocumentPart:
    level, title = len(heading[1]), heading[2].strip()
    key = slug = ""
    for attribute in (heading[3] or "").split():
        if attribute.startswith("#"):
            key = attribute[1:]
        elif attribute.startswith("slug="):
            slug = attribute.removeprefix("slug=")
        else:
            problems.append(
                DocumentProblem(number, f"“{attribute}” is neither a #key nor a slug=address")
            )
    if not key:
        key = (
            "home"
            if level == 1
            else propose_key(title=title, section_key=section_key * (level == 3))
        )
    if not slug:
        slug = slugify(title) if heading[3] is None else slugify(key.rpartition(".")[2])
    return DocumentPart(line=number, level=level, title=title, key=key, slug=slug)


def _arrange(parts: list[DocumentPart], problems: list[DocumentProblem]) -> Document | None:
    if not parts or parts[0].level != 1:
        line = parts[0].line if parts else 1
        problems.append(DocumentProblem(line, "begin with a heading of level 1: “# Name”"))
        return None
    sections: list[Section] = []
    for part in parts[1:]:
        if part.level == 1:
            problems.append(DocumentProblem(part.line, "a document has one heading of level 1"))
        elif part.level == 2:
            sections.append(Section(part))
        elif sections:
            sections[-1].statements.append(part)
        else:
            problems.append(
                DocumentProblem(part.line, "a statement belongs under a section: “## …”")
            )
    return Document(parts[0], sections)


def _check(parts: list[DocumentPart], problems: list[DocumentProblem]) -> None:
    seen: dict[str, int] = {}
    for part in parts:
        if part.slug in RESERVED_SLUGS:
            what = f"the site itself uses the address “{part.slug}”"
            problems.append(DocumentProblem(part.line, what))
        if not is_statement_key(part.key):
            problems.append(DocumentProblem(part.line, f"“{part.key}” can't be a key"))
        if part.key in seen:
            problems.append(
                DocumentProblem(
                    part.line, f"the key “{part.key}” stands in line {seen[part.key]} too"
                )
            )
        seen.setdefault(part.key, part.line)
        if not part.text and part.level != 2:
            problems.append(DocumentProblem(part.line, f"“{part.title}” has no text"))
        if part.level == 1 and "\n" in part.text:
            problems.append(DocumentProblem(part.line, "the slogan is one line"))
