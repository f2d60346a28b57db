"""How much a PO file may ask of its reader. Past a limit a file is refused with
``PoLimitError``.
"""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 64 * 1024 * 1024
"""A file's size. The largest catalog of Debian's archive is under 10 MB."""

MAX_ENTRIES: Final = 200_000
"""Entries of a file, obsolete ones and the header included."""

MAX_ENTRY: Final = 1024 * 1024
"""Characters of one entry, its comments included."""

MAX_PLURAL_FORMS: Final = 16
"""``nplurals``. No language has more than six forms, in Unicode CLDR or in gettext's table."""

MAX_PLURAL_EXPRESSION: Final = 1_000
"""Characters of the ``plural=`` expression; the longest of gettext's table has under 150."""

MAX_PLURAL_NESTING: Final = 20
"""Parentheses and conditions inside each other in it; the deepest of gettext's table has four."""

MAX_PROBLEMS: Final = 100
"""Problems reported of a file; a last one says that there are more."""
