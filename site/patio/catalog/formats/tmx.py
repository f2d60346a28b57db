"""Units as a TMX 1.4b translation memory.

Only translated and reviewed texts are written, each beside the source that it was made for: a
memory is used without being read again. The properties ``x-context`` (the unit's key), ``x-state``
and ``x-base`` (its ``Base``) let a memory of ours come back; one of another tool has none, and its
pairs are found by their sources.

Source: https://www.gala-global.org/tmx-14b.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from translate.storage import tmx

from patio.catalog.errors import Problem, XmlLanguageError, XmlMarkupError, XmlSyntaxError
from patio.catalog.names import name_only
from patio.catalog.units import State

from . import xml
from .tags import pick
from .values import Base, Texts, UnitText, check_xml

#: Without the document type that translate-toolkit writes: we would not read it ourselves.
_SKELETON: Final = b"""<?xml version="1.0" encoding="utf-8"?>
<tmx version="1.4"><header creationtool="Patio" creationtoolversion="1" segtype="block"
o-tmf="PO" adminlang="en" srclang="en" datatype="plaintext"/><body></body></tmx>"""
_HIGHLIGHT: Final = "hi"


def write(texts: Texts) -> bytes:
    """A TMX file. Raises ``UnitTextError`` for a character that XML can't hold."""
    units = [unit for unit in texts.units if unit.state.is_good and unit.text]
    check_xml(units)
    store_class: Any = tmx.tmxfile
    store = store_class.parsestring(_SKELETON)
    store.document.getroot().find("header").set("srclang", texts.source_language)
    for unit in units:
        store.body.append(_element(texts, unit))
    return bytes(store)


def _element(texts: Texts, unit: UnitText) -> Any:
    node: Any = tmx.tmxunit(None)
    element = node.xmlelement
    for text in unit.comments:
        etree.SubElement(element, "note").text = text
    properties = {"x-context": unit.key, "x-state": unit.state.value}
    if unit.base is not None:
        properties["x-base"] = str(unit.base)
    for kind, value in properties.items():
        etree.SubElement(element, "prop", type=kind).text = value
    element.append(node.createlanguageNode(texts.source_language, unit.made_for, "source"))
    target = node.createlanguageNode(texts.language, unit.text, "target")
    if name := name_only(unit.author):
        target.set("creationid", name)
    element.append(target)
    return element


def read(data: bytes, *, name: str, language: str, source_language: str) -> Texts:
    """The pairs of a TMX file between two languages. Raises ``XmlFileError``."""
    root = xml.parse(data, name=name, allow_doctype="tmx")
    if xml.local_name(root) != "tmx":
        what = f"TMX was expected, and this is {xml.local_name(root)[:80]}"
        raise xml.error(XmlSyntaxError, name, root.sourceline, what, "export it as TMX 1.4")
    problems: list[Problem] = []
    found: set[str] = set()
    units: list[UnitText] = []
    for element in root.iter("tu"):
        variants = {_language(tuv): tuv for tuv in element.iterchildren("tuv")}
        found |= variants.keys()
        target = pick(variants, language)
        rest = [tag for tag in variants if tag != target]
        source = pick(rest, source_language, any_region=True)
        if target is not None and source is not None:
            units.append(_unit(element, variants[source], variants[target], name, problems))
    if problems:
        raise XmlMarkupError(problems)
    if found and not units:
        languages = ", ".join(sorted(found))[:200]
        what = f"it has no pair of “{source_language}” and “{language}”, only {languages}"
        raise xml.error(XmlLanguageError, name, 1, what, "import it for the language it is in")
    return Texts(language, source_language, tuple(units))


def _language(tuv: Any) -> str:
    """TMX 1.1 called the attribute ``lang``."""
    return str(tuv.get(xml.LANG) or tuv.get("lang") or "und")


def _unit(element: Any, source: Any, target: Any, name: str, problems: list[Problem]) -> UnitText:
    properties = {prop.get("type"): prop.text or "" for prop in element.iterchildren("prop")}
    text = _text(target, name, problems)
    state = State.REVIEWED if properties.get("x-state") == State.REVIEWED else State.TRANSLATED
    return UnitText(
        key=properties.get("x-context", ""),
        source=_text(source, name, problems),
        text=text,
        state=state if text else State.UNTRANSLATED,
        comments=tuple(note.text or "" for note in element.iterchildren("note")),
        author=name_only(target.get("creationid") or element.get("creationid") or ""),
        base=Base.parse(properties.get("x-base", "")),
        line=element.sourceline or 0,
    )


def _text(tuv: Any, name: str, problems: list[Problem]) -> str:
    segment = tuv.find("seg")
    if segment is None:
        return ""
    for inline in segment.iterdescendants():
        if xml.local_name(inline) != _HIGHLIGHT:
            what = f"a text holds the inline code <{xml.local_name(inline)}>"
            remedy = "export the memory as plain text"
            problems.append(Problem(name, inline.sourceline, 1, what, remedy))
    return "".join(segment.itertext())
