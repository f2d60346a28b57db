"""Reading XML that anybody may have sent, and placing what is wrong in it.

Expat goes over the bytes first and stops at the first thing that no file of ours needs: a document
type with declarations in it, an entity, a depth or a number of elements without reason. Only what
passes is parsed by lxml, with a parser that loads nothing and resolves nothing.

Sources: https://docs.python.org/3/library/xml.html#xml-security and
https://lxml.de/FAQ.html#how-do-i-use-lxml-safely-as-a-web-service-endpoint.
"""

from __future__ import annotations

import codecs
from typing import Any, Final
from xml.parsers import expat

from lxml import etree

from patio.catalog.errors import (
    Problem,
    XmlDeclarationError,
    XmlFileError,
    XmlLimitError,
    XmlSyntaxError,
)

MAX_BYTES: Final = 64 * 1024 * 1024
"""A file's size, as for PO files."""

MAX_DEPTH: Final = 32
"""Elements within elements. XLIFF nests groups, and nothing else deeply."""

MAX_ELEMENTS: Final = 2_000_000
"""Elements of a file: ten for each of 200,000 units."""

MAX_ATTRIBUTES: Final = 64
"""Attributes of an element; XLIFF knows 24 of its richest one."""

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def parse(data: bytes, *, name: str, allow_doctype: str = "") -> Any:
    """The root element of an XML file in UTF-8.

    ``allow_doctype`` is a root for which a document type is let pass that only names an external
    one: TMX files have it by custom. It is not loaded.

    Raises ``XmlSyntaxError``, ``XmlDeclarationError`` or ``XmlLimitError``.
    """
    if len(data) > MAX_BYTES:
        what = f"the file has {len(data)} bytes, and {MAX_BYTES} are the most that are read"
        raise error(XmlLimitError, name, 1, what, "split it")
    _check_encoding(data, name)
    _Scan(name, allow_doctype).run(data)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=True,  # Expat has counted; a long text is no attack.
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as caught:
        what = f"not well-formed XML: {caught.msg}"
        raise error(XmlSyntaxError, name, caught.lineno or 1, what, "export it again") from caught


def error(
    kind: type[XmlFileError], name: str, line: int, what: str, remedy: str, unit: str | None = None
) -> XmlFileError:
    """An error of one problem."""
    return kind([Problem(name, line, 1, what, remedy, unit)])


def local_name(element: Any) -> str:
    """An element's name without its namespace."""
    return str(etree.QName(element).localname)


def namespace(element: Any) -> str:
    """An element's namespace as lxml puts it before names, ``{urn:…}``; ``""`` where none is."""
    uri = etree.QName(element).namespace
    return f"{{{uri}}}" if uri else ""


def _check_encoding(data: bytes, name: str) -> None:
    try:
        data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as caught:
        line = data.count(b"\n", 0, caught.start) + 1
        raise error(
            XmlSyntaxError, name, line, "not UTF-8", "save it as UTF-8 and import it again"
        ) from caught


class _Scan:
    """One pass of expat, which raises at the first thing that is refused."""

    def __init__(self, name: str, allow_doctype: str) -> None:
        self.name, self.allow_doctype = name, allow_doctype
        self.depth = self.elements = 0
        self.parser = expat.ParserCreate()
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._entity
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def run(self, data: bytes) -> None:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as caught:
            what = f"not well-formed XML: {expat.ErrorString(caught.code)}"
            problem = Problem(
                self.name,
                caught.lineno,
                caught.offset + 1,
                what,
                "export it again and send it whole",
            )
            raise XmlSyntaxError([problem]) from caught

    def _refuse(self, kind: type[XmlFileError], what: str, remedy: str) -> XmlFileError:
        place = (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        return kind([Problem(self.name, *place, what, remedy)])

    def _declaration(self, version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
            what = f"the file says that it is in {encoding}"
            raise self._refuse(XmlSyntaxError, what, "save it as UTF-8")

    def _doctype(
        self, name: str, _system: str | None, _public: str | None, has_internal_subset: int
    ) -> None:
        if has_internal_subset or name != self.allow_doctype:
            what = "the file declares a document type, which is never read"
            raise self._refuse(XmlDeclarationError, what, "take the <!DOCTYPE …> out")

    def _entity(self, name: str, *_rest: object) -> None:
        what = f"the file uses the entity “{name}” of its own"
        raise self._refuse(XmlDeclarationError, what, "write the characters themselves")

    def _start(self, _name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH:
            what = f"elements are nested deeper than {MAX_DEPTH}"
        elif self.elements > MAX_ELEMENTS:
            what = f"there are more than {MAX_ELEMENTS} elements"
        elif len(attributes) > MAX_ATTRIBUTES:
            what = f"an element has more than {MAX_ATTRIBUTES} attributes"
        else:
            return
        raise self._refuse(XmlLimitError, what, "split the file or export it again")

    def _end(self, _name: str) -> None:
        self.depth -= 1
