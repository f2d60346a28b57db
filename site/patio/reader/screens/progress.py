"""How far each language is."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from patio.catalog.languages import Language
from patio.reader.addresses import page_address
from patio.translation.selectors import Progress, progress_by_language

from .base import Screen


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: units in one state, as parts of a hundred, and where it begins."""

    state: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class LanguageProgress:
    """One language's row. ``address`` is empty where nothing of it is published."""

    language: Language
    name: str
    progress: Progress
    address: str

    @property
    def is_draft(self) -> bool:
        """Whether texts drafted by machine await their review."""
        return self.progress.drafts > 0

    @property
    def percent(self) -> int:
        """Good translations in a hundred, rounded down: only all of them are a hundred."""
        done = self.progress.reviewed + self.progress.translated
        return done * 100 // self.progress.units if self.progress.units else 0

    @property
    def parts(self) -> list[Part]:
        """The parts of the bar that aren't empty, in order."""
        counts = [
            ("reviewed", self.progress.reviewed),
            ("translated", self.progress.translated),
            ("fuzzy", self.progress.fuzzy),
        ]
        parts, start = [], 0.0
        for state, count in counts:
            width = round(count * 100 / self.progress.units, 2) if self.progress.units else 0.0
            if width:
                parts.append(Part(state, round(start, 2), width))
            start += width
        return parts


class ProgressScreen(Screen):
    """The progress of all languages."""

    @property
    def title(self) -> str:
        """What the screen shows."""
        return _("Translations")

    @property
    def description(self) -> str:
        """What the screen shows, in a sentence."""
        return _("How far the translation into each language is, and how to help.")

    def address_in(self, tag: str) -> str:
        """The same screen in another language."""
        return reverse("translations", kwargs={"tag": tag})

    @property
    def rows(self) -> list[LanguageProgress]:
        """Each language with its progress, by its own name."""
        rows = [
            LanguageProgress(
                language=language,
                name=language.name_in(self.language),
                progress=progress,
                address=page_address(language.tag, "") if language.tag in self.homes else "",
            )
            for progress in progress_by_language()
            for language in [Language(progress.language)]
            if language.tag != settings.LANGUAGE_CODE
        ]
        return sorted(rows, key=lambda row: row.language.endonym.casefold())
