"""Reading a PO file: bytes in, a ``Catalog`` or all that is wrong with it out."""

from __future__ import annotations

import codecs
import re
from typing import Final

from patio.catalog.errors import PoEncodingError, PoFileError, PoLimitError, Problem

from . import careful, grammar, rules
from .catalog import Catalog
from .collecting import collector_paused
from .header import foreign_charset
from .limits import MAX_BYTES
from .literals import decode
from .report import Report

_INVALID_BYTES: Final = re.compile("[\udc80-\udcff]++")
_HEADER_PART: Final = 10_000


def parse(data: bytes, *, name: str, language: str | None = None) -> Catalog:
    r"""Read a PO file.

    Args:
        data: the file's bytes: UTF-8, with or without BOM, lines ending in LF or CRLF.
        name: what messages call the file.
        language: the language it has to be in, in gettext's form (``pt_BR``); a header that names
            another one is refused, one that names none is let pass.

    Raises:
        PoFileError: the file is refused; ``problems`` holds everything that is wrong with it.

    Source: GNU gettext manual, "The Format of PO Files". Takes what ``msgfmt --check`` takes but
    for other charsets than UTF-8, ``domain`` lines, NUL and lines joined by a backslash at their
    end; does not look at the texts themselves (format strings, line feeds at the ends).

    >>> source = 'msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "yes"\nmsgstr "sí"\n'
    >>> parse(source.encode(), name="es.po", language="es").entries[0].msgstr
    'sí'
    """
    if len(data) > MAX_BYTES:
        problem = Problem(
            name, 1, 1, f"more than {MAX_BYTES} bytes", "divide it into several domains"
        )
        raise PoLimitError([problem])
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        text = data[len(bom) :].decode()
    except UnicodeDecodeError:
        raise _undecodable(data[len(bom) :], name) from None
    report = Report(name, text)
    with collector_paused():
        rows, tail = grammar.scan(text) or careful.read(text, report)
        keys = [
            (decode(msgctxt) if msgctxt else None, decode(msgid))
            for _, _, _, _, msgctxt, msgid, _, _, _, _ in rows
        ]
    header = rules.check(rows, keys, report, language=language)
    if report:
        raise report.error()
    return Catalog(data=data, name=name, rows=rows, keys=keys, tail=tail, header_place=header)


def _undecodable(data: bytes, name: str) -> PoFileError:
    """Say which bytes are not UTF-8, or, if the header names another charset, just that."""
    text = data.decode(errors="surrogateescape")
    report = Report(name, text)
    careful.read(text, report)
    charset = foreign_charset(text[:_HEADER_PART].replace("\\n", "\n").replace('"', "\n"))
    if charset:
        report.add(
            PoEncodingError,
            text.index("charset="),
            f"charset {charset[:40]} is not UTF-8",
            "convert the file with: msgconv --to-code=UTF-8",
        )
        return report.error()
    for match in _INVALID_BYTES.finditer(text):
        shown = " ".join(f"0x{ord(char) - 0xDC00:02X}" for char in match[0][:4])
        report.add(
            PoEncodingError, match.start(), f"{shown} is not UTF-8", "save the file as UTF-8"
        )
    return report.error()
