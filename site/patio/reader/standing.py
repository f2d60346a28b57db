"""How a page in a language stands: complete, a draft, outdated, or not there at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from patio.statements.models import KeyedPage


@dataclass(frozen=True, slots=True)
class Standing:
    """What readers are told of one translated page, or of several together.

    ``is_machine_draft`` and ``is_unreviewed`` tell who wrote texts that nobody has reviewed;
    ``outdated_since`` is when the source first moved on, or ``None``; ``has_revisions`` is whether
    somebody is at work on texts whose source is the same.
    """

    is_machine_draft: bool = False
    is_unreviewed: bool = False
    outdated_since: datetime | None = None
    is_partial: bool = False
    has_revisions: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether any text awaits its review."""
        return self.is_machine_draft or self.is_unreviewed

    @property
    def is_outdated(self) -> bool:
        """Whether the source of any text has changed since."""
        return self.outdated_since is not None

    @property
    def is_revised(self) -> bool:
        """Whether texts are being revised, and no source has changed."""
        return self.has_revisions and not self.is_outdated

    @classmethod
    def of(cls, pages: Iterable[KeyedPage], *, field: str | None = None) -> Standing:
        """The standing of some pages together, or of one of their fields."""
        statuses = [
            status
            for page in pages
            for name, status in page.translation_status.items()
            if field is None or name == field
        ]
        translated = [status for status in statuses if status["status"] != "source"]
        unreviewed = [status for status in translated if not status.get("reviewed")]
        outdated = [status for status in translated if status["status"] == "outdated"]
        return cls(
            is_machine_draft=any(status.get("machine") for status in unreviewed),
            is_unreviewed=any(not status.get("machine") for status in unreviewed),
            outdated_since=min(map(_since, filter(_is_for_older_source, outdated)), default=None),
            is_partial=len(translated) < len(statuses),
            has_revisions=not all(map(_is_for_older_source, outdated)),
        )


def _is_for_older_source(status: dict[str, Any]) -> bool:
    return "source" in status


def _since(status: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(status["since"])
