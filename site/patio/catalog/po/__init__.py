"""Reading and changing PO files without losing a byte.

``parse`` reads a file's bytes into a ``Catalog`` of ``Entry`` values or says all that is wrong with
it; ``patch`` makes the bytes of a changed file, where only the lines of what changed differ;
``new`` makes a fresh file; ``update`` brings one up to a new template, as ``msgmerge`` does. All
text is UTF-8; nothing here opens a file.

Bytes → ``grammar`` (one regular expression; ``careful`` where that does not do) → ``columns`` →
``rules`` → ``Catalog``; ``Entry`` → ``writer`` (with ``wrapping``) → ``patching`` (with ``layout``
and ``style``) → bytes.

Whoever compares whole files takes ``Catalog.messages()``, a small row a live entry, rather than
``Catalog.entries``.

Source: GNU gettext manual, "The Format of PO Files".
"""

from .catalog import Catalog, MessageRow
from .entry import Entry
from .patching import Selector, patch
from .reader import parse
from .updating import update
from .writer import new

__all__ = ["Catalog", "Entry", "MessageRow", "Selector", "new", "parse", "patch", "update"]
