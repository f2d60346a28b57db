"""Every error of the catalog, in one tree.

::

    CatalogError                  anything a catalog can't do; says what is wrong and what to do
    ├── PoEntryError              an entry that no PO file can hold (a NUL, a flag with a comma)
    ├── UnitTextError             a text that the format asked for can't hold (a control in XML)
    └── CatalogFileError          a file that can't be taken; .problems says where, all in one go
        ├── PoFileError           a PO file that can't be read
        │   ├── PoSyntaxError     the text is not PO: an open quote, a missing msgstr, merge markers
        │   ├── PoEncodingError   not UTF-8, or its header names another charset
        │   ├── PoHeaderError     no header, or plural forms that can't be counted
        │   ├── PoLanguageError   the header names another language than the file's folder
        │   ├── PoDuplicateError  two entries with the same msgctxt and msgid
        │   ├── PoPluralError     a translation with more or fewer forms than its language has
        │   └── PoLimitError      larger than this reader agrees to read
        └── XmlFileError          an XLIFF or TMX file that can't be read
            ├── XmlSyntaxError    not well-formed, not UTF-8, or of another format or version
            ├── XmlDeclarationError  a document type or an entity of its own: never read
            ├── XmlMarkupError    inline codes in a text, which a unit's text can't keep
            ├── XmlLanguageError  for another language than the one it was given for
            └── XmlLimitError     larger or deeper than this reader agrees to read

A file may have problems of several classes. The class raised is that of the problem which comes
first in the order above; ``problems`` holds all of them, in file order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class CatalogError(Exception):
    """Root of the tree. The message says what is wrong and what to do about it."""


class PoEntryError(CatalogError, ValueError):
    """An entry, header field or comment that can't be written as PO text."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place of a file.

    ``line`` and ``column`` count from 1, columns in characters; ``unit`` is the ``msgctxt`` of the
    entry, if known.
    """

    file: str
    line: int
    column: int
    what: str
    remedy: str
    unit: str | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}, {self.remedy}"


class UnitTextError(CatalogError, ValueError):
    """A text that the format asked for can't hold. Mend the text, or take another format."""


class CatalogFileError(CatalogError):
    """A file that can't be taken.

    Args:
        problems: at least one, in file order.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[CatalogFileError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class PoFileError(CatalogFileError):
    """A PO file that can't be taken."""


class PoSyntaxError(PoFileError):
    """The text does not follow the PO grammar."""


class PoEncodingError(PoFileError):
    """The bytes are not UTF-8, or the header says that they are something else."""


class PoHeaderError(PoFileError):
    """The header entry is missing, or its ``Plural-Forms`` can't be used."""


class PoLanguageError(PoFileError):
    """The header's ``Language`` is not the one expected."""


class PoDuplicateError(PoFileError):
    """Two entries have the same ``msgctxt`` and ``msgid``."""


class PoPluralError(PoFileError):
    """A translation does not have as many plural forms as the header promises."""


class PoLimitError(PoFileError):
    """The file is larger than the limits of ``patio.catalog.po.limits``."""


class XmlFileError(CatalogFileError):
    """An XLIFF or TMX file that can't be taken."""


class XmlSyntaxError(XmlFileError):
    """The bytes are not well-formed XML in UTF-8, or another format or version than expected."""


class XmlDeclarationError(XmlFileError):
    """The file declares a document type or entities of its own."""


class XmlMarkupError(XmlFileError):
    """A text holds inline codes."""


class XmlLanguageError(XmlFileError):
    """The file is for another language than the one expected."""


class XmlLimitError(XmlFileError):
    """The file is larger or deeper than the limits of ``patio.catalog.formats.xml``."""
