"""What a sync did, entry by entry: nothing happens in silence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from patio.catalog.errors import CatalogFileError


class Outcome(StrEnum):
    """What became of one entry."""

    TAKEN = "taken"  # from the file into the database
    WRITTEN = "written"  # from the database into the file
    CONFLICT = "conflict"  # both changed: the database's stays, the file's is a suggestion
    REFUSED = "refused"  # kept out, with the reason; the file is left alone
    SKIPPED = "skipped"  # belongs to no unit in use
    WAITING = "waiting"  # changed in the file, which was only to be written


@dataclass(frozen=True, slots=True)
class EntryReport:
    """What became of one entry, and why."""

    unit: str
    outcome: Outcome
    detail: str = ""
    line: int = 0

    def in_words(self, file: str) -> str:
        """One line, with the place in the file where it has one."""
        place = f"{file}:{self.line}: " if self.line else ""
        detail = f" ({self.detail})" if self.detail else ""
        return f"{place}{self.unit}: {self.outcome}{detail}"


@dataclass(slots=True)
class LanguageReport:
    """What became of one language's catalog.

    ``problems`` are those of a file that can't be read (``file:line:column: what, what to do``):
    nothing was taken from it and nothing written to it. ``is_new`` says that the catalog adds its
    language to the site.
    """

    language: str
    file: str
    entries: list[EntryReport] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_written: bool = False
    is_new: bool = False

    def set_problems(self, error: CatalogFileError) -> None:
        """Note why the file can't be read: all that its reader says."""
        self.problems = [str(problem) for problem in error.problems]

    def add(self, unit: object, outcome: Outcome, detail: str = "", line: int = 0) -> None:
        """Note one entry."""
        self.entries.append(EntryReport(str(unit), outcome, detail, line))

    @property
    def counts(self) -> dict[str, int]:
        """How many entries had each outcome."""
        return dict(Counter(entry.outcome.value for entry in self.entries))

    @property
    def has_refusals(self) -> bool:
        """Whether a person has to look at something."""
        return bool(self.problems) or any(
            entry.outcome in {Outcome.REFUSED, Outcome.CONFLICT} for entry in self.entries
        )

    def lines(self) -> list[str]:
        """The report in words: what became of the file, its problems, its entries."""
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.counts.items()))
        state = "cannot be read, left alone" if self.problems else counts or "nothing changed"
        if self.is_new:
            state = ", ".join(filter(None, ["a new language, as a draft", counts]))
        return [
            f"{self.file}: {state}",
            *(f"  {problem}" for problem in self.problems),
            *(f"  {entry.in_words(self.file)}" for entry in self.entries),
        ]

    def as_dict(self) -> dict[str, Any]:
        """The report for ``--json``."""
        return {
            "language": self.language,
            "file": self.file,
            "written": self.is_written,
            "new": self.is_new,
            "problems": self.problems,
            "counts": self.counts,
            "entries": [
                {
                    "unit": entry.unit,
                    "outcome": entry.outcome.value,
                    "detail": entry.detail,
                    "line": entry.line,
                }
                for entry in self.entries
            ],
        }
