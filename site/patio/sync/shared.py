"""What the languages of one run of the sync share, and how a catalog is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from wagtail.models import Locale

from patio.catalog import po
from patio.catalog.languages import Language

from .entries import (
    template_entry,
)
from .folder import CatalogFolder
from .snapshot import Sources
from .stamps import Stamp
from .states import States


class SyncRun:
    """What the languages of one run share: the folder, the remembered states, the sources."""

    def __init__(self, locales: Iterable[Locale]) -> None:
        self.folder = CatalogFolder.configured()
        # In this order: a change that comes after the states were read is counted in them.
        self.states = States(locales)

    @cached_property
    def sources(self) -> Sources:
        """The units in use; read when a language first asks for them."""
        return Sources()

    @cached_property
    def template(self) -> Mapping[str, po.Entry]:
        """The template's entries by context, in the document's order."""
        return {unit.context: template_entry(unit) for unit in self.sources.units.values()}


def read_stamped(
    folder: CatalogFolder, language: Language
) -> tuple[po.Catalog | None, Stamp | None]:
    """A language's catalog with its file's stamp, ``None`` twice where there is none.

    Raises ``PoFileError``.
    """
    path = folder.path(language)
    content = folder.read(path)
    if content is None:
        return None, None
    catalog = po.parse(content.data, name=folder.show(path), language=language.gettext)
    return catalog, content.stamp
