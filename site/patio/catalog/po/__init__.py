"""Reading and changing PO files without losing a byte.

``parse`` reads a file's bytes into a ``Catalog`` of ``Entry`` values or says all that is wrong with
it; ``patch`` makes the bytes of a changed file, where only the lines of what changed differ;
``new`` makes a fresh file; ``update`` brings one up to a new template, as ``msgmerge`` does. All
text is UTF-8; nothing here opens a file.

Bytes → ``grammar`` (one regular expression; ``careful`` where that does not do) → ``rules`` →
``Catalog``; ``Entry`` → ``writer`` (with ``wrapping``) → ``patching`` (with ``layout``) → bytes.

Source: GNU gettext manual, "The Format of PO Files".
"""

from .catalog import Catalog
from .entry import Entry
from .patching import Selector, patch
from .reader import parse
from .updating import update
from .writer import new

__all__ = ["Catalog", "Entry", "Selector", "new", "parse", "patch", "update"]
