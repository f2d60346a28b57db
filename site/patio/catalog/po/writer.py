"""Forming PO text: an entry's parts, a whole entry, a whole new file, laid out as ``msgcat`` does.

polib forms entries too, but wraps by another width, counts characters instead of columns and breaks
inside words with hyphens, so that the next save in any gettext tool would change lines nobody
touched. Therefore the text is formed here, and polib and ``msgcat`` are what the tests compare it
with.

Source: GNU gettext manual, "The Format of PO Files"; gettext-tools/src/write-po.c.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from patio.catalog.errors import PoEntryError

from .comments import is_reference
from .entry import Entry
from .literals import escape
from .wrapping import PAGE_WIDTH, display_width, fill

NO_WRAP: Final = 0
"""A width that breaks lines after line feeds only, as ``msgcat --no-wrap``."""

_AFTER_LINE_FEED: Final = re.compile(r"(?<=\n)(?=.)", re.DOTALL)
_UNWRITABLE: Final = re.compile("[\0\4\ud800-\udfff]")


def form_field(keyword: str, text: str, *, mark: str = "", width: int = PAGE_WIDTH) -> str:
    r"""The lines of one field.

    Args:
        keyword: ``msgid``, ``msgstr[0]``, …
        text: decoded.
        mark: what each line begins with: ``""``, ``"#~ "``, ``"#| "`` or ``"#~| "``.
        width: columns of a line; ``NO_WRAP`` for lines of any length.

    >>> print(form_field("msgstr", "one\ntwo"), end="")
    msgstr ""
    "one\n"
    "two"
    """
    portions = [escape(portion) for portion in _AFTER_LINE_FEED.split(text)]
    room = width - len(mark) - 2 if width else 0
    if len(portions) == 1:
        whole = portions[0]
        if not width or display_width(whole) <= room - len(keyword) - 1:
            return f'{mark}{keyword} "{whole}"\n'
        if len(fill(whole, 1)) == 1:
            return f'{mark}{keyword} "{whole}"\n'
    lines = [line for portion in portions for line in (fill(portion, room) if width else [portion])]
    return f'{mark}{keyword} ""\n' + "".join(f'{mark}"{line}"\n' for line in lines)


def form_parts(entry: Entry, width: int = PAGE_WIDTH) -> dict[str, str]:
    """The text of each part that an entry has, by kind, in the order that gettext writes them.

    The kinds are those of ``values``. Raises ``PoEntryError`` where one can't be written.
    """
    check_entry(entry)
    mark = "#~ " if entry.obsolete else ""
    previous_mark = "#~| " if entry.obsolete else "#| "
    parts: dict[str, str] = {}
    for kind, value in values(entry).items():
        if isinstance(value, tuple):
            parts[kind] = _form_comment(kind, value, width or PAGE_WIDTH)
        elif kind.startswith("#|"):
            parts[kind] = form_field(kind[2:], value, mark=previous_mark, width=width)
        else:
            parts[kind] = form_field(kind, value, mark=mark, width=width)
    return parts


def form_entry(entry: Entry, width: int = PAGE_WIDTH) -> str:
    """The text of an entry, its comments included, without a blank line around it.

    Raises:
        PoEntryError: the entry can't be written.
    """
    return "".join(form_parts(entry, width).values())


def values(entry: Entry) -> dict[str, str | tuple[str, ...]]:
    """The parts that an entry has, by kind, in gettext's order.

    Kinds are ``translator``, ``extracted``, ``references``, ``flags``, ``#|msgctxt``, ``#|msgid``,
    ``#|msgid_plural``, ``msgctxt``, ``msgid``, ``msgid_plural``, ``msgstr`` or ``msgstr[0]``, …
    """
    found: dict[str, str | tuple[str, ...] | None] = {
        "translator": entry.translator_comments or None,
        "extracted": entry.extracted_comments or None,
        "references": entry.references or None,
        "flags": entry.flags or None,
        "#|msgctxt": entry.previous_msgctxt,
        "#|msgid": entry.previous_msgid,
        "#|msgid_plural": entry.previous_msgid_plural,
        "msgctxt": entry.msgctxt,
        "msgid": entry.msgid,
        "msgid_plural": entry.msgid_plural,
    }
    if entry.is_plural:
        found |= {f"msgstr[{n}]": form for n, form in enumerate(entry.msgstr_plural)}
    else:
        found["msgstr"] = entry.msgstr
    return {kind: value for kind, value in found.items() if value is not None}


def new(header: Mapping[str, str], entries: Iterable[Entry], comments: Sequence[str] = ()) -> bytes:
    r"""A fresh file, laid out as ``msgcat`` does.

    Args:
        header: the header's fields, in order.
        entries: in file order, the header excluded.
        comments: translator comments of the header, a line each.

    Raises:
        PoEntryError: an entry can't be written, or two have the same ``msgctxt`` and ``msgid``.

    >>> print(new({"Language": "es"}, [Entry(None, "yes", "sí")]).decode(), end="")
    msgid ""
    msgstr "Language: es\n"
    <BLANKLINE>
    msgid "yes"
    msgstr "sí"
    """
    text = "".join(header_line(name, value) for name, value in header.items())
    blocks = [form_entry(Entry(None, "", text, translator_comments=tuple(comments)))]
    keys: set[tuple[str | None, str]] = {(None, "")}
    for entry in entries:
        if entry.key in keys:
            raise duplicate(entry)
        keys.add(entry.key)
        blocks.append(form_entry(entry))
    return "\n".join(blocks).encode()


def header_line(name: str, value: str) -> str:
    """A field as it stands in the header's text.

    Raises:
        PoEntryError: the name or value would end the line or the name.
    """
    if not name.strip() or ":" in name or "\n" in name + value:
        raise PoEntryError(
            f"header field {name!r} can't be written: give one line, and a name without colon"
        )
    return f"{name}: {value}\n"


def duplicate(entry: Entry) -> PoEntryError:
    """The error of a second entry with the same key."""
    return PoEntryError(
        f"a second entry with msgctxt {entry.msgctxt!r} and msgid {entry.msgid[:60]!r}: "
        "change or remove the other one, obsolete or not; the empty msgid is the header's"
    )


def check_entry(entry: Entry) -> None:
    """Raise ``PoEntryError`` if no PO file can hold the entry so that it is read back equal."""
    for kind, value in values(entry).items():
        for text in (value,) if isinstance(value, str) else value:
            if bad := _UNWRITABLE.search(text):
                raise _unwritable(entry, kind, f"{bad[0]!r} can't stand in a PO file: remove it")
    for kind, lines in (
        ("translator", entry.translator_comments),
        ("extracted", entry.extracted_comments),
    ):
        if any("\n" in line or line.endswith("\r") for line in lines):
            raise _unwritable(entry, kind, "a comment is one line each: split it")
    if any(not flag or flag != flag.strip() or {",", "\n"} & set(flag) for flag in entry.flags):
        raise _unwritable(entry, "flags", "a flag has no comma, line feed or outer space")
    if not all(map(is_reference, entry.references)):
        raise _unwritable(
            entry, "references", "a reference with spaces needs U+2068 and U+2069 around its name"
        )
    if entry.is_plural != bool(entry.msgstr_plural) or (entry.is_plural and entry.msgstr):
        raise _unwritable(
            entry, "msgstr", "give msgstr_plural where there is a msgid_plural, else msgstr"
        )
    if entry.previous_msgid is None and (
        entry.previous_msgctxt is not None or entry.previous_msgid_plural is not None
    ):
        raise _unwritable(entry, "#|", "give previous_msgid too")


def _unwritable(entry: Entry, kind: str, why: str) -> PoEntryError:
    return PoEntryError(f"{kind} of {entry.msgctxt or entry.msgid[:60]!r} can't be written: {why}")


def _form_references(references: tuple[str, ...], width: int) -> str:
    lines = ["#:"]
    for reference in references:
        if len(lines[-1]) > 2 and display_width(lines[-1]) + display_width(reference) + 1 >= width:
            lines.append("#:")
        lines[-1] += f" {reference}"
    return "".join(f"{line}\n" for line in lines)


def _form_lines(mark: str, lines: tuple[str, ...]) -> str:
    return "".join(f"{mark} {line}\n" if line else f"{mark}\n" for line in lines)


def _form_comment(kind: str, lines: tuple[str, ...], width: int) -> str:
    if kind == "references":
        return _form_references(lines, width)
    if kind == "flags":
        return f"#, {', '.join(lines)}\n"
    return _form_lines("#" if kind == "translator" else "#.", lines)
