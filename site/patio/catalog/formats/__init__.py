"""One language's units in the formats that translators' tools exchange.

``values.Texts`` goes in, bytes come out, and back; nothing here knows of files or a database.

======  =====================================================  ==========================
format  holds                                                  read back
======  =====================================================  ==========================
po      every unit; ``reviewed`` is not told from translated   yes
mo      translated and reviewed texts, for programs            no
xliff   every unit, with its state and what it was made for    yes (1.1 and 1.2)
tmx     translated and reviewed texts, as source and target    yes (1.4, of any tool)
csv     every unit, a row each, for spreadsheets               no
json    every unit, for programs                               no
======  =====================================================  ==========================
"""

from __future__ import annotations

from enum import StrEnum

from .values import Base, Texts, UnitText


class Format(StrEnum):
    """A format, by the name that commands know it by."""

    PO = "po"
    MO = "mo"
    XLIFF = "xliff"
    TMX = "tmx"
    CSV = "csv"
    JSON = "json"

    @property
    def suffix(self) -> str:
        """How the names of its files end: ``.xlf``."""
        return ".xlf" if self is Format.XLIFF else f".{self.value}"


#: Those that can be read back.
READABLE = (Format.PO, Format.XLIFF, Format.TMX)

__all__ = ["READABLE", "Base", "Format", "Texts", "UnitText"]
