"""Units as a CSV table and as JSON.

Both are for reading: in a spreadsheet, and by programs.
"""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import Final

from .values import Texts, check_unicode

COLUMNS: Final = ("key", "source", "text", "state", "previous_source", "author", "comments")
JSON_VERSION: Final = 1
#: What spreadsheets take for a formula, and what was already guarded.
_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what looks like one.

    Source: OWASP, "CSV Injection". ``unguarded`` gives back the exact text.

    >>> guarded("=1+1"), guarded("Solidarity")
    ("'=1+1", 'Solidarity')
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The text of a guarded cell.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write_csv(texts: Texts) -> bytes:
    """A table as RFC 4180 has it, in UTF-8, ``COLUMNS`` in its first row; cells are ``guarded``.

    Raises ``UnitTextError`` for what UTF-8 can't hold.
    """
    check_unicode(texts.units)
    output = StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(COLUMNS)
    for unit in texts.units:
        comments = "\n".join(unit.comments)
        cells = (unit.key, unit.source, unit.text, unit.state.value, unit.previous_source or "")
        writer.writerow([guarded(cell) for cell in (*cells, unit.author, comments)])
    return output.getvalue().encode()


def write_json(texts: Texts) -> bytes:
    """An object with ``version``, ``language``, ``sourceLanguage`` and ``units``, in order.

    Each unit has ``key``, ``source``, ``text``, ``state``, ``previousSource`` (or ``null``),
    ``author`` and ``comments``. ``version`` grows when a name goes or changes its meaning.
    Raises ``UnitTextError`` for what UTF-8 can't hold.
    """
    check_unicode(texts.units)
    value = {
        "version": JSON_VERSION,
        "language": texts.language,
        "sourceLanguage": texts.source_language,
        "units": [
            {
                "key": unit.key,
                "source": unit.source,
                "text": unit.text,
                "state": unit.state.value,
                "previousSource": unit.previous_source,
                "author": unit.author,
                "comments": list(unit.comments),
            }
            for unit in texts.units
        ],
    }
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
