"""What a sync with git did."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from patio.catalog.po.merging import Side
from patio.sync.report import LanguageReport

from .merging import MergedFile


@dataclass(frozen=True, slots=True)
class CommitReport:
    """A commit that was made, or would be; without ``id`` where it was not."""

    id: str
    file: str
    author: str
    subject: str


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A unit that was changed here and at the remote: ``kept`` stands, ``other`` is suggested."""

    file: str
    unit: str
    kept: str
    other: str
    other_is_local: bool


@dataclass(slots=True)
class GitReport:
    """What became of the clone; ``languages`` is what became of files and database."""

    upstream: str
    tries: int = 0
    incoming: int = 0
    """Commits of the remote branch that came in."""
    merged: list[str] = field(default_factory=list)
    """Catalogs of the work tree that took in something."""
    held: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Catalogs that could not be merged, and why."""
    conflicts: list[MergeConflict] = field(default_factory=list)
    commits: list[CommitReport] = field(default_factory=list)
    is_pushed: bool = False
    notes: list[str] = field(default_factory=list)
    languages: list[LanguageReport] = field(default_factory=list)

    @property
    def has_refusals(self) -> bool:
        """Whether a person has to look at something in git."""
        return bool(self.held or self.conflicts)

    def add_merge(self, file: MergedFile) -> None:
        """Note what became of one file."""
        if file.held:
            self.held[file.path] = file.held
        self.conflicts += [
            MergeConflict(
                file.path,
                conflict.kept.msgctxt or conflict.kept.msgid,
                conflict.kept.msgstr,
                conflict.other.msgstr,
                conflict.other_side is Side.THEIRS,
            )
            for conflict in file.conflicts
        ]

    def add_languages(self, reports: list[LanguageReport]) -> None:
        """Note a run over files and database; one of several adds to a language's entries."""
        by_language = {report.language: report for report in self.languages}
        for report in reports:
            earlier = by_language.get(report.language)
            if earlier is None:
                self.languages.append(report)
                continue
            known = set(earlier.entries)
            earlier.entries += [entry for entry in report.entries if entry not in known]
            earlier.problems = report.problems
            earlier.is_written |= report.is_written
            earlier.is_new |= report.is_new

    def as_dict(self) -> dict[str, Any]:
        """The report for ``--json``, without the languages."""
        return {
            "upstream": self.upstream,
            "tries": self.tries,
            "incoming": self.incoming,
            "merged": self.merged,
            "held": {path: list(why) for path, why in self.held.items()},
            "conflicts": [asdict(conflict) for conflict in self.conflicts],
            "commits": [asdict(commit) for commit in self.commits],
            "pushed": self.is_pushed,
            "notes": self.notes,
        }

    def lines(self) -> list[str]:
        """The report in words, without the languages."""
        commits = "commit" if self.incoming == 1 else "commits"
        files = "file" if len(self.merged) == 1 else "files"
        found = [
            f"{self.upstream}: {self.incoming} new {commits}, {len(self.merged)} {files} merged"
        ]
        for path, why in self.held.items():
            found += [f"{path}: can't be merged, left alone", *(f"  {line}" for line in why)]
        found += [
            f"{each.file}: {each.unit}: changed here and there; one stands, one is a suggestion"
            for each in self.conflicts
        ]
        for commit in self.commits:
            made = commit.id[:10] if self.is_pushed else "to be committed"
            found.append(f"{made}: {commit.subject} ({commit.author})")
        return found + self.notes
