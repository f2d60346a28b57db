"""What is found wrong in a file while it is read, gathered to be raised in one go."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from patio.catalog.errors import (
    PoDuplicateError,
    PoEncodingError,
    PoFileError,
    PoHeaderError,
    PoLanguageError,
    PoLimitError,
    PoPluralError,
    PoSyntaxError,
    Problem,
)

from .limits import MAX_PROBLEMS

_ORDER: Final = (
    PoSyntaxError,
    PoEncodingError,
    PoHeaderError,
    PoLanguageError,
    PoDuplicateError,
    PoPluralError,
    PoLimitError,
)


class Report:
    """The problems of one file.

    Args:
        name: what messages call the file.
        text: its text without BOM; offsets given to ``add`` are places in it.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._found: list[tuple[type[PoFileError], Problem]] = []
        self._line_starts: list[int] | None = None

    def __bool__(self) -> bool:
        return bool(self._found)

    def has(self, kind: type[PoFileError]) -> bool:
        """Whether a problem of that class was found."""
        return any(found is kind for found, _ in self._found)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Where a place of the text is, both from 1."""
        if self._line_starts is None:
            starts = [0]
            while (start := self.text.find("\n", starts[-1]) + 1) > 0:
                starts.append(start)
            self._line_starts = starts
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def add(
        self,
        kind: type[PoFileError],
        offset: int,
        what: str,
        remedy: str,
        unit: str | None = None,
    ) -> None:
        """Note a problem at ``offset``; past ``MAX_PROBLEMS`` only that there are more."""
        if len(self._found) > MAX_PROBLEMS:
            return
        if len(self._found) == MAX_PROBLEMS:
            what, remedy, unit = "there are more problems", "repair these first", None
        line, column = self.line_and_column(offset)
        self._found.append((kind, Problem(self.name, line, column, what, remedy, unit)))

    def error(self) -> PoFileError:
        """All that was found as one exception, to be raised."""
        kind = min((kind for kind, _ in self._found), key=_ORDER.index)
        problems = [problem for _, problem in self._found]
        return kind(sorted(problems, key=lambda problem: (problem.line, problem.column)))
