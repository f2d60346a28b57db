"""Units as a compiled catalog, for programs that read gettext's."""

from __future__ import annotations

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from .values import Texts, check_unicode


def write(texts: Texts) -> bytes:
    """An MO file with the translated and reviewed texts, and no other.

    Raises ``UnitTextError`` for what UTF-8 can't hold.
    """
    check_unicode(texts.units)
    catalog = Catalog(locale=texts.language.replace("-", "_"), charset="utf-8")
    for unit in texts.units:
        if unit.state.is_good and unit.text:
            catalog.add(unit.source, unit.text, context=unit.key or None)
    output = BytesIO()
    write_mo(output, catalog)
    return output.getvalue()
