"""What changed in the source since a translation was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _

from patio.catalog.diff import Segment, word_diff
from patio.reader.addresses import changes_address, page_address
from patio.reader.standing import Standing
from patio.translation.models import SourceVersion

from .page import PageScreen


@dataclass(frozen=True, slots=True)
class Change:
    """The source of one unit, then and now, and when it changed."""

    label: str
    segments: list[Segment]
    changed_at: datetime


class ChangesScreen(PageScreen):
    """The changes of one page's source since the translation that is read."""

    @property
    def is_indexed(self) -> bool:
        """The page itself is what readers should find."""
        return False

    @property
    def title(self) -> str:
        """What the screen shows."""
        return _("What changed: %(title)s") % {"title": self.heading.plain}

    def address_in(self, tag: str) -> str:
        """The same screen in another language."""
        return changes_address(tag, self.path)

    @property
    def back(self) -> str:
        """The page itself."""
        return page_address(self.language.tag, self.path)

    @property
    def is_source(self) -> bool:
        """Whether the source itself is read, which is never outdated."""
        return self.language.tag == settings.LANGUAGE_CODE

    def standings(self) -> dict[str, Standing]:
        """The languages whose translation of the page is outdated, and the present one."""
        return {
            tag: standing
            for tag, standing in super().standings().items()
            if standing.is_outdated or tag == self.language.tag
        }

    @cached_property
    def changes(self) -> list[Change]:
        """Each unit that changed, as a comparison word by word. One query."""
        made_for = self._versions_translated
        if not made_for:
            return []
        assert self.page is not None  # noqa: S101
        versions = SourceVersion.objects.filter(
            unit__statement_key=self.page.key, unit__field__in=made_for
        ).select_related("unit__current_source")
        return [
            Change(
                label=self._label(version.unit.field),
                segments=word_diff(version.text, version.unit.current_source.text),
                changed_at=version.unit.current_source.created_at,
            )
            for version in versions.order_by("unit__position", "unit__id")
            if version.number == made_for[version.unit.field]
        ]

    @property
    def _versions_translated(self) -> dict[str, int]:
        """The number of the source version that each outdated text was made for, by field."""
        if self.page is None or self.is_fallback:
            return {}
        return {
            name: status["source"]
            for name, status in self.page.translation_status.items()
            if status["status"] == "outdated" and "source" in status
        }

    def _label(self, unit_field: str) -> str:
        """A field's name: a StreamField's for each of its blocks."""
        assert self.page is not None  # noqa: S101
        field = self.page._meta.get_field(unit_field.partition(".")[0])
        return str(field.verbose_name).capitalize()
